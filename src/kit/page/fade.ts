/** @file An entry of a legend that is pointed at fades what in the picture has another of the colors with a meaning. */
import { colors } from "../view/colors.ts";

export function bindFade(view: HTMLElement): void {
  for (const sign of ["pointerover", "focusin"]) {
    view.addEventListener(sign, ({ target }) => {
      const key = (target as Element).closest<HTMLElement>(".legend [data-key]");
      unfade();
      if (key) fade(key.dataset.key!);
    });
  }
  for (const sign of ["pointerleave", "focusout"]) view.addEventListener(sign, unfade);

  function fade(color: string): void {
    const nameOf = namesOfColors(view);
    const marks = [...view.querySelectorAll("svg :is(path, rect, line, circle, ellipse, polygon, text)")]
      .map((mark) => ({ mark, names: namesIn(mark, nameOf) }))
      .filter(({ names }) => names.length > 0);
    // A legend of something that is colored otherwise leaves the picture as it is.
    if (!marks.some(({ names }) => names.includes(color))) return;
    for (const { mark, names } of marks) if (!names.includes(color)) mark.classList.add("faded");
  }

  function unfade(): void {
    for (const mark of view.querySelectorAll(".faded")) mark.classList.remove("faded");
  }
}

/** Names by what the page makes of them: a mark may have its color by an attribute, a class or a style, its own or a group's. */
function namesOfColors(view: HTMLElement): ReadonlyMap<string, string[]> {
  const sample = view.appendChild(document.createElement("i"));
  const names = new Map<string, string[]>();
  for (const name of Object.keys(colors)) {
    sample.style.color = `var(--${name})`;
    const { color } = getComputedStyle(sample);
    names.set(color, [...(names.get(color) ?? []), name]);
  }
  sample.remove();
  return names;
}

function namesIn(mark: Element, nameOf: ReadonlyMap<string, string[]>): string[] {
  const { fill, stroke } = getComputedStyle(mark);
  const painted = [fill, stroke].flatMap((paint) => nameOf.get(paint) ?? []);
  // A hatched mark has the color that it says, whatever it is painted with.
  const said = mark.getAttribute("data-key");
  return said !== null && said in colors ? [said, ...painted] : painted;
}
