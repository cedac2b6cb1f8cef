/** @file The move of the balancing biases after a step, as in the report or centered on its mean (§2.1.2). */
import { requireNonNegative, requireObject } from "../check.ts";
import { meanLoad } from "./load.ts";

/**
 * What is added to each bias: γ · sign(mean − load); centered, less the mean of that over all experts.
 *
 * Centered, the biases keep their sum. A common part of all biases changes no choice, so both ways route alike; but
 * uncentered, the common part grows wherever more experts lie below the mean than above it, as in a skewed load.
 *
 * @param tokensOfExpert  [routedExperts]
 * @param options  `biasUpdateSpeed`: γ; `centered`: false, the report's way, if left out
 * @returns [routedExperts]
 * @throws RangeError if `biasUpdateSpeed` is negative
 * @source §2.1.2, after eq. 16; arXiv:2408.15664, algorithm 1; centered as in pytorch/torchtitan, `_update_expert_bias`
 */
export function biasChange(
  tokensOfExpert: Uint32Array,
  options: { biasUpdateSpeed: number; centered?: boolean },
): Float64Array {
  requireObject({ options });
  const { biasUpdateSpeed, centered = false } = options;
  requireNonNegative({ biasUpdateSpeed });
  const mean = meanLoad(tokensOfExpert);
  const change = Float64Array.from(tokensOfExpert, (load) => biasUpdateSpeed * Math.sign(mean - load));
  if (!centered) return change;
  const common = change.reduce((sum, value) => sum + value, 0) / change.length;
  return change.map((value) => value - common);
}
