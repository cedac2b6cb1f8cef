/**
 * @file Attributes that make an element of a view act. There are no handlers in views, since these are rendered in a worker
 * or at build time; one handler in the page (`page/sets.ts`, `page/tips.ts`) serves all figures.
 */

/** Values of parameters, by their names. */
export type Change = Readonly<Record<string, string | number | boolean | readonly number[]>>;

export type SetsAttributes = { "data-sets": string; role: "button"; tabIndex: 0 };

/**
 * A click, a tap, Enter or the space bar on the element sets parameters: `<g {...sets({ token: 5 })}>`.
 *
 * The `sets` of a view's context is this one, typed by the parameters of its widget.
 */
export function sets(change: Change): SetsAttributes {
  return { "data-sets": JSON.stringify(change), role: "button", tabIndex: 0 };
}

/**
 * A text that a hover, a tap or an arrow key brings up: `<rect {...tip("Rank 3: 1.2 ms")} />`. For marks inside of a
 * `<Drawing>`, which is one stop of the Tab key; a word in running text takes `<Peek>`. A mark that also sets parameters says
 * so here, not by `sets`: it is no button of its own, and Enter on the drawing presses the mark that arrow keys have come to.
 */
export function tip(text: string, change?: Change): { "data-tip": string; "data-sets"?: string } {
  return change ? { "data-tip": text, "data-sets": JSON.stringify(change) } : { "data-tip": text };
}
