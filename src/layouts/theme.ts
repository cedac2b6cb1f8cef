/**
 * @file The switch between light and dark, and the fonts. What the system asks for holds until the reader says otherwise.
 *
 * The first page that somebody opens is set in the faces of their machine, so that no word waits for a download and none
 * moves; our own faces are fetched once it stands, and every later page is set in them from the start.
 */
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

const faces = ["400 1em 'Source Serif 4'", "italic 400 1em 'Source Serif 4'", "600 1em 'Source Serif 4'", "400 1em Inter", "600 1em Inter", "400 1em 'JetBrains Mono'", "400 1em 'Companion Math'"];

async function fetchFonts(): Promise<void> {
  try {
    if (localStorage.getItem("fonts")) return;
    await Promise.all(faces.map((face) => document.fonts.load(face)));
    localStorage.setItem("fonts", "fetched");
  } catch {
    // Without storage or network the faces of the machine stay.
  }
}
const fetchLater = (): void => void setTimeout(() => void fetchFonts(), 1500);
if (document.readyState === "complete") fetchLater();
else addEventListener("load", fetchLater);
