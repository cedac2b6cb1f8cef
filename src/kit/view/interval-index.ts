/** @file Intervals in lanes, in order, so that the one at a point in time is found without looking at all of them. */

/** Intervals as arrays of equal length; times are in one unit. */
export type IntervalData = {
  /** Lane of each, from 0. */
  lane: ArrayLike<number>;
  start: ArrayLike<number>;
  end: ArrayLike<number>;
  /** Index of its kind. */
  kind: ArrayLike<number>;
};

export type IntervalIndex = {
  /** All intervals by lane, then by start. */
  order: Uint32Array;
  /** Where each lane begins in `order`; one more entry than lanes. */
  offsets: Uint32Array;
  from: number;
  to: number;
};

const known = new WeakMap<IntervalData, IntervalIndex>();

/**
 * The order of intervals; made once for each `data`.
 *
 * @throws RangeError if arrays differ in length, a lane is not one of `lanes`, or an interval ends before it starts
 */
export function indexIntervals(data: IntervalData, lanes: number): IntervalIndex {
  let index = known.get(data);
  if (!index || index.offsets.length !== lanes + 1) known.set(data, (index = made(data, lanes)));
  return index;
}

function made({ lane, start, end, kind }: IntervalData, lanes: number): IntervalIndex {
  const count = lane.length;
  if (start.length !== count || end.length !== count || kind.length !== count)
    throw new RangeError(
      `lane, start, end and kind must have one length (got ${[lane, start, end, kind].map(({ length }) => length).join(", ")})`,
    );
  const offsets = new Uint32Array(lanes + 1);
  let [from, to] = [Infinity, -Infinity];
  for (let i = 0; i < count; i++) {
    if (!(lane[i] >= 0 && lane[i] < lanes)) throw new RangeError(`lane must be below ${lanes} (got ${lane[i]})`);
    if (!(end[i] >= start[i])) throw new RangeError(`end must not be before start (got ${start[i]} to ${end[i]})`);
    offsets[lane[i] + 1]++;
    from = Math.min(from, start[i]);
    to = Math.max(to, end[i]);
  }
  for (let at = 0; at < lanes; at++) offsets[at + 1] += offsets[at];
  const order = new Uint32Array(count);
  const next = offsets.slice();
  for (let i = 0; i < count; i++) order[next[lane[i]]++] = i;
  for (let at = 0; at < lanes; at++) {
    const part = order.subarray(offsets[at], offsets[at + 1]);
    if (part.some((interval, k) => k > 0 && start[interval] < start[part[k - 1]]))
      part.sort((a, b) => start[a] - start[b]);
  }
  return { order, offsets, from: count === 0 ? 0 : from, to: count === 0 ? 1 : to };
}

/** Place in `order` of the first interval of a lane that starts after `time`. */
export function firstAfter(
  { order, offsets }: IntervalIndex,
  start: ArrayLike<number>,
  lane: number,
  time: number,
): number {
  let [low, high] = [offsets[lane], offsets[lane + 1]];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (start[order[middle]] <= time) low = middle + 1;
    else high = middle;
  }
  return low;
}
