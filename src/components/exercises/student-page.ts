/** @file The field for a student's name on the page of all exercises: it draws the numbers, and hands the name on in links. */
import { studentKey, studentNow, tidyName } from "./student.ts";

const field = document.querySelector<HTMLInputElement>("#student")!;
const said = document.querySelector<HTMLElement>(".student .said")!;

document.querySelector(".student")!.addEventListener("click", ({ target }) => {
  const button = (target as Element).closest<HTMLElement>("[data-student]");
  if (!button) return;
  if (button.dataset.student === "forget") field.value = "";
  take(tidyName(field.value));
});
field.addEventListener("keydown", ({ key }) => key === "Enter" && take(tidyName(field.value)));

const keys = document.querySelector<HTMLDetailsElement>(".keys")!;
keys.addEventListener(
  "toggle",
  () =>
    void import("./class-keys.ts").then(({ bindKeys }) =>
      bindKeys(keys, document.querySelector<HTMLElement>(".list")!),
    ),
  { once: true },
);

const first = studentNow(location.search, () => localStorage.getItem(studentKey));
if (first) {
  field.value = first;
  void show(first);
}

/** Takes a name, or none, for this page, for this browser and for the address. */
function take(name: string): void {
  try {
    if (name) localStorage.setItem(studentKey, name);
    else localStorage.removeItem(studentKey);
  } catch {
    // Storage may be closed; the address has the name.
  }
  const query = new URLSearchParams(location.search);
  if (name) query.set(studentKey, name);
  else query.delete(studentKey);
  history.replaceState(null, "", `${location.pathname}${query.size > 0 ? `?${query}` : ""}${location.hash}`);
  void show(name);
}

async function show(name: string): Promise<void> {
  for (const link of document.querySelectorAll<HTMLAnchorElement>(".list a.kind"))
    link.search = name ? `?${new URLSearchParams({ [studentKey]: name })}` : "";
  const { drawFor } = await import("./page.ts");
  await drawFor(name);
  said.textContent = name
    ? `The numbers of ${name} stand in the questions.`
    : "The printed numbers stand in the questions.";
}
