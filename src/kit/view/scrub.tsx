/**
 * @file A line across a drawing that stands at a parameter's value. The page moves it while a hand presses or drags there
 * (`page/scrub.ts`): it changes one style of one element, and asks no worker.
 */
import { useDraw } from "./draw-context.ts";
import { shareOf } from "./scrub-place.ts";
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
  /** Pixels between which the line goes. */
  top: number;
  bottom: number;
  /** Between which pixels a press counts, if not there. */
  zone?: readonly [top: number, bottom: number];
};

/** Attributes of the line. */
export function scrubAttributes({ value, top, bottom, zone = [top, bottom], ...place }: ScrubSpec) {
  const { start, end } = place;
  return {
    class: "scrub",
    "data-scrub": JSON.stringify({ ...place, zone }),
    x1: 0,
    x2: 0,
    y1: top,
    y2: bottom,
    style: `--at:${shareOf(Number(value), place).toFixed(4)};--start:${start}px;--span:${end - start}px`,
  };
}

type Props = {
  /** The parameter. */
  at: string;
  scale: Scale;
  log?: boolean;
  top: number;
  bottom: number;
  zone?: readonly [top: number, bottom: number];
};

/** In a `<Drawing>`: a press or a drag between `top` and `bottom`, or in `zone`, sets the parameter `at`, and a line follows. */
export function Scrub({ at, scale, log = false, top, bottom, zone }: Props) {
  const { values, isLive } = useDraw();
  const {
    domain: [from, to],
    range: [start, end],
  } = scale;
  return (
    <line
      {...scrubAttributes({
        param: at,
        value: isLive ? undefined : values[at],
        from,
        to,
        log,
        start,
        end,
        top,
        bottom,
        zone,
      })}
    />
  );
}
