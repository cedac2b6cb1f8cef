/** @file Marks, cells and legend entries that set parameters (`view/sets.ts`): by a click, a tap, Enter or the space bar. */

export type SetParameters = (change: Readonly<Record<string, unknown>>) => void;

/** Serves everything in `view` that says what it sets, also what comes later. */
export function bindSets(view: HTMLElement, change: SetParameters): void {
  view.addEventListener("click", ({ target }) => {
    const mark = markOf(target);
    if (mark) change(setsOf(mark));
  });
  view.addEventListener("keydown", (event) => {
    const mark = markOf(event.target);
    // A button turns keys into clicks by itself; a mark inside of a drawing is no target of keys.
    if (
      !mark ||
      mark !== event.target ||
      mark instanceof HTMLButtonElement ||
      (event.key !== "Enter" && event.key !== " ")
    )
      return;
    event.preventDefault();
    change(setsOf(mark));
  });
}

/** What a mark sets. */
export function setsOf(mark: Element): Readonly<Record<string, unknown>> {
  return JSON.parse(mark.getAttribute("data-sets")!) as Readonly<Record<string, unknown>>;
}

function markOf(target: EventTarget | null): Element | null {
  return (target as Element).closest("[data-sets]");
}
