/** @file Why drafts cost no quality: a draft is kept or replaced such that the main model's distribution comes out. */
import { refuse, requireLength, requireNumbers } from "../check.ts";

export type Verification = {
  /** Probability that a draft is kept: Σ min(p, q). */
  acceptance: number;
  /** [vocabulary]: kept drafts, min(p, q). */
  kept: Float64Array;
  /** [vocabulary]: what is drawn from instead of a refused draft, (p − q)⁺ over its sum; zeros if none is refused. */
  residual: Float64Array;
  /** [vocabulary]: what is written in the end, kept + (1 − acceptance) · residual: p again. */
  written: Float64Array;
};

/**
 * The distribution that speculative sampling writes: draft x ~ q, keep it with probability min(1, p(x)/q(x)), else draw
 * from the residual.
 *
 * @param target  p, of the main model: [vocabulary], shares that sum to 1
 * @param draft  q, of the module: same shape
 * @throws RangeError if lengths differ, or shares are negative or do not sum to 1
 * @source §5.4.3; arXiv:2211.17192, §2.3 and Appendix A.1
 */
export function verifyDrafts(target: ArrayLike<number>, draft: ArrayLike<number>): Verification {
  requireShares("target", target);
  requireShares("draft", draft);
  requireLength({ draft }, target.length);
  const kept = Float64Array.from(target, (p, token) => Math.min(p, draft[token]));
  const acceptance = kept.reduce((sum, share) => sum + share, 0);
  const surplus = Float64Array.from(target, (p, token) => Math.max(0, p - draft[token]));
  const total = surplus.reduce((sum, share) => sum + share, 0);
  const residual = surplus.map((share) => (total === 0 ? 0 : share / total));
  return {
    acceptance,
    kept,
    residual,
    written: kept.map((share, token) => share + (1 - acceptance) * residual[token]),
  };
}

function requireShares(name: string, shares: ArrayLike<number>): void {
  requireNumbers({ [name]: shares });
  let sum = 0;
  for (let i = 0; i < shares.length; i++) {
    if (!(shares[i] >= 0)) refuse(`${name}[${i}]`, "be 0 or above", shares[i]);
    sum += shares[i];
  }
  if (!(Math.abs(sum - 1) < 1e-6)) refuse(name, "sum to 1", sum);
}
