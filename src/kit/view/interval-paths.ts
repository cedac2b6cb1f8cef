/**
 * @file Intervals as a path for each kind. What is narrower than a pixel is added up a pixel at a time, and the kind that
 * fills most of a pixel colors it; so a hundred thousand intervals are no more than the pixels that show them.
 */
import { short } from "./columns.ts";
import { firstAfter, type IntervalData, type IntervalIndex } from "./interval-index.ts";
import type { Scale } from "./scales.ts";

export type LaneBox = { top: number; height: number };

/** Intervals wider than this, in pixels, stand apart from the next one. */
const apart = 4;

/**
 * Paths of all intervals inside the domain of `x`.
 *
 * @param x  from time to pixels
 * @returns the attribute `d` for each kind, empty for those that are not seen
 */
export function intervalPaths(data: IntervalData, index: IntervalIndex, kinds: number, x: Scale, boxOf: (lane: number) => LaneBox): string[] {
  const paths = Array.from({ length: kinds }, (): string[] => []);
  const { domain: [from, to], range: [left, right] } = x;
  const pixels = Math.ceil(right - left);
  const filled = new Float32Array(kinds * pixels);
  for (let lane = 0; lane < index.offsets.length - 1; lane++) {
    const { top, height } = boxOf(lane);
    const rest = `v${short(height)}h`;
    const add = (kind: number, begin: number, width: number): void => {
      paths[kind].push(`M${short(begin)} ${short(top)}h${short(width)}${rest}${short(-width)}z`);
    };
    filled.fill(0);
    let isFilled = false;
    const last = firstAfter(index, data.start, lane, to);
    for (let at = index.offsets[lane]; at < last; at++) {
      const i = index.order[at];
      if (data.end[i] <= from) continue;
      const begin = Math.max(left, x(data.start[i]));
      const end = Math.min(right, x(data.end[i]));
      const width = end - begin;
      if (width >= 1) add(data.kind[i], begin, width > apart ? width - 1 : width);
      else if (width > 0) {
        const pixel = Math.floor(begin - left);
        const here = Math.min(width, pixel + 1 - (begin - left));
        filled[data.kind[i] * pixels + pixel] += here;
        if (pixel + 1 < pixels) filled[data.kind[i] * pixels + pixel + 1] += width - here;
        isFilled = true;
      }
    }
    if (isFilled) addPixels(filled, kinds, pixels, (kind, pixel, count) => add(kind, left + pixel, count));
  }
  return paths.map((parts) => parts.join(""));
}

/** Runs of pixels of which a kind fills most. A pixel that is emptier than half stays empty. */
function addPixels(filled: Float32Array, kinds: number, pixels: number, add: (kind: number, pixel: number, count: number) => void): void {
  let [run, runKind] = [0, -1];
  for (let pixel = 0; pixel <= pixels; pixel++) {
    let [kind, most, all] = [-1, 0, 0];
    for (let candidate = 0; pixel < pixels && candidate < kinds; candidate++) {
      const share = filled[candidate * pixels + pixel];
      all += share;
      if (share > most) [kind, most] = [candidate, share];
    }
    if (all < 0.5) kind = -1;
    if (kind === runKind) continue;
    if (runKind >= 0) add(runKind, run, pixel - run);
    [run, runKind] = [pixel, kind];
  }
}
