/** @file Plays, pauses and steps a parameter that is a point in time. */
import { limitsOf, showValue, type Ends } from "../declare/param-values.ts";
import type { TimelineParam, Values } from "../declare/params.ts";

type Figure = {
  change(change: Readonly<Record<string, unknown>>): void;
  values(): Values;
  ends(): Ends;
};

export type Timeline = {
  pause(): void;
  /** Shows where time stands, and where it ends. */
  show(values: Values): void;
};

/** Binds the buttons of the timeline called `name` inside `root`. */
export function playTimeline(
  root: HTMLElement,
  name: string,
  param: TimelineParam,
  { change, values, ends }: Figure,
): Timeline {
  const button = (action: string): HTMLButtonElement => root.querySelector(`[data-action="${name}-${action}"]`)!;
  const [back, play, step] = ["back", "play", "step"].map(button);
  const control = root.querySelector(`[data-control="${name}"]`)!;
  const output = control.querySelector("output")!;
  const end = control.querySelector(`[data-end="${name}"]`)!;
  const speed = control.querySelector<HTMLSelectElement>("[data-speed]");
  let frame: number | null = null;
  /** Where time stands between two steps, while it plays. */
  let exact = 0;
  let before = 0;

  const now = (): number => values()[name] as number;
  const limits = (): { min: number; max: number } => limitsOf(param, values(), ends(), name);
  /** The step at or before a point in time, as it is written: 0.3, not 3 × 0.1. */
  const stepAt = (time: number): number =>
    Number((param.min + Math.floor((time - param.min) / param.step + 1e-9) * param.step).toPrecision(12));
  const go = (to: number): void =>
    change({ [name]: Number(Math.min(limits().max, Math.max(param.min, to)).toPrecision(12)) });

  back.addEventListener("click", () => {
    pause();
    // The end need not be a step: the last one is before it.
    go(stepAt(now()) < now() ? stepAt(now()) : now() - param.step);
  });
  step.addEventListener("click", () => {
    pause();
    go(stepAt(now()) + param.step);
  });
  play.addEventListener("click", () => {
    if (frame !== null) return pause();
    if (now() >= limits().max) go(param.min);
    exact = now();
    before = performance.now();
    frame = requestAnimationFrame(next);
    showPlaying();
  });

  function next(time: number): void {
    // A tab that was hidden does not jump.
    const passed = Math.min(100, Math.max(0, time - before)) / 1000;
    before = time;
    exact += passed * param.rate * param.step * Number(speed?.value ?? param.speeds[0]);
    const to = exact >= limits().max ? limits().max : stepAt(exact);
    frame = requestAnimationFrame(next);
    if (to !== now()) go(to);
    if (now() >= limits().max) pause();
  }

  function pause(): void {
    if (frame === null) return;
    cancelAnimationFrame(frame);
    frame = null;
    showPlaying();
  }

  function showPlaying(): void {
    play.textContent = frame === null ? "Play" : "Pause";
    play.setAttribute("aria-pressed", String(frame !== null));
    control.toggleAttribute("data-playing", frame !== null);
  }

  return {
    pause,
    show(values) {
      const at = values[name] as number;
      const { min, max } = limits();
      const [text, last] = [showValue(param, at), showValue(param, max)];
      if (output.textContent !== text) output.textContent = text;
      if (end.textContent !== last) end.textContent = last;
      if (back.disabled !== at <= min) back.disabled = at <= min;
      if (step.disabled !== at >= max) step.disabled = at >= max;
    },
  };
}
