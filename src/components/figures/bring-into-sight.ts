/** @file Where a link that sets a figure leads: to what changes, the picture and what it says, and not to the figure's foot. */
import { mainPicture } from "../../kit/page/main-picture.ts";

/** Scrolls no further than it must until picture and result are seen; of what is higher than the window, the picture's beginning. */
export function bringIntoSight(figure: HTMLElement): void {
  const view = figure.querySelector<HTMLElement>(".figure-view")!;
  const bottom = figure.querySelector(".figure-result")!.getBoundingClientRect().bottom;
  const room = innerHeight - parseFloat(getComputedStyle(document.documentElement).scrollPaddingBottom || "0");
  const tops = [figure, mainPicture(view)].map((element) => element.getBoundingClientRect().top);
  // With the title, if there is room for it.
  const top = bottom - tops[0] <= room ? tops[0] : tops[1];
  const gap = 8;
  const by = top < gap || bottom - top > room - gap ? top - gap : Math.max(0, bottom + gap - room);
  scrollBy({ top: by, behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
}
