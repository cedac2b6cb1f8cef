/** @file Load of experts and groups: what a routing asks of each. */
import { refuse, requireIntegerInRange, requirePositiveInteger } from "../check.ts";

/**
 * Tokens that each routed expert receives.
 *
 * @param expertOfSlot  [tokens × activatedExperts]: the experts of token 0, then of token 1, …
 * @returns tokensOfExpert, [routedExperts]; its sum is `expertOfSlot.length`
 * @throws RangeError if an entry of `expertOfSlot` is not below `routedExperts`
 */
export function expertLoad(expertOfSlot: Uint16Array, routedExperts: number): Uint32Array {
  requirePositiveInteger({ routedExperts });
  const tokensOfExpert = new Uint32Array(routedExperts);
  for (const expert of expertOfSlot) {
    if (expert >= routedExperts) refuse("expertOfSlot", `hold experts below ${routedExperts}`, expert);
    tokensOfExpert[expert]++;
  }
  return tokensOfExpert;
}

/** Mean load of an expert, in tokens. */
export function meanLoad(tokensOfExpert: Uint32Array): number {
  requirePositiveInteger({ "tokensOfExpert.length": tokensOfExpert.length });
  return tokensOfExpert.reduce((sum, load) => sum + load, 0) / tokensOfExpert.length;
}

/**
 * MaxVio: how far the busiest expert is above the mean, as a share of the mean: max load / mean − 1.
 *
 * @returns 0 for perfect balance (and for no tokens), up to `routedExperts` − 1
 * @source arXiv:2408.15664, eq. 4
 */
export function maxViolation(tokensOfExpert: Uint32Array): number {
  const mean = meanLoad(tokensOfExpert);
  const most = tokensOfExpert.reduce((most, load) => Math.max(most, load), 0);
  return mean === 0 ? 0 : most / mean - 1;
}

/**
 * Entropy of the load, −Σ p log₂ p over the experts' shares of all tokens.
 *
 * @returns bits; log₂ of the number of experts for perfect balance, 0 if one expert has all (or there are no tokens)
 */
export function loadEntropy(tokensOfExpert: Uint32Array): number {
  const total = meanLoad(tokensOfExpert) * tokensOfExpert.length;
  let entropy = 0;
  for (const load of tokensOfExpert) if (load > 0) entropy -= (load / total) * Math.log2(load / total);
  return entropy;
}

/**
 * Groups (nodes) that each token is sent to.
 *
 * @param expertOfSlot  [tokens × activatedExperts]
 * @returns groupsOfToken, [tokens]
 * @throws RangeError if sizes do not fit, or an entry of `expertOfSlot` is not below `routedExperts`
 */
export function groupsPerToken(expertOfSlot: Uint16Array, activatedExperts: number, routedExperts: number, expertGroups: number): Uint16Array {
  requirePositiveInteger({ activatedExperts, routedExperts, expertGroups });
  if (routedExperts % expertGroups !== 0) refuse("routedExperts", `be a multiple of ${expertGroups} groups`, routedExperts);
  if (expertOfSlot.length % activatedExperts !== 0) refuse("expertOfSlot", `have a multiple of ${activatedExperts} entries`, expertOfSlot.length);
  const groupSize = routedExperts / expertGroups;
  const groupsOfToken = new Uint16Array(expertOfSlot.length / activatedExperts);
  const lastTokenOfGroup = new Int32Array(expertGroups).fill(-1);
  for (let slot = 0; slot < expertOfSlot.length; slot++) {
    const expert = expertOfSlot[slot];
    if (expert >= routedExperts) refuse("expertOfSlot", `hold experts below ${routedExperts}`, expert);
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
 * @returns tokensOfGroupCount, [expertGroups + 1]
 * @throws RangeError if an entry of `groupsOfToken` is above `expertGroups`
 */
export function groupHistogram(groupsOfToken: Uint16Array, expertGroups: number): Uint32Array {
  requirePositiveInteger({ expertGroups });
  const tokensOfGroupCount = new Uint32Array(expertGroups + 1);
  for (const groups of groupsOfToken) {
    requireIntegerInRange({ groupsOfToken: groups }, 0, expertGroups);
    tokensOfGroupCount[groups]++;
  }
  return tokensOfGroupCount;
}

/** Groups that a token is sent to, on average; 0 if there are no tokens. */
export function meanGroupsPerToken(tokensOfGroupCount: Uint32Array): number {
  const tokens = tokensOfGroupCount.reduce((sum, count) => sum + count, 0);
  const visits = tokensOfGroupCount.reduce((sum, count, groups) => sum + count * groups, 0);
  return tokens === 0 ? 0 : visits / tokens;
}
