/** @file The loss of multi-token prediction (§2.2, eq. 24 and 25) and its weight over the run. */
import {
  refuse,
  requireNonNegative,
  requireNumbers,
  requireObject,
  requireOneOf,
  requireReals,
  requireTyped,
} from "../check.ts";
import { deepFreeze } from "../freeze.ts";
import type { Reals } from "../attention/project.ts";
import { logarithm } from "../logarithm.ts";

/** λ of the published run. @source §4.2 */
export const publishedPrediction = deepFreeze({
  /** λ at first … */
  earlyWeight: 0.3,
  /** … for so many tokens … */
  earlyTokens: 10e12,
  /** … and λ after them. */
  lateWeight: 0.1,
} as const);

/** What a sum of logarithms is divided by: T, as printed, or the number of its terms, T − k, as a mean would be. @source §2.2, eq. 24 */
export const lossDivisors = deepFreeze(["tokens", "terms"] as const);
export type LossDivisor = (typeof lossDivisors)[number];

/**
 * Cross-entropy of one depth: −1/T Σ log P_i[t_i], over i from 2 + k to T + 1.
 *
 * The sum has T − k terms and yet is divided by T.
 *
 * @param probabilities  [T − depth × vocabulary]; row i (from 0) is of token i + depth + 1 (from 0)
 * @param tokens  t_1 … t_{T+1}: the input and one more
 * @param options  `depth`: k, from 1; 0 for the main model's own loss
 * @returns in nats; Infinity where a token has probability 0
 * @throws RangeError if sizes do not fit
 * @source §2.2, eq. 24
 */
export function predictionLoss(
  probabilities: Reals,
  tokens: Uint32Array,
  options: { depth: number; divisor?: LossDivisor },
): number {
  requireObject({ options });
  const { depth, divisor = "tokens" } = options;
  requireOneOf({ divisor }, lossDivisors);
  requireReals({ probabilities });
  requireTyped({ tokens }, Uint32Array);
  const T = tokens.length - 1;
  if (!Number.isSafeInteger(depth) || depth < 0 || depth >= T)
    refuse("depth", `be an integer from 0 to ${T - 1}`, depth);
  const terms = T - depth;
  if (probabilities.length % terms !== 0)
    refuse("probabilities", `have a multiple of ${terms} entries`, probabilities.length);
  const vocabulary = probabilities.length / terms;
  let sum = 0;
  for (let row = 0; row < terms; row++) {
    const target = tokens[row + depth + 1];
    if (target >= vocabulary) refuse("tokens", `hold tokens below ${vocabulary}`, target);
    const probability = probabilities[row * vocabulary + target];
    if (probability < 0) refuse(`probabilities[${row * vocabulary + target}]`, "be 0 or above", probability);
    sum -= logarithm(probability);
  }
  return sum / (divisor === "tokens" ? T : terms);
}

/**
 * All depths together, as the main loss meets them: λ/D Σ L^k.
 *
 * @param lossOfDepth  L^1 … L^D
 * @throws RangeError if there is none, or `weight` is negative
 * @source §2.2, eq. 25
 */
export function combinedPredictionLoss(lossOfDepth: readonly number[], weight: number): number {
  requireNumbers({ lossOfDepth });
  if (lossOfDepth.length === 0) refuse("lossOfDepth", "have at least 1 entry", "none");
  requireNonNegative({ weight });
  return (weight / lossOfDepth.length) * lossOfDepth.reduce((sum, loss) => sum + loss, 0);
}

/**
 * λ after so many tokens of pre-training: 0.3 for the first 10T, then 0.1. The token at the change is the first of the later weight.
 *
 * @throws RangeError if `tokens` is negative
 * @source §4.2
 */
export function predictionLossWeight(tokens: number): number {
  requireNonNegative({ tokens });
  const { earlyWeight, earlyTokens, lateWeight } = publishedPrediction;
  return tokens < earlyTokens ? earlyWeight : lateWeight;
}
