/** @file The one box of a page that says what is pointed at, with a ring around the point. */
import type { Place } from "./drawing-point.ts";

export type TipBox = {
  /** Shows a text above a point of the screen; `ring`: with a ring around it. */
  show(text: string, at: Place, ring: boolean): void;
  hide(): void;
  readonly isShown: boolean;
};

let box: HTMLElement | null = null;
let point: HTMLElement | null = null;
/** Pixels between the box and its point, and the edges of the window. */
const distance = 12;
const margin = 4;

function parts(): { box: HTMLElement; point: HTMLElement } {
  if (!box || !point) {
    box = document.body.appendChild(document.createElement("div"));
    box.className = "tip";
    // Screen readers are told by the live region of the figure.
    box.ariaHidden = "true";
    point = document.body.appendChild(document.createElement("div"));
    point.className = "tip-point";
    box.hidden = point.hidden = true;
    addEventListener("scroll", () => tipBox.hide(), { passive: true, capture: true });
    addEventListener("keydown", ({ key }) => key === "Escape" && tipBox.hide());
  }
  return { box, point };
}

export const tipBox: TipBox = {
  show(text, { x, y }, ring) {
    const { box, point } = parts();
    if (box.textContent !== text) box.textContent = text;
    box.hidden = false;
    point.hidden = !ring;
    const { offsetWidth: width, offsetHeight: height } = box;
    const left = Math.max(margin, Math.min(document.documentElement.clientWidth - width - margin, x - width / 2));
    const above = y - height - distance;
    box.style.transform = `translate(${Math.round(left)}px, ${Math.round(above < margin ? y + distance : above)}px)`;
    if (ring) point.style.transform = `translate(${x - 5}px, ${y - 5}px)`;
  },
  hide() {
    if (box) box.hidden = true;
    if (point) point.hidden = true;
  },
  get isShown() {
    return box !== null && !box.hidden;
  },
};
