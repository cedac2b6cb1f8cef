/** @file Speculative decoding with prediction modules (§5.4.3): how many tokens a step keeps, and how much time that saves. */
import {
  refuse,
  requireInRange,
  requireIntegerInRange,
  requireNonNegative,
  requireNumbers,
  requireObject,
  requirePositive,
} from "../check.ts";
import type { ModelConfig } from "../model/configs.ts";
import { activatedModelParameters, predictionModuleParameters, sumParameters } from "../model/parameters.ts";
import { createRandom } from "../random.ts";

/**
 * Probability of each number of tokens that a step keeps.
 *
 * A step drafts one token for each depth. Drafts are kept up to the first that is refused; in its place, or after the
 * last, the main model's own token always comes.
 *
 * @param acceptanceOfDepth  [D]: probability that draft k is kept, given that all before it were
 * @returns [D + 1]: of 1, 2, … D + 1 tokens
 * @throws RangeError if a rate is not from 0 to 1
 * @source §5.4.3; arXiv:2211.17192, §3.1
 */
export function tokensPerStepShares(acceptanceOfDepth: readonly number[]): Float64Array {
  requireRates(acceptanceOfDepth);
  const shares = new Float64Array(acceptanceOfDepth.length + 1);
  let allKept = 1;
  acceptanceOfDepth.forEach((rate, depth) => {
    shares[depth] = allKept * (1 - rate);
    allKept *= rate;
  });
  shares[acceptanceOfDepth.length] = allKept;
  return shares;
}

/**
 * Tokens that a step keeps on average: 1 + p_1 + p_1 p_2 + …
 *
 * @param acceptanceOfDepth  [D], as in `tokensPerStepShares`; empty without drafts
 * @returns from 1 to D + 1
 * @throws RangeError if a rate is not from 0 to 1
 * @source §5.4.3; with equal rates arXiv:2211.17192, eq. 1
 */
export function expectedTokensPerStep(acceptanceOfDepth: readonly number[]): number {
  requireRates(acceptanceOfDepth);
  let expected = 1;
  let allKept = 1;
  for (const rate of acceptanceOfDepth) expected += allKept *= rate;
  return expected;
}

/** A simulated run. Step s writes tokens `firstTokenOfStep[s]` up to the next step's first. */
export type SpeculationRun = {
  /** Drafts kept, from 0 to D. */
  keptOfStep: Uint8Array;
  /** [steps] */
  firstTokenOfStep: Uint32Array;
  /** Written in all; the last step may pass the number wanted by up to D. */
  tokens: number;
  tokensPerStep: number;
};

/** Most tokens of a simulated run. */
const mostTokens = 2 ** 20;

/**
 * Decodes until so many tokens are written, tossing a coin for each draft.
 *
 * @param acceptanceOfDepth  [D], at most 255 drafts
 * @throws RangeError if a rate is not from 0 to 1, `tokens` not from 1 to 2²⁰, or `seed` not a 32-bit one
 * @source §5.4.3
 */
export function simulateSpeculation(
  acceptanceOfDepth: readonly number[],
  options: { tokens: number; seed: number },
): SpeculationRun {
  requireObject({ options });
  const { tokens, seed } = options;
  requireRates(acceptanceOfDepth);
  requireIntegerInRange({ tokens }, 1, mostTokens);
  if (acceptanceOfDepth.length > 255) refuse("acceptanceOfDepth", "have at most 255 entries", acceptanceOfDepth.length);
  const random = createRandom(seed);
  const kept: number[] = [];
  const first: number[] = [];
  let written = 0;
  while (written < tokens) {
    let drafts = 0;
    while (drafts < acceptanceOfDepth.length && random.uniform() < acceptanceOfDepth[drafts]) drafts++;
    kept.push(drafts);
    first.push(written);
    written += drafts + 1;
  }
  return {
    keptOfStep: Uint8Array.from(kept),
    firstTokenOfStep: Uint32Array.from(first),
    tokens: written,
    tokensPerStep: written / kept.length,
  };
}

/**
 * Speed against plain decoding: tokens per step over the time of a step.
 *
 * @param extraCost  time that drafting and verifying add to a step, as a share of a plain step
 * @throws RangeError if a rate is not from 0 to 1, or `extraCost` is negative
 * @source §5.4.3
 */
export function speculativeSpeedUp(acceptanceOfDepth: readonly number[], extraCost: number): number {
  requireNonNegative({ extraCost });
  return expectedTokensPerStep(acceptanceOfDepth) / (1 + extraCost);
}

/**
 * The extra cost of a step at which these rates give that speed-up: what a reported pair implies.
 *
 * @returns a share of a plain step; negative if the rates cannot give so much even for nothing
 * @throws RangeError if a rate is not from 0 to 1, or `speedUp` not above 0
 * @source §5.4.3; inverts `speculativeSpeedUp`
 */
export function impliedExtraCost(acceptanceOfDepth: readonly number[], speedUp: number): number {
  requirePositive({ speedUp });
  return expectedTokensPerStep(acceptanceOfDepth) / speedUp - 1;
}

/**
 * The rate of one draft at which a step of that cost gives that speed-up.
 *
 * @returns above 1 if one draft cannot give so much
 * @throws RangeError if `speedUp` is not above 0, or `extraCost` is negative
 * @source §5.4.3; inverts `speculativeSpeedUp`
 */
export function impliedAcceptance(options: { speedUp: number; extraCost: number }): number {
  requireObject({ options });
  const { speedUp, extraCost } = options;
  requirePositive({ speedUp });
  requireNonNegative({ extraCost });
  return speedUp * (1 + extraCost) - 1;
}

/**
 * Weights that one module works with on a token, as a share of those of the main model: a first estimate of a draft's
 * cost. The head counts in both, since the module runs it anew; the embedding, looked up, in neither. That
 * verification takes two tokens through the main model at once is not in it.
 *
 * @throws RangeError if the model has no prediction module
 * @source ours: an estimate from the shapes of §2.2 and §4.2
 */
export function draftCostByParameters(model: ModelConfig): number {
  const { block, projection, norms } = predictionModuleParameters(model, { activated: true });
  const head = model.vocabulary * model.hiddenDim;
  return (block + projection + norms + head) / sumParameters(activatedModelParameters(model), "withoutEmbedding");
}

function requireRates(acceptanceOfDepth: readonly number[]): void {
  requireNumbers({ acceptanceOfDepth });
  for (let depth = 0; depth < acceptanceOfDepth.length; depth++)
    requireInRange({ [`acceptanceOfDepth[${depth}]`]: acceptanceOfDepth[depth] }, 0, 1);
}
