/** @file The sequence-wise balance loss (§2.1.2, eq. 17 to 20): the guard that stays beside the bias. */
import { refuse, requireIntegerInRange, requireNonNegative } from "../check.ts";
import { judge, tokensOf } from "./affinity.ts";
import { highest } from "./highest.ts";

/**
 * Loss of one sequence: α Σ f_i P_i.
 *
 * As printed, f_i counts the experts with the highest *unbiased* affinities of all groups, which is not the choice that
 * eq. 16 and the node limit make. A token whose affinities are all 0 shares itself out evenly, where eq. 19 has 0/0.
 *
 * @param logits  [tokens × routedExperts] of one sequence
 * @param balanceFactor  α; 0.0001 in V3 (§4.2)
 * @returns α if the choices, or the shares, are perfectly balanced; at most α · `routedExperts` / `activatedExperts`
 * @throws RangeError if sizes do not fit, `balanceFactor` is negative, or a number is not finite
 * @source §2.1.2, eq. 17 to 20
 */
export function sequenceBalanceLoss(logits: Float32Array | Float64Array, routedExperts: number, activatedExperts: number, balanceFactor: number): number {
  const T = tokensOf(logits, routedExperts);
  if (T === 0) refuse("logits", "hold at least one token", 0);
  requireIntegerInRange({ activatedExperts }, 1, routedExperts);
  requireNonNegative({ balanceFactor });
  const scores = new Float64Array(routedExperts);
  const best = new Int32Array(activatedExperts);
  const timesChosen = new Float64Array(routedExperts);
  const sumOfShares = new Float64Array(routedExperts);
  for (let token = 0; token < T; token++) {
    judge(logits, token * routedExperts, "sigmoid", scores);
    highest(scores, null, 1, best);
    for (const expert of best) timesChosen[expert]++;
    const sum = scores.reduce((sum, score) => sum + score, 0);
    for (let expert = 0; expert < routedExperts; expert++) sumOfShares[expert] += sum === 0 ? 1 / routedExperts : scores[expert] / sum;
  }
  let loss = 0;
  for (let expert = 0; expert < routedExperts; expert++) {
    const f = (routedExperts / (activatedExperts * T)) * timesChosen[expert];
    const P = sumOfShares[expert] / T;
    loss += f * P;
  }
  return balanceFactor * loss;
}
