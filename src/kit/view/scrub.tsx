/**
 * @file A line across a drawing that stands at a parameter's value. The page moves it while a hand presses or drags there
 * (`page/scrub.ts`): it changes one style of one element, and asks no worker.
 */
import { useDraw } from "./draw-context.ts";
import type { Scale } from "./scales.ts";

export type ScrubSpec = {
  param: string;
  value: unknown;
  /** Values at both ends. */
  from: number;
  to: number;
  log: boolean;
  /** Pixels of both ends. */
  start: number;
  end: number;
  /** Pixels between which the line goes, and a press counts. */
  top: number;
  bottom: number;
};

/** Attributes of the line. */
export function scrubAttributes({ value, top, bottom, ...place }: ScrubSpec) {
  const { start, end } = place;
  return {
    "class": "scrub", "data-scrub": JSON.stringify({ ...place, top, bottom }), "x1": 0, "x2": 0, "y1": top, "y2": bottom,
    "style": `--at:${shareOf(Number(value), place).toFixed(4)};--start:${start}px;--span:${end - start}px`,
  };
}

/** Where a value lies between both ends, from 0 to 1. */
export function shareOf(value: number, { from, to, log }: Pick<ScrubSpec, "from" | "to" | "log">): number {
  const share = log ? Math.log(value / from) / Math.log(to / from) : (value - from) / (to - from);
  return Number.isFinite(share) ? Math.min(1, Math.max(0, share)) : 0;
}

/** The value at such a share. */
export function valueAt(share: number, { from, to, log }: Pick<ScrubSpec, "from" | "to" | "log">): number {
  const within = Math.min(1, Math.max(0, share));
  return log ? from * (to / from) ** within : from + within * (to - from);
}

/** In a `<Drawing>`: a press or a drag between `top` and `bottom` sets the parameter `at`, and a line follows. */
export function Scrub({ at, scale, log = false, top, bottom }: { at: string; scale: Scale; log?: boolean; top: number; bottom: number }) {
  const { values } = useDraw();
  const { domain: [from, to], range: [start, end] } = scale;
  return <line {...scrubAttributes({ param: at, value: values[at], from, to, log, start, end, top, bottom })} />;
}
