/** @file Experts with a limited number of places: what a capacity factor drops. */
import { requireNonNegative, requireObject, requirePositive } from "../check.ts";
import { meanLoad } from "./load.ts";

/**
 * Places of one expert: the mean load times the capacity factor, rounded up.
 *
 * @throws RangeError if `meanLoad` is negative, or `capacityFactor` not above 0
 * @source arXiv:2101.03961, eq. 3
 */
export function expertCapacity(options: { meanLoad: number; capacityFactor: number }): number {
  requireObject({ options });
  const { meanLoad, capacityFactor } = options;
  requireNonNegative({ meanLoad });
  requirePositive({ capacityFactor });
  return Math.ceil(meanLoad * capacityFactor);
}

/**
 * Share of all choices (a token and one of its experts) that find the expert full and are dropped. V3 drops none, at any
 * load; layers with fixed places do.
 *
 * @param tokensOfExpert  [routedExperts]
 * @param capacityFactor  1 leaves each expert as many places as balance needs
 * @returns from 0 to below 1
 * @throws RangeError if `capacityFactor` is not above 0
 * @source §2.1.2 (no token dropping)
 */
export function droppedShare(tokensOfExpert: Uint32Array, capacityFactor: number): number {
  const mean = meanLoad(tokensOfExpert);
  const capacity = expertCapacity({ meanLoad: mean, capacityFactor });
  if (mean === 0) return 0;
  const dropped = tokensOfExpert.reduce((sum, load) => sum + Math.max(0, load - capacity), 0);
  return dropped / (mean * tokensOfExpert.length);
}
