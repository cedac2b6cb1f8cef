/** @file What the number of questions allows to say about a score, and about the difference of two. §4.4, §5.3 */
import {
  refuse,
  requireBetween,
  requireInRange,
  requireNonNegativeInteger,
  requireObject,
  requirePositiveInteger,
} from "../check.ts";

/** z of a two-sided interval of 95%. */
const z95 = 1.959963984540054;

export type Interval = { readonly low: number; readonly high: number };

/**
 * Wilson's interval for a share.
 *
 * @param options.share  seen, 0 to 1
 * @param options.items  questions, independent of one another
 * @param options.z  half width in deviations; 1.96 for 95%
 * @returns bounds from 0 to 1
 * @throws RangeError if `share` lies outside, `items` is not a positive integer, or `z` is negative or above 40
 * @source E. B. Wilson (1927), doi:10.1080/01621459.1927.10502953
 */
export function wilsonInterval(options: { share: number; items: number; z?: number }): Interval {
  requireObject({ options });
  const { share, items, z = z95 } = options;
  requireInRange({ share }, 0, 1);
  requirePositiveInteger({ items });
  requireInRange({ z }, 0, 40);
  const square = (z * z) / items;
  const center = (share + square / 2) / (1 + square);
  const half = (z / (1 + square)) * Math.sqrt((share * (1 - share)) / items + square / (4 * items));
  return { low: Math.max(0, center - half), high: Math.min(1, center + half) };
}

/** The difference of two scores on the same questions. */
export type ScoreDifference = {
  readonly difference: number;
  /** Standard error of the difference. */
  readonly error: number;
  /** Difference over its error; 0 where both are 0. */
  readonly z: number;
};

/**
 * Difference of two models' shares on one set of questions. Models that fail on the same questions differ more surely than
 * independent ones would: correlation makes the error smaller.
 *
 * @param options.first  share, 0 to 1
 * @param options.second  share, 0 to 1
 * @param options.items  questions
 * @param options.correlation  of the two models' right and wrong, −1 to 1; no table prints it
 * @throws RangeError if a share or the correlation lies outside, or `items` is not a positive integer
 * @source arXiv:2411.00640, eq. 7
 */
export function scoreDifference(options: {
  first: number;
  second: number;
  items: number;
  correlation?: number;
}): ScoreDifference {
  requireObject({ options });
  const { first, second, items, correlation = 0 } = options;
  requireInRange({ first, second }, 0, 1);
  requireInRange({ correlation }, -1, 1);
  requirePositiveInteger({ items });
  const [a, b] = [first * (1 - first), second * (1 - second)];
  const error = Math.sqrt(Math.max(0, a + b - 2 * correlation * Math.sqrt(a * b)) / items);
  const difference = first - second;
  return { difference, error, z: difference === 0 ? 0 : difference / error };
}

/**
 * Largest correlation that two shares allow: right and wrong are yes and no, so shares that differ cannot agree on all.
 *
 * @throws RangeError if a share is not between 0 and 1
 * @source ours: the Fréchet bound of two Bernoulli variables
 */
export function largestCorrelation(options: { first: number; second: number }): number {
  requireObject({ options });
  const { first, second } = options;
  requireBetween({ first, second }, 0, 1);
  const [low, high] = [Math.min(first, second), Math.max(first, second)];
  return Math.sqrt((low * (1 - high)) / (high * (1 - low)));
}

/**
 * Two-sided sign test: how likely wins and losses at least as uneven are, if each were a coin's.
 *
 * @param options.wins  and `losses`; level rows are left out
 * @returns 0 to 1
 * @throws RangeError if a count is not an integer of at least 0, or both together exceed 1,000
 * @source ours: a binomial of probability ½, J. Arbuthnot's test of 1710
 */
export function signTest(options: { wins: number; losses: number }): number {
  requireObject({ options });
  const { wins, losses } = options;
  requireNonNegativeInteger({ wins, losses });
  const rows = wins + losses;
  if (rows > 1000)
    refuse(wins > losses ? "wins" : "losses", "be at most 1000 together with the other", wins > losses ? wins : losses);
  let probability = 2 ** -rows;
  let tail = 0;
  for (let k = 0; k <= Math.min(wins, losses); k++) {
    tail += probability;
    probability *= (rows - k) / (k + 1);
  }
  return Math.min(1, 2 * tail);
}

/**
 * Largest rate of failure that a clean record leaves possible: with probability `level` a larger one would have shown.
 *
 * @param options.trials  all of them passed
 * @param options.level  0.95 for a one-sided 95%
 * @returns 1 − (1 − level)^(1/trials)
 * @throws RangeError if `trials` is not a positive integer, or `level` is not between 0 and 1
 * @source the exact binomial bound for zero failures, doi:10.1093/biomet/26.4.404
 */
export function failureBound(options: { trials: number; level?: number }): number {
  requireObject({ options });
  const { trials, level = 0.95 } = options;
  requirePositiveInteger({ trials });
  requireBetween({ level }, 0, 1);
  return 1 - (1 - level) ** (1 / trials);
}
