/** @file Checks of probabilities that the files of this folder share. */
import { refuse, requireLength, requireNumbers } from "../check.ts";

/**
 * Each value must be a distribution: probabilities above 0 that sum to 1.
 *
 * @throws RangeError that names the distribution, or its first entry that is not allowed
 */
export function requireDistribution(distributions: Record<string, ArrayLike<number>>): void {
  requireNumbers(distributions);
  for (const [name, probabilities] of Object.entries(distributions)) {
    let sum = 0;
    for (let i = 0; i < probabilities.length; i++) {
      if (!(probabilities[i] > 0)) refuse(`${name}[${i}]`, "be above 0", probabilities[i]);
      sum += probabilities[i];
    }
    // Rounded inputs such as 0.3333 are common; 1e-6 is far below any number that is shown.
    if (Math.abs(sum - 1) > 1e-6) refuse(name, "sum to 1", sum);
  }
}

/**
 * Each value must be a distribution over as many outcomes as the first.
 *
 * @throws RangeError that names the distribution, or its first entry that is not allowed
 */
export function requireSameOutcomes(distributions: Record<string, ArrayLike<number>>): void {
  requireDistribution(distributions);
  const [first] = Object.values(distributions);
  requireLength(distributions, first.length);
}
