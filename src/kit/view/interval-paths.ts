/**
 * @file Intervals as paths for each kind: strokes as thick as a lane, which are a third as long as boxes. Where intervals are
 * narrower than a pixel, or a lane is crowded with ones of less than two, it is drawn as shares: each kind takes as much of
 * the lane's height as it takes of the time there. So a hundred thousand intervals are a few hundred boxes, and the colors
 * are true to the time.
 */
import { short } from "./columns.ts";
import { firstAfter, type IntervalData, type IntervalIndex } from "./interval-index.ts";
import type { Scale } from "./scales.ts";

export type LaneBox = { top: number; height: number };

/** Intervals wider than this, in pixels, stand apart from the next one. */
const apart = 4;
/** A lane with more intervals than one in so many pixels is crowded. */
const crowded = 8;
/** Pixels over which shares are taken. */
const binWidth = 4;
/** Shares that differ from the mean of those before by more than this begin another box. */
const tolerance = 0.26;

/** The attribute `d` of each kind, empty for those that are not seen. */
export type IntervalPaths = {
  /** Boxes of lanes that are drawn as shares. */
  boxes: string[];
  /** Lines through the middle of the other lanes, to be stroked as thick as a lane is high. */
  strokes: string[];
};

type Add = (kind: number, left: number, width: number, top: number, height: number) => void;

/**
 * Paths of all intervals inside the domain of `x`.
 *
 * @param x  from time to pixels
 * @param boxOf  lanes of one height
 */
export function intervalPaths(
  data: IntervalData,
  index: IntervalIndex,
  kinds: number,
  x: Scale,
  boxOf: (lane: number) => LaneBox,
): IntervalPaths {
  const boxes = Array.from({ length: kinds }, (): string[] => []);
  const strokes = Array.from({ length: kinds }, (): string[] => []);
  const addBox: Add = (kind, left, width, top, height) => {
    boxes[kind].push(`M${short(left)} ${short(top)}h${short(width)}v${short(height)}h${short(-width)}z`);
  };
  // Where the pen of each kind stands, in tenths of a pixel: what rounding leaves does not add up.
  const pen = new Int32Array(kinds);
  const laneOfPen = new Int32Array(kinds).fill(-1);
  let lane = 0;
  const addStroke: Add = (kind, left, width, top, height) => {
    const from = Math.round(10 * left);
    const to = Math.max(from + 1, Math.round(10 * (left + width)));
    const move =
      laneOfPen[kind] === lane ? `m${(from - pen[kind]) / 10} 0` : `M${from / 10} ${short(top + height / 2)}`;
    strokes[kind].push(`${move}h${(to - from) / 10}`);
    laneOfPen[kind] = lane;
    pen[kind] = to;
  };
  const unit = Math.abs(x.range[1] - x.range[0]) / Math.abs(x.domain[1] - x.domain[0]);
  for (; lane < index.offsets.length - 1; lane++) {
    const [first, last] = seenOf(data, index, lane, x);
    const narrow = (last - first) * crowded > Math.abs(x.range[1] - x.range[0]) ? 2 : 1;
    if (shortestOf(data, index, first, last) * unit < narrow)
      addShares(data, index, first, last, kinds, x, boxOf(lane), addBox);
    else addEach(data, index, first, last, x, boxOf(lane), addStroke);
  }
  return { boxes: boxes.map((parts) => parts.join("")), strokes: strokes.map((parts) => parts.join("")) };
}

/** From where to where in its order a lane is seen. Intervals of a lane do not overlap, so their ends ascend as their starts do. */
export function seenOf(
  { start, end }: IntervalData,
  index: IntervalIndex,
  lane: number,
  { domain: [from, to] }: Scale,
): [first: number, last: number] {
  const last = firstAfter(index, start, lane, to);
  let first = firstAfter(index, start, lane, from);
  while (first > index.offsets[lane] && end[index.order[first - 1]] > from) first--;
  return [first, last];
}

/** Length of the shortest interval that has one. */
function shortestOf({ start, end }: IntervalData, { order }: IntervalIndex, first: number, last: number): number {
  let shortest = Infinity;
  for (let at = first; at < last; at++) {
    const length = end[order[at]] - start[order[at]];
    if (length > 0 && length < shortest) shortest = length;
  }
  return shortest;
}

function addEach(
  { start, end, kind }: IntervalData,
  { order }: IntervalIndex,
  first: number,
  last: number,
  x: Scale,
  { top, height }: LaneBox,
  add: Add,
): void {
  const [left, right] = x.range;
  for (let at = first; at < last; at++) {
    const i = order[at];
    const begin = Math.max(left, x(start[i]));
    const width = Math.min(right, x(end[i])) - begin;
    if (width > 0) add(kind[i], begin, width > apart ? width - 1 : width, top, height);
  }
}

function addShares(
  data: IntervalData,
  { order }: IntervalIndex,
  first: number,
  last: number,
  kinds: number,
  x: Scale,
  { top, height }: LaneBox,
  add: Add,
): void {
  const [left, right] = x.range;
  const bins = Math.ceil((right - left) / binWidth);
  const shares = new Float64Array(kinds * bins);
  // Once for each of all intervals: nothing is allocated or called here.
  const unit = (right - left) / (x.domain[1] - x.domain[0]) / binWidth;
  const from = x.domain[0];
  for (let at = first; at < last; at++) {
    const i = order[at];
    const begin = Math.max(0, (data.start[i] - from) * unit);
    const end = Math.min(bins, (data.end[i] - from) * unit);
    for (let bin = Math.floor(begin); bin < end; bin++)
      shares[bin * kinds + data.kind[i]] += Math.min(bin + 1, end) - Math.max(bin, begin);
  }
  let run = 0;
  let mean = shares.slice(0, kinds);
  for (let bin = 1; bin <= bins; bin++) {
    const own = shares.subarray(bin * kinds, (bin + 1) * kinds);
    if (bin < bins && own.every((share, kind) => Math.abs(share - mean[kind]) <= tolerance)) {
      mean = mean.map((share, kind) => share + (own[kind] - share) / (bin - run + 1));
      continue;
    }
    let at = top;
    for (let kind = 0; kind < kinds; kind++) {
      const high = Math.min(1, mean[kind]) * height;
      if (high > 0.05)
        add(kind, left + run * binWidth, Math.min(right, left + bin * binWidth) - left - run * binWidth, at, high);
      at += high;
    }
    run = bin;
    mean = own.slice();
  }
}
