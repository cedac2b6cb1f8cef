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
    const marks = [...view.querySelectorAll(`svg [fill^="var(--"], svg [stroke^="var(--"]`)].filter((mark) => colorsOf(mark).length > 0);
    // A legend of something that is colored otherwise leaves the picture as it is.
    if (!marks.some((mark) => colorsOf(mark).includes(color))) return;
    for (const mark of marks) if (!colorsOf(mark).includes(color)) mark.classList.add("faded");
  }

  function unfade(): void {
    for (const mark of view.querySelectorAll(".faded")) mark.classList.remove("faded");
  }
}

function colorsOf(mark: Element): string[] {
  return ["fill", "stroke"].flatMap((attribute) => /^var\(--([a-z0-9-]+)\)$/.exec(mark.getAttribute(attribute) ?? "")?.[1] ?? []).filter((name) => name in colors);
}
