/** @file The sequence-wise balance loss (§2.1.2, eq. 17 to 20): the guard that stays beside the bias. */
import { refuse, requireIntegerInRange, requireNonNegative } from "../check.ts";
import { affinities } from "./gate.ts";

/**
 * Loss of one sequence: α Σ f_i P_i; α if perfectly balanced.
 *
 * As printed, f_i counts the experts with the highest *unbiased* affinities, which is not the choice that eq. 16 makes
 * once biases differ.
 *
 * @param logits  [tokens × routedExperts] of one sequence
 * @param balanceFactor  α; 0.0001 in V3 (§4.2)
 */
export function sequenceBalanceLoss(logits: Float64Array, routedExperts: number, activatedExperts: number, balanceFactor: number): number {
  requireIntegerInRange({ activatedExperts }, 1, routedExperts);
  requireNonNegative({ balanceFactor });
  if (logits.length === 0 || logits.length % routedExperts !== 0) refuse("logits", `have a multiple of ${routedExperts} entries`, logits.length);
  const tokens = logits.length / routedExperts;
  const scores = affinities(logits, routedExperts, "sigmoid");
  const chosenOfExpert = new Float64Array(routedExperts);
  const meanShare = new Float64Array(routedExperts);
  for (let token = 0; token < tokens; token++) {
    const own = scores.subarray(token * routedExperts, (token + 1) * routedExperts);
    const best = [...own.keys()].sort((a, b) => own[b] - own[a] || a - b).slice(0, activatedExperts);
    for (const expert of best) chosenOfExpert[expert]++;
    const sum = own.reduce((total, score) => total + score, 0);
    for (let expert = 0; expert < routedExperts; expert++) meanShare[expert] += (sum === 0 ? 1 / routedExperts : own[expert] / sum) / tokens;
  }
  let loss = 0;
  for (let expert = 0; expert < routedExperts; expert++) {
    const frequency = (routedExperts / (activatedExperts * tokens)) * chosenOfExpert[expert];
    loss += frequency * meanShare[expert];
  }
  return balanceFactor * loss;
}
