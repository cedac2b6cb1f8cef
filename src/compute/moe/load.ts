/** @file Load of experts and groups: what a routing asks of each. */
import { refuse, requirePositiveInteger } from "../check.ts";

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

/**
 * MaxVio: how far the busiest expert is above the mean, as a share of the mean. 0 is perfect balance.
 *
 * @source arXiv:2408.15664, eq. 4
 */
export function maxViolation(tokensOfExpert: Uint32Array): number {
  const mean = meanLoad(tokensOfExpert);
  return mean === 0 ? 0 : Math.max(...tokensOfExpert) / mean - 1;
}

/** Entropy of the load in bits; log₂ of the number of experts is perfect balance. */
export function loadEntropy(tokensOfExpert: Uint32Array): number {
  const total = meanLoad(tokensOfExpert) * tokensOfExpert.length;
  let entropy = 0;
  for (const load of tokensOfExpert) if (load > 0) entropy -= (load / total) * Math.log2(load / total);
  return entropy;
}

/**
 * Groups (nodes) that each token is sent to.
 *
 * @returns groupsOfToken, [tokens]
 */
export function groupsPerToken(expertOfSlot: Uint16Array, activatedExperts: number, routedExperts: number, expertGroups: number): Uint8Array {
  requirePositiveInteger({ activatedExperts, routedExperts, expertGroups });
  const groupSize = routedExperts / expertGroups;
  const groupsOfToken = new Uint8Array(expertOfSlot.length / activatedExperts);
  const seenBy = new Int32Array(expertGroups).fill(-1);
  for (let token = 0; token < groupsOfToken.length; token++) {
    for (let slot = token * activatedExperts; slot < (token + 1) * activatedExperts; slot++) {
      const group = Math.floor(expertOfSlot[slot] / groupSize);
      if (seenBy[group] === token) continue;
      seenBy[group] = token;
      groupsOfToken[token]++;
    }
  }
  return groupsOfToken;
}

/** Tokens for each number of groups touched, [expertGroups + 1]: entry 3 counts the tokens that go to 3 nodes. */
export function groupHistogram(groupsOfToken: Uint8Array, expertGroups: number): Uint32Array {
  const tokensOfGroupCount = new Uint32Array(expertGroups + 1);
  for (const groups of groupsOfToken) tokensOfGroupCount[groups]++;
  return tokensOfGroupCount;
}

/** Mean load of an expert. */
export function meanLoad(tokensOfExpert: Uint32Array): number {
  return tokensOfExpert.reduce((sum, load) => sum + load, 0) / tokensOfExpert.length;
}
