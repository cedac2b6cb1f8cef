/** @file Many narrow experts or few wide ones (§2.1.2): equal parameters, equal arithmetic, more combinations. */
import { refuse, requireIntegerInRange, requireObject, requirePositive, requirePositiveInteger } from "../check.ts";
import type { MoeConfig } from "../model/configs.ts";
import { requireMoe } from "../model/require-model.ts";

/** One way to cut the same weights into experts. */
export type ExpertGranularity = {
  /** Pieces that an expert of the model given is cut into; below 1, experts joined into one. */
  split: number;
  routedExperts: number;
  sharedExperts: number;
  activatedExperts: number;
  expertDim: number;
  /** Of routed and shared experts, in one layer: the same for each cut. */
  expertParameters: number;
  /** Of the experts that work on a token: likewise. */
  activatedParameters: number;
  /** One centroid for each routed expert: this part grows. */
  routerParameters: number;
  /** Sets of experts that a token may be sent to, without a limit on nodes. */
  combinations: bigint;
};

/**
 * The same experts, cut finer or joined: `split` times as many of each kind, `split` times as many chosen, each 1/`split`
 * as wide.
 *
 * @param options  `split`: 2, 4, … to cut, 1/2, 1/4, … to join
 * @throws RangeError if a count or the width would not come out whole
 * @source §2.1.2; arXiv:2401.06066, §3.1
 */
export function atGranularity(moe: MoeConfig, options: { hiddenDim: number; split: number }): ExpertGranularity {
  requireObject({ options });
  const { hiddenDim, split } = options;
  requirePositiveInteger({ hiddenDim });
  requirePositive({ split });
  requireMoe(moe);
  const counts = {
    routedExperts: moe.routedExperts * split,
    sharedExperts: moe.sharedExperts * split,
    activatedExperts: moe.activatedExperts * split,
    expertDim: moe.expertDim / split,
  };
  for (const [name, count] of Object.entries(counts)) {
    if (!Number.isSafeInteger(count) || count < (name === "sharedExperts" ? 0 : 1))
      refuse("split", `leave ${name} whole`, split);
  }
  const perExpert = 3 * hiddenDim * counts.expertDim;
  return {
    split,
    ...counts,
    expertParameters: (counts.routedExperts + counts.sharedExperts) * perExpert,
    activatedParameters: (counts.activatedExperts + counts.sharedExperts) * perExpert,
    routerParameters: counts.routedExperts * hiddenDim,
    combinations: expertCombinations(counts),
  };
}

/**
 * Sets of experts to choose from: "`activatedExperts` out of `routedExperts`", exactly.
 *
 * @throws RangeError if a count is not a positive integer, or more are chosen than there are
 * @source arXiv:2401.06066, §3.1
 */
export function expertCombinations(options: { routedExperts: number; activatedExperts: number }): bigint {
  requireObject({ options });
  const { routedExperts, activatedExperts } = options;
  requirePositiveInteger({ routedExperts });
  requireIntegerInRange({ activatedExperts }, 1, routedExperts);
  let combinations = 1n;
  // Each quotient is whole: after step i it is the number of ways to choose i.
  for (let i = 1; i <= activatedExperts; i++)
    combinations = (combinations * BigInt(routedExperts - activatedExperts + i)) / BigInt(i);
  return combinations;
}
