/** @file Load of experts and groups: what a routing asks of each. */
import {
  refuse,
  requireArray,
  requireIntegerInRange,
  requireIntegers,
  requireObject,
  requirePositiveInteger,
  type Numbers,
} from "../check.ts";
import { logarithm2 } from "../logarithm.ts";

/** As many as a Uint16 can name. */
export const mostExperts = 65_536;

/**
 * Tokens that each routed expert receives.
 *
 * @param expertOfSlot  [tokens × activatedExperts]: the experts of token 0, then of token 1, …
 * @returns tokensOfExpert, [routedExperts]; its sum is `expertOfSlot.length`
 * @throws RangeError if `routedExperts` is not from 1 to 65,536, or an entry of `expertOfSlot` is no expert below it
 * @source §2.1.2: the load that the bias update and eq. 18 count
 */
export function expertLoad(expertOfSlot: Numbers, routedExperts: number): Uint32Array {
  requireIntegerInRange({ routedExperts }, 1, mostExperts);
  requireArray({ expertOfSlot });
  const tokensOfExpert = new Uint32Array(routedExperts);
  for (let slot = 0; slot < expertOfSlot.length; slot++) tokensOfExpert[expertAt(expertOfSlot, slot, routedExperts)]++;
  return tokensOfExpert;
}

/**
 * Mean load of an expert, in tokens.
 *
 * @param tokensOfExpert  [routedExperts], at least one
 * @throws RangeError if there are no experts, or a load is no count
 * @source §2.1.2, eq. 18: the load that f_i is relative to
 */
export function meanLoad(tokensOfExpert: Numbers): number {
  requireIntegers({ tokensOfExpert });
  if (tokensOfExpert.length === 0) refuse("tokensOfExpert", "hold at least one expert", 0);
  let sum = 0;
  for (let expert = 0; expert < tokensOfExpert.length; expert++) sum += tokensOfExpert[expert];
  return sum / tokensOfExpert.length;
}

/**
 * MaxVio: how far the busiest expert is above the mean, as a share of the mean: max load / mean − 1.
 *
 * @param tokensOfExpert  [routedExperts], at least one
 * @returns 0 for perfect balance (and for no tokens), up to `routedExperts` − 1
 * @throws RangeError if there are no experts, or a load is no count
 * @source arXiv:2408.15664, eq. 4
 */
export function maxViolation(tokensOfExpert: Numbers): number {
  const mean = meanLoad(tokensOfExpert);
  let most = 0;
  for (let expert = 0; expert < tokensOfExpert.length; expert++) most = Math.max(most, tokensOfExpert[expert]);
  return mean === 0 ? 0 : most / mean - 1;
}

/**
 * Entropy of the load, −Σ p log₂ p over the experts' shares of all tokens.
 *
 * @param tokensOfExpert  [routedExperts], at least one
 * @returns bits; log₂ of the number of experts for perfect balance, 0 if one expert has all (or there are no tokens)
 * @throws RangeError if there are no experts, or a load is no count
 * @source the entropy of a distribution, doi:10.1002/j.1538-7305.1948.tb01338.x
 */
export function loadEntropy(tokensOfExpert: Numbers): number {
  const total = meanLoad(tokensOfExpert) * tokensOfExpert.length;
  let entropy = 0;
  for (let expert = 0; expert < tokensOfExpert.length; expert++) {
    const share = tokensOfExpert[expert] / total;
    if (share > 0) entropy -= share * logarithm2(share);
  }
  return entropy;
}

/**
 * Groups (nodes) that each token is sent to.
 *
 * @param expertOfSlot  [tokens × activatedExperts]
 * @param options  the sizes of the gate
 * @returns groupsOfToken, [tokens]
 * @throws RangeError if sizes do not fit, or an entry of `expertOfSlot` is no expert
 * @source §2.1.2, node-limited routing
 */
export function groupsPerToken(
  expertOfSlot: Numbers,
  options: { activatedExperts: number; routedExperts: number; expertGroups: number },
): Uint16Array {
  requireArray({ expertOfSlot });
  requireObject({ options });
  const { activatedExperts, routedExperts, expertGroups } = options;
  requirePositiveInteger({ activatedExperts, expertGroups });
  requireIntegerInRange({ routedExperts }, 1, mostExperts);
  if (routedExperts % expertGroups !== 0)
    refuse("routedExperts", `be a multiple of ${expertGroups} groups`, routedExperts);
  if (expertOfSlot.length % activatedExperts !== 0)
    refuse("expertOfSlot", `have a multiple of ${activatedExperts} entries`, expertOfSlot.length);
  const groupSize = routedExperts / expertGroups;
  const groupsOfToken = new Uint16Array(expertOfSlot.length / activatedExperts);
  const lastTokenOfGroup = new Int32Array(expertGroups).fill(-1);
  for (let slot = 0; slot < expertOfSlot.length; slot++) {
    const expert = expertAt(expertOfSlot, slot, routedExperts);
    const token = Math.floor(slot / activatedExperts);
    const group = Math.floor(expert / groupSize);
    if (lastTokenOfGroup[group] === token) continue;
    lastTokenOfGroup[group] = token;
    groupsOfToken[token]++;
  }
  return groupsOfToken;
}

/**
 * Tokens for each number of groups touched: entry 3 counts the tokens that go to 3 nodes.
 *
 * @param groupsOfToken  [tokens], each from 0 to `expertGroups`
 * @returns tokensOfGroupCount, [expertGroups + 1]
 * @throws RangeError if `expertGroups` is not from 1 to 65,536, or an entry of `groupsOfToken` is above it
 * @source §2.1.2, node-limited routing: what it bounds, counted
 */
export function groupHistogram(groupsOfToken: Numbers, expertGroups: number): Uint32Array {
  requireIntegerInRange({ expertGroups }, 1, mostExperts);
  requireIntegers({ groupsOfToken }, expertGroups);
  const tokensOfGroupCount = new Uint32Array(expertGroups + 1);
  for (let token = 0; token < groupsOfToken.length; token++) tokensOfGroupCount[groupsOfToken[token]]++;
  return tokensOfGroupCount;
}

/**
 * Groups that a token is sent to, on average.
 *
 * @param tokensOfGroupCount  [expertGroups + 1], from `groupHistogram`
 * @returns 0 if there are no tokens
 * @throws RangeError if an entry is no count
 * @source §2.1.2, node-limited routing; §3.2.2
 */
export function meanGroupsPerToken(tokensOfGroupCount: Numbers): number {
  requireIntegers({ tokensOfGroupCount });
  let tokens = 0;
  let visits = 0;
  for (let groups = 0; groups < tokensOfGroupCount.length; groups++) {
    tokens += tokensOfGroupCount[groups];
    visits += groups * tokensOfGroupCount[groups];
  }
  return tokens === 0 ? 0 : visits / tokens;
}

function expertAt(expertOfSlot: Numbers, slot: number, routedExperts: number): number {
  const expert = expertOfSlot[slot];
  if (!Number.isInteger(expert) || expert < 0 || expert >= routedExperts)
    refuse(`expertOfSlot[${slot}]`, `be an expert below ${routedExperts}`, expert);
  return expert;
}
