/** @file Takes a guess before a figure shows its result, and keeps it beside the result for as long as the tab is open. */

export {}; // a module, with names of its own

const blocks = [...document.querySelectorAll<HTMLElement>("[data-predict]")];
const keyOf = ({ id }: HTMLElement): string => `${location.pathname}#${id}`;

for (const block of blocks) {
  const kept = read(block);
  const asked = [...new URLSearchParams(location.search).keys()].some((key) =>
    key.startsWith(`${block.dataset.predict}.`),
  );
  if (kept !== null || asked) show(block, kept ?? "");
}

document.addEventListener("click", ({ target }) => {
  const button = (target as Element).closest<HTMLElement>("[data-guess]");
  if (button) return take(button.closest<HTMLElement>("[data-predict]")!, button.dataset.guess === "skip");
  // A link that sets the figure is to be followed, so the figure has to be seen.
  const link = (target as Element).closest<HTMLElement>("a[data-try], a[data-present]");
  const figure = link?.dataset.try ?? link?.dataset.present;
  for (const block of blocks) if (block.dataset.predict === figure && block.dataset.done === undefined) show(block, "");
});
document.addEventListener("keydown", ({ key, target }) => {
  if (key === "Enter" && (target as Element).matches(".predict input"))
    take((target as Element).closest<HTMLElement>("[data-predict]")!, false);
});

function take(block: HTMLElement, isSkipped: boolean): void {
  const input = block.querySelector<HTMLInputElement>("input[type=text], input:checked");
  const guess = isSkipped ? "" : (input?.value.trim() ?? "");
  if (!isSkipped && guess === "") {
    block.querySelector(".guessed")!.textContent = "Guess first; a rough guess will do.";
    block.querySelector<HTMLInputElement>("input")!.focus();
    return;
  }
  try {
    sessionStorage.setItem(keyOf(block), guess);
  } catch {
    // Storage may be closed: the guess then holds until the page is left.
  }
  show(block, guess);
  const figure = document.getElementById(block.dataset.predict!)!;
  figure.tabIndex = -1;
  figure.focus({ preventScroll: true });
}

/** Uncovers the figure, with the guess beside its result. */
function show(block: HTMLElement, guess: string): void {
  block.dataset.done = "";
  const unit = block.dataset.unit ? ` ${block.dataset.unit}` : "";
  const line = guess && `Your guess: ${guess}${unit}.`;
  block.querySelector(".guessed")!.textContent = line;
  block.querySelector("details")?.toggleAttribute("open", true);
  if (!line) return;
  const result = document.getElementById(block.dataset.predict!)?.querySelector(".figure-result");
  if (!result) return;
  const beside = Object.assign(document.createElement("p"), { className: "figure-guess", textContent: line });
  result.append(beside);
}

/** The guess that was made in this tab; empty if the reader wanted none, `null` if nothing was said. */
function read(block: HTMLElement): string | null {
  try {
    return sessionStorage.getItem(keyOf(block));
  } catch {
    return null;
  }
}
