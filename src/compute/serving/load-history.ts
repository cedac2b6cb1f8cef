/** @file Loads of experts over a day, invented, and what redundant experts chosen from yesterday's traffic do to them. */
import { exponential } from "../exponential.ts";
import { requireInRange, requireIntegerInRange, requireObject, requireOneOf, requireTyped } from "../check.ts";
import { deepFreeze } from "../freeze.ts";
import { createRandom } from "../random.ts";
import { loadImbalance } from "../cluster/all-to-all.ts";
import {
  balanceExperts,
  balancerModes,
  type BalancerMode,
  type BalancerOptions,
  type ExpertPlacement,
} from "./load-balancer.ts";
import { gpuLoads, movedReplicas, plainPlacement } from "./placement-load.ts";

/** How often the report chooses redundant experts anew, in seconds: an example of its. @source §3.4.1 */
export const rebalanceSeconds = 600;

export type HistoryOptions = {
  experts: number;
  intervals: number;
  /** Standard deviation of the logarithm of an expert's load: 0 for equal loads. */
  skew: number;
  /** Share of the variance that an interval brings anew: 0 for loads that never change, 1 for no memory at all. */
  drift: number;
  seed: number;
};

/**
 * Loads of the experts of one layer, interval by interval: logarithms drift, each by itself, around a common level.
 *
 * Invented: the report prints no history. A logarithm keeps √(1 − drift) of itself and takes √drift of a new draw, so its
 * spread stays the same over time.
 *
 * @returns [intervals × experts], with mean 1 in each interval
 * @throws RangeError if a size or a share is not allowed
 * @source ours: an invented history
 */
export function driftingLoads(options: HistoryOptions): Float64Array {
  requireObject({ options });
  const { experts, intervals, skew, drift, seed } = options;
  requireIntegerInRange({ experts }, 1, 4096);
  requireIntegerInRange({ intervals }, 1, 4096);
  requireInRange({ skew }, 0, 4);
  requireInRange({ drift }, 0, 1);
  const random = createRandom(seed);
  const level = Float64Array.from({ length: experts }, () => random.normal());
  const loads = new Float64Array(intervals * experts);
  for (let interval = 0; interval < intervals; interval++) {
    let sum = 0;
    for (let expert = 0; expert < experts; expert++) {
      if (interval > 0) level[expert] = Math.sqrt(1 - drift) * level[expert] + Math.sqrt(drift) * random.normal();
      sum += loads[interval * experts + expert] = exponential(skew * level[expert]);
    }
    for (let expert = 0; expert < experts; expert++) loads[interval * experts + expert] *= experts / sum;
  }
  return loads;
}

/**
 * What a placement is chosen from: the interval before; the mean of all intervals so far; the interval itself, which nobody knows.
 *
 * @source ours: what a placement can know; §3.4.1 has every ten minutes
 */
export const plannedFrom = deepFreeze(["before", "mean", "itself"] as const);
export type PlannedFrom = (typeof plannedFrom)[number];

export type RedundancyOptions = Omit<BalancerOptions, "mode"> & {
  mode?: BalancerMode;
  from: PlannedFrom;
  /** Intervals between two choices. */ every: number;
};

export type RedundancyDay = {
  /** [intervals]: load of the busiest GPU over the mean, with each expert once and in order. */
  before: Float64Array;
  /** [intervals]: with the redundant experts that were chosen. */
  after: Float64Array;
  /** [intervals]: places that take another expert; 0 where nothing is chosen anew. */
  moved: Uint16Array;
  /** The placement of each interval. */
  placements: ExpertPlacement[];
};

/**
 * Imbalance over a day, without and with redundant experts. What the first interval's placement is chosen from is that
 * interval itself, since there is none before.
 *
 * @param loads  [intervals × experts], as `driftingLoads` gives it
 * @throws RangeError if sizes do not divide, or an option is not allowed
 * @source §3.4.1 for the way; the loads are the caller's
 */
export function redundancyDay(loads: Float64Array, options: RedundancyOptions): RedundancyDay {
  requireObject({ options });
  const { from, every, ...balancer } = options;
  const { experts, gpus } = balancer;
  requireTyped({ loads }, Float64Array);
  requireOneOf({ from }, plannedFrom);
  requireIntegerInRange({ every }, 1, 4096);
  if (balancer.mode !== undefined) requireOneOf({ mode: balancer.mode }, balancerModes);
  const whole = balanceExperts(loads, balancer); // checks all sizes at once
  const intervals = whole.layers;
  const plain = plainPlacement({ experts, gpus });
  const day: RedundancyDay = {
    before: new Float64Array(intervals),
    after: new Float64Array(intervals),
    moved: new Uint16Array(intervals),
    placements: [],
  };
  const known = new Float64Array(experts);
  let current: ExpertPlacement | null = null;
  for (let interval = 0; interval < intervals; interval++) {
    const now = loads.subarray(interval * experts, (interval + 1) * experts);
    if (current === null || interval % every === 0) {
      const earlier = loads.subarray((interval - 1) * experts, interval * experts);
      const basis = current === null || from === "itself" ? now : from === "before" ? earlier : known;
      const next = balanceExperts(basis, balancer);
      if (current) day.moved[interval] = movedReplicas(current, next);
      current = next;
    }
    for (let expert = 0; expert < experts; expert++) known[expert] += now[expert];
    day.before[interval] = loadImbalance(gpuLoads(now, plain));
    day.after[interval] = loadImbalance(gpuLoads(now, current));
    day.placements.push(current);
  }
  return day;
}
