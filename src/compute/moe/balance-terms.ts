/** @file The terms of the balance loss (§2.1.2, eq. 18 to 20), one by one. */
import { refuse, requireIntegerInRange, requireObject } from "../check.ts";
import { judge, tokensOf } from "./affinity.ts";
import { closeScope, countToken, newScope } from "./balance-gradient.ts";
import { highest } from "./highest.ts";

export type BalanceTerms = {
  /** f_i, eq. 18: how often each expert is among the best by affinity, 1 if balanced. [routedExperts] */
  frequency: Float64Array;
  /** s′_{i,t}, eq. 19: affinities of a token as shares of their sum. [tokens × routedExperts] */
  shares: Float64Array;
  /** P_i, eq. 20: mean share of each expert. [routedExperts] */
  meanShare: Float64Array;
  /** Σ f_i P_i: the loss of eq. 17 without α, 1 if balanced. */
  imbalance: number;
};

/**
 * Terms of the balance loss over one sequence, or one batch.
 *
 * A token whose affinities are all 0 shares itself out evenly, where eq. 19 has 0/0.
 *
 * @param logits  [tokens × routedExperts]
 * @throws RangeError if sizes do not fit, there is no token, or a number is not finite
 * @source §2.1.2, eq. 17 to 20
 */
export function balanceTerms(
  logits: Float32Array | Float64Array,
  options: { routedExperts: number; activatedExperts: number },
): BalanceTerms {
  requireObject({ options });
  const { routedExperts, activatedExperts } = options;
  const tokens = tokensOf(logits, routedExperts);
  if (tokens === 0) refuse("logits", "hold at least one token", 0);
  requireIntegerInRange({ activatedExperts }, 1, routedExperts);
  const shares = new Float64Array(logits.length);
  const best = new Int32Array(activatedExperts);
  const scope = newScope(routedExperts);
  for (let token = 0; token < tokens; token++) {
    const own = shares.subarray(token * routedExperts, (token + 1) * routedExperts);
    judge(logits, token * routedExperts, "sigmoid", own);
    highest(own, null, 1, best);
    countToken(scope, own, 0, best);
    const sum = own.reduce((total, score) => total + score, 0);
    for (let expert = 0; expert < routedExperts; expert++)
      own[expert] = sum === 0 ? 1 / routedExperts : own[expert] / sum;
  }
  const imbalance = closeScope(scope, tokens, activatedExperts);
  return { frequency: scope.frequency, shares, meanShare: scope.shares.map((sum) => sum / tokens), imbalance };
}
