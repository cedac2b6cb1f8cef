/** @file The switch between light and dark. What the system asks for holds until the reader says otherwise. */
const root = document.documentElement;
const button = document.querySelector<HTMLButtonElement>(".theme-switch");
const system = matchMedia("(prefers-color-scheme: dark)");

const current = (): string => root.dataset.theme ?? (system.matches ? "dark" : "light");
const label = (): void => {
  if (button) button.textContent = current() === "dark" ? "Light" : "Dark";
};

label();
system.addEventListener("change", label);
button?.addEventListener("click", () => {
  root.dataset.theme = current() === "dark" ? "light" : "dark";
  label();
  try {
    localStorage.setItem("theme", root.dataset.theme);
  } catch {
    // Storage may be closed; the choice then holds for this page.
  }
});
