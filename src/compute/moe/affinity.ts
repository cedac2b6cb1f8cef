/** @file Affinity of tokens to experts (§2.1.2, eq. 15): what the router says before anybody chooses. */
import { refuse, requireArray, requireObject, requireOneOf, requirePositiveInteger } from "../check.ts";
import { exponential } from "../exponential.ts";
import { deepFreeze } from "../freeze.ts";

/** What turns a token's logits into affinities. @source §2.1.2, eq. 15; arXiv:2405.04434, eq. 22, for softmax */
export const affinityKinds = deepFreeze(["sigmoid", "softmax"] as const);
export type AffinityKind = (typeof affinityKinds)[number];

/**
 * Affinity of each token to each expert.
 *
 * Sigmoid judges each expert by itself (V3, eq. 15), softmax against the others (V2). In double precision; the released
 * models use float32.
 *
 * @param logits  [tokens × routedExperts]: u_t^T e_i
 * @param options  `routedExperts`; `affinity`: "sigmoid" if left out
 * @returns s_{i,t}, same shape, each from 0 to 1
 * @throws RangeError if the length of `logits` is no multiple of `routedExperts`, or an entry is not finite
 * @source §2.1.2, eq. 15
 */
export function affinities(logits: Logits, options: { routedExperts: number; affinity?: AffinityKind }): Float64Array {
  requireObject({ options });
  const { routedExperts, affinity = "sigmoid" } = options;
  requireOneOf({ affinity }, affinityKinds);
  const tokens = tokensOf(logits, routedExperts);
  const scores = new Float64Array(logits.length);
  for (let token = 0; token < tokens; token++) {
    const own = scores.subarray(token * routedExperts, (token + 1) * routedExperts);
    judge(logits, token * routedExperts, affinity, own);
  }
  return scores;
}

/** Logits of a batch, row by row; typed arrays are the fast ones. */
export type Logits = Float32Array | Float64Array;

/**
 * Number of tokens in a batch of logits.
 *
 * @throws RangeError if the length of `logits` is no multiple of `routedExperts`, or an entry is not finite
 */
export function tokensOf(logits: Logits, routedExperts: number): number {
  requirePositiveInteger({ routedExperts });
  requireArray({ logits });
  if (logits.length % routedExperts !== 0)
    refuse("logits", `have a multiple of ${routedExperts} entries`, logits.length);
  for (let i = 0; i < logits.length; i++) {
    // x − x is 0 for finite numbers and NaN for the rest; faster than Number.isFinite over a million.
    if (logits[i] - logits[i] !== 0 || typeof logits[i] !== "number")
      refuse(`logits[${i}]`, "be a finite number", logits[i]);
  }
  return logits.length / routedExperts;
}

/** Writes the affinities of the token whose logits begin at `start` into `scores`. */
export function judge(logits: Logits, start: number, kind: AffinityKind, scores: Float64Array): void {
  const experts = scores.length;
  if (kind === "sigmoid") {
    for (let i = 0; i < experts; i++) scores[i] = 1 / (1 + exponential(-logits[start + i]));
    return;
  }
  let largest = -Infinity;
  for (let i = 0; i < experts; i++) if (logits[start + i] > largest) largest = logits[start + i];
  let sum = 0;
  for (let i = 0; i < experts; i++) sum += scores[i] = exponential(logits[start + i] - largest);
  for (let i = 0; i < experts; i++) scores[i] /= sum;
}
