/**
 * @file What a speaker says to a figure: the `Note`s of the text that belongs to it, and the paragraphs right before and after
 * it, which say what it shows and what to try. Copies of them, so that the page stays as it is.
 */

/** Notes for one of the figures of a page, in the order of the text; none, if it stands alone. */
export function notesFor(figure: HTMLElement, figures: readonly HTMLElement[]): HTMLElement[] {
  const text = figure.parentElement;
  if (!text) return [];
  const blocks = [...text.children].filter(
    (block): block is HTMLElement => block instanceof HTMLElement && !block.matches("link, script, .predict"),
  );
  const at = blocks.indexOf(figure);
  const others = figures.map((other) => blocks.indexOf(other)).filter((place) => place >= 0 && place !== at);
  const before = Math.max(-1, ...others.filter((place) => place < at));
  const after = Math.min(blocks.length, ...others.filter((place) => place > at));
  // Text between two figures belongs to the later one from the last heading on, and to the earlier one up to the first.
  const heading = (from: number, to: number, which: "first" | "last"): number => {
    const places = blocks.flatMap((block, place) => (place > from && place < to && block.matches("h2") ? [place] : []));
    return (which === "first" ? places[0] : places.at(-1)) ?? (which === "first" ? to : from);
  };
  const [first, last] = [heading(before, at, "last"), heading(at, after, "first")];
  return blocks.flatMap((block, place) => {
    const isBeside = block.matches("p") && Math.abs(place - at) === 1;
    const isNote = block.matches(".note") && place > first && place < last;
    return isBeside || isNote ? [copyOf(block)] : [];
  });
}

/** A copy without ids and without what only a pointer brings out. */
function copyOf(block: HTMLElement): HTMLElement {
  const copy = block.cloneNode(true) as HTMLElement;
  for (const element of [copy, ...copy.querySelectorAll("*")]) {
    element.removeAttribute("id");
    element.removeAttribute("tabindex");
  }
  for (const extra of copy.querySelectorAll(".peek-more, .claim")) extra.remove();
  return copy;
}
