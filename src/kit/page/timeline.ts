/** @file Plays, pauses and steps a parameter that is a point in time. */
import type { Params, TimelineParam, Values } from "../declare/params.ts";

type Figure = {
  change(change: Readonly<Record<string, unknown>>): void;
  values(): Values<Params>;
};

export type Timeline = {
  pause(): void;
  /** Shows where time stands. */
  show(values: Values<Params>): void;
};

/** Binds the buttons of the timeline called `name` inside `root`. */
export function playTimeline(root: HTMLElement, name: string, param: TimelineParam, { change, values }: Figure): Timeline {
  const button = (action: string): HTMLButtonElement => root.querySelector(`[data-action="${name}-${action}"]`)!;
  const [back, play, step] = ["back", "play", "step"].map(button);
  const output = root.querySelector(`[data-control="${name}"] output`)!;
  let timer: ReturnType<typeof setTimeout> | null = null;
  let shown = param.initial;

  const now = (): number => values()[name] as number;
  const go = (to: number): void => change({ [name]: Math.min(param.max, Math.max(param.min, to)) });

  back.addEventListener("click", () => {
    pause();
    go(now() - param.step);
  });
  step.addEventListener("click", () => {
    pause();
    go(now() + param.step);
  });
  play.addEventListener("click", () => {
    if (timer !== null) return pause();
    if (now() >= param.max) go(param.min);
    next();
    showPlaying();
  });

  function next(): void {
    timer = setTimeout(() => {
      go(now() + param.step);
      if (now() < param.max) next();
      else pause();
    }, 1000 / param.stepsPerSecond);
  }

  function pause(): void {
    if (timer === null) return;
    clearTimeout(timer);
    timer = null;
    showPlaying();
  }

  function showPlaying(): void {
    play.textContent = timer === null ? "Play" : "Pause";
    play.setAttribute("aria-pressed", String(timer !== null));
  }

  return {
    pause,
    show(values) {
      const at = values[name] as number;
      if (at === shown) return;
      shown = at;
      output.textContent = param.format(at);
      back.disabled = at <= param.min;
      step.disabled = at >= param.max;
    },
  };
}
