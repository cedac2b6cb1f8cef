/** @file The gradient of the balance loss (§2.1.2, eq. 17 to 20) on the router's logits. */
import { refuse, requireIntegerInRange, requireNonNegative, requireObject, requirePositiveInteger } from "../check.ts";
import { judge, tokensOf } from "./affinity.ts";
import { highest } from "./highest.ts";

export type BalanceGradientOptions = {
  routedExperts: number;
  activatedExperts: number;
  /** α */
  balanceFactor: number;
  /** Tokens over which f and P are taken: a sequence's (eq. 18), or the whole batch's. All of them if left out. */
  scopeTokens?: number;
};

export type BalanceGradient = {
  /** α Σ f_i P_i, a mean over the scopes. */
  loss: number;
  /** ∂ loss / ∂ logit: [tokens × routedExperts]. */
  gradient: Float64Array;
};

/**
 * Balance loss and its gradient. f_i is a count and carries none; through P_i a logit z with s = sigmoid(z) gets
 * α/T · (f_i − Σ_j f_j s′_j) / Σ_j s_j · s_i (1 − s_i), T being the tokens of the scope.
 *
 * A token whose affinities are all 0 gets no gradient.
 *
 * @param logits  [tokens × routedExperts]
 * @throws RangeError if sizes do not fit, `balanceFactor` is negative, or a number is not finite
 * @source §2.1.2, eq. 17 to 20; §4.5.3 for the loss over a batch
 */
export function balanceGradient(logits: Float32Array | Float64Array, options: BalanceGradientOptions): BalanceGradient {
  requireObject({ options });
  const { routedExperts, activatedExperts, balanceFactor } = options;
  const tokens = tokensOf(logits, routedExperts);
  const { scopeTokens = tokens } = options;
  requirePositiveInteger({ scopeTokens });
  if (tokens === 0 || tokens % scopeTokens !== 0) refuse("logits", `hold a multiple of ${scopeTokens} tokens`, tokens);
  requireIntegerInRange({ activatedExperts }, 1, routedExperts);
  requireNonNegative({ balanceFactor });
  const scores = new Float64Array(logits.length);
  const gradient = new Float64Array(logits.length);
  const best = new Int32Array(activatedExperts);
  const scope = newScope(routedExperts);
  let loss = 0;
  for (let first = 0; first < tokens; first += scopeTokens) {
    clearScope(scope);
    for (let token = first; token < first + scopeTokens; token++) {
      const own = scores.subarray(token * routedExperts, (token + 1) * routedExperts);
      judge(logits, token * routedExperts, "sigmoid", own);
      highest(own, null, 1, best);
      countToken(scope, own, 0, best);
    }
    loss += closeScope(scope, scopeTokens, activatedExperts);
    // The mean over scopes of a mean over each one's tokens is a mean over all.
    for (let token = first; token < first + scopeTokens; token++) {
      const start = token * routedExperts;
      gradientOfToken(scope, scores, start, balanceFactor / tokens, gradient, start);
    }
  }
  return { loss: (balanceFactor * loss * scopeTokens) / tokens, gradient };
}

/** What eq. 18 and 20 add up over the tokens of a scope. */
export type BalanceScope = {
  /** Times that each expert is among the best; f_i once the scope is closed. */
  frequency: Float64Array;
  /** Sum of s′. */
  shares: Float64Array;
};

export function newScope(routedExperts: number): BalanceScope {
  return { frequency: new Float64Array(routedExperts), shares: new Float64Array(routedExperts) };
}

export function clearScope({ frequency, shares }: BalanceScope): void {
  frequency.fill(0);
  shares.fill(0);
}

/** Adds a token: its affinities begin at `start`, `best` are its best experts by affinity alone. */
export function countToken(
  { frequency, shares }: BalanceScope,
  scores: Float64Array,
  start: number,
  best: Int32Array,
): void {
  const experts = shares.length;
  for (let slot = 0; slot < best.length; slot++) frequency[best[slot]]++;
  let sum = 0;
  for (let i = 0; i < experts; i++) sum += scores[start + i];
  if (sum === 0) {
    for (let i = 0; i < experts; i++) shares[i] += 1 / experts;
    return;
  }
  const inverse = 1 / sum;
  for (let i = 0; i < experts; i++) shares[i] += scores[start + i] * inverse;
}

/** Turns counts into f_i, and returns Σ f_i P_i. */
export function closeScope({ frequency, shares }: BalanceScope, tokens: number, activatedExperts: number): number {
  const experts = shares.length;
  let sum = 0;
  for (let i = 0; i < experts; i++) {
    frequency[i] *= experts / (activatedExperts * tokens);
    sum += frequency[i] * (shares[i] / tokens);
  }
  return sum;
}

/** Writes the gradient of one token, of a closed scope, into the entries from `at` on. `factor` is α/T. */
export function gradientOfToken(
  { frequency }: BalanceScope,
  scores: Float64Array,
  start: number,
  factor: number,
  into: Float64Array,
  at: number,
): void {
  const experts = frequency.length;
  let sum = 0;
  let weighted = 0;
  for (let i = 0; i < experts; i++) {
    const score = scores[start + i];
    sum += score;
    weighted += frequency[i] * score;
  }
  if (sum === 0) {
    into.fill(0, at, at + experts);
    return;
  }
  const mean = weighted / sum;
  const scale = factor / sum;
  for (let i = 0; i < experts; i++) {
    const score = scores[start + i];
    into[at + i] = scale * (frequency[i] - mean) * score * (1 - score);
  }
}
