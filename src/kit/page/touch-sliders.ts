/**
 * @file Sliders under a finger. A touch that begins on one may want to scroll the page, but browsers set the slider in the
 * moment it is touched. So a slider's value waits until the finger says what it wants: it moves sideways and slides, it is
 * lifted and has tapped, or the browser takes the touch to scroll, and nothing was set.
 */

/** Pixels sideways after which a touch slides. */
const slidesFrom = 6;

type Held = {
  slider: HTMLInputElement;
  x: number;
  y: number;
  before: string;
  /** What the browser set at the touch, until it is known whether that was meant. */
  asked: string | null;
  slides: boolean;
};

/** Binds all sliders of the page, also those that come later. Call it once, before figures listen. */
export function bindTouchSliders(): void {
  let held: Held | null = null;

  document.addEventListener(
    "pointerdown",
    ({ target, pointerType, clientX, clientY }) => {
      if (pointerType !== "touch" || !(target instanceof HTMLInputElement) || target.type !== "range") return;
      held = { slider: target, x: clientX, y: clientY, before: target.value, asked: null, slides: false };
    },
    { capture: true, passive: true },
  );
  document.addEventListener(
    "pointermove",
    ({ clientX, clientY }) => {
      if (held && goesSideways(clientX - held.x, clientY - held.y)) held.slides = true;
    },
    { capture: true, passive: true },
  );
  addEventListener(
    "input",
    (event) => {
      if (!held || event.target !== held.slider || held.slides) return;
      event.stopImmediatePropagation();
      held.asked = held.slider.value;
      held.slider.value = held.before;
    },
    { capture: true },
  );
  document.addEventListener(
    "pointerup",
    () => {
      const tapped = held;
      held = null;
      if (!tapped || tapped.slides || tapped.asked === null) return;
      tapped.slider.value = tapped.asked;
      tapped.slider.dispatchEvent(new Event("input", { bubbles: true }));
    },
    { capture: true, passive: true },
  );
  document.addEventListener(
    "pointercancel",
    () => {
      if (held && !held.slides) held.slider.value = held.before;
      held = null;
    },
    { capture: true, passive: true },
  );
}

/** Whether a finger that moved by `dx` and `dy` pixels slides, rather than scrolls. */
export function goesSideways(dx: number, dy: number): boolean {
  return Math.abs(dx) >= slidesFrom && Math.abs(dx) > Math.abs(dy);
}
