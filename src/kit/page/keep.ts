/**
 * @file Keeps the picture of a figure on the screen, and the result under it, while a control below them is used. Nothing
 * moves in the text for that: both stick to the top of the window, and of a tall picture a part is cut out.
 *
 * ```
 * text                    screen
 * ┌ view ───────────┐
 * │ numbers         │     ┌──────────────────┐
 * │ ┌ main picture ┐│     │ main picture     │ at most `kept` pixels of it
 * │ └──────────────┘│     │ result           │
 * │ legend          │     ├──────────────────┤
 * └─────────────────┘     │ the control      │
 * result, controls        └──────────────────┘
 * ```
 */
import { mainPicture } from "./main-picture.ts";

/** Share of the window for picture and result together, and what of the picture is worth showing, in pixels. */
const mostOfWindow = 0.6;
const leastPicture = 120;
/** In a lower window there is no room for both. */
const leastWindow = 480;
/** Between result and control, in pixels. */
const gap = 12;

const controls = ".figure-presets, .figure-side, .figure-timeline";

/** Binds the figure inside `root`. Nothing is kept where controls stand beside the picture. */
export function bindKeep(root: HTMLElement): void {
  const figure = root.querySelector<HTMLElement>("figure")!;
  const [main, view, result] = ["main", "view", "result"].map((name) =>
    figure.querySelector<HTMLElement>(`.figure-${name}`)!,
  );
  /** Stands between picture and result, if there is one. */
  const timeline = main.querySelector(".figure-timeline");
  let from = 0;
  let kept = 0;
  let isKept = false;
  let isPressed = false;
  let frame = 0;
  /** Pixels that the view is moved by, beside its sticking. */
  let moved = 0;

  root.addEventListener("pointerdown", () => (isPressed = true), { passive: true });
  for (const end of ["pointerup", "pointercancel"]) addEventListener(end, () => (isPressed = false), { passive: true });
  // A press is over before anything moves under it. A slider is in the hand: there the first move counts.
  figure.addEventListener("input", ({ target }) => start(target as Element));
  figure.addEventListener("click", ({ target }) => start(target as Element));
  figure.addEventListener("focusin", ({ target }) => isPressed || start(target as Element));
  for (const sign of ["pointerdown", "focusin"]) {
    document.addEventListener(
      sign,
      ({ target }) => {
        if (isKept && !isControl(target as Element)) end();
      },
      { passive: true },
    );
  }
  addEventListener(
    "scroll",
    () => {
      if (isKept && frame === 0) frame = requestAnimationFrame(cut);
    },
    { passive: true },
  );

  // Where the keyboard went while the code was on its way.
  if (document.activeElement?.matches(":focus-visible")) start(document.activeElement);

  function isControl(target: Element): boolean {
    return figure.contains(target) && target.closest(controls) !== null;
  }

  function start(target: Element): void {
    if (!isControl(target) || innerHeight < leastWindow || getComputedStyle(main).display !== "contents") return;
    if (!isKept) {
      const room = Math.max(leastPicture, mostOfWindow * innerHeight - result.offsetHeight);
      const picture = mainPicture(view);
      const top = picture.getBoundingClientRect().top - view.getBoundingClientRect().top;
      from = view.offsetHeight <= room ? 0 : Math.floor(top);
      kept = Math.min(room, view.offsetHeight - from);
      for (const [name, value] of Object.entries({
        "--kept-from": from,
        "--kept": kept,
        "--kept-all": kept + result.offsetHeight,
      }))
        figure.style.setProperty(name, value.toFixed(1));
      isKept = true;
      result.dataset.kept = "";
      // It sticks before it is measured, or it would be moved by what it sticks for.
      view.dataset.kept = "whole";
      cut();
    }
    const { top } = (target.closest(".control") ?? target).getBoundingClientRect();
    // The hand's own place on the screen is given up for what it does.
    const taken = takenAbove(target);
    if (taken > top - gap) scrollBy({ top: top - gap - taken, behavior: "instant" });
  }

  /** How far down the screen what sticks above a control reaches: picture and result, or the picture alone. */
  function takenAbove(control: Element): number {
    if (timeline?.contains(control)) return view.dataset.kept === "in part" ? kept : 0;
    const { top, bottom } = result.getBoundingClientRect();
    return top < kept + 1 ? bottom : 0;
  }

  /** Of the view, what is above the timeline or the result is seen. */
  function cut(): void {
    frame = 0;
    if (!isKept) return;
    const top = view.getBoundingClientRect().top - moved;
    const below = result.getBoundingClientRect().top;
    const state = top <= 0.5 - from ? "in part" : "whole";
    // The figure's end takes a tall view along, but the part that is seen goes no earlier than the result.
    moved = state === "whole" ? 0 : Math.max(0, Math.min(0, below - kept) - from - top);
    if (view.dataset.kept !== state) view.dataset.kept = state;
    const next = Math.min(below, timeline?.getBoundingClientRect().top ?? below);
    view.style.setProperty("--shown", Math.max(kept, next).toFixed(1));
    view.style.translate = moved === 0 ? "" : `0 ${moved.toFixed(1)}px`;
  }

  function end(): void {
    isKept = false;
    moved = 0;
    view.style.translate = "";
    delete view.dataset.kept;
    delete result.dataset.kept;
  }
}
