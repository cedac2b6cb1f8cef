/** @file The list of sections on a phone closes when it has been used, or with Escape. */
const sections = document.querySelector<HTMLDetailsElement>(".toc-narrow");

sections?.addEventListener("click", ({ target }) => {
  if ((target as Element).closest("a")) sections.open = false;
});
addEventListener("keydown", ({ key }) => {
  if (key === "Escape" && sections?.open) {
    sections.open = false;
    sections.querySelector("summary")!.focus();
  }
});
document.addEventListener(
  "pointerdown",
  ({ target }) => {
    if (sections?.open && !sections.contains(target as Node)) sections.open = false;
  },
  { passive: true },
);
