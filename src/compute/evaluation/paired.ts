/** @file Runs that are compared in pairs, each with one from the same seed. */
import { refuse, requireArray, requireBoolean, requireLength, requireNumbers, requireObject } from "../check.ts";
import { signTest } from "./intervals.ts";
import { mean } from "./mean.ts";

/** How runs differ from those that they are compared with. */
export type PairedChange = {
  /** Mean over the pairs. */
  mean: number;
  /** The lowest of a pair. */
  low: number;
  /** The highest. */
  high: number;
  /** Pairs in which the run is higher. */
  up: number;
  /** Pairs in which it is lower. */
  down: number;
  /** Chance of signs as uneven as these, or more, if nothing were changed: `signTest`. */
  chance: number;
};

/**
 * Change of each run against its own base.
 *
 * @param values  one of each pair
 * @param bases  the other, in the same order; not 0 if changes are relative
 * @param options.relative  whether a change is a share of the base, or else a difference
 * @throws RangeError if there is no pair, the lengths differ, a number is not finite, or a change is not
 * @source ours: paired differences and the sign test
 */
export function pairedChange(
  values: readonly number[],
  bases: readonly number[],
  options: { relative: boolean },
): PairedChange {
  requireArray({ values, bases });
  requireNumbers({ values, bases });
  requireLength({ bases }, values.length);
  requireObject({ options });
  const { relative } = options;
  requireBoolean({ relative });
  const changes = values.map((value, i) => (relative ? value / bases[i] - 1 : value - bases[i]));
  changes.forEach((change, i) => Number.isFinite(change) || refuse(`bases[${i}]`, "give a finite change", bases[i]));
  const [up, down] = [changes.filter((change) => change > 0).length, changes.filter((change) => change < 0).length];
  return {
    mean: mean(changes),
    low: Math.min(...changes),
    high: Math.max(...changes),
    up,
    down,
    chance: signTest({ wins: up, losses: down }),
  };
}
