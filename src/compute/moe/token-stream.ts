/** @file A stream of tokens with domains, and a router that likes some experts too much: what balancing is tried on. */
import {
  refuse,
  requireIntegerInRange,
  requireLength,
  requireNonNegative,
  requireObject,
  requirePositiveInteger,
  requireTyped,
} from "../check.ts";
import { createRandom, maxSeed } from "../random.ts";
import { mostExperts } from "./load.ts";

export type TokenStreamOptions = {
  /** Tokens of a batch: a multiple of `sequenceTokens`. */
  tokens: number;
  /** Tokens of a sequence, all of one domain. */
  sequenceTokens: number;
  /** Kinds of text; sequence s is of domain s mod `domains`. */
  domains: number;
  routedExperts: number;
  /** Spread of the experts' popularity, in logits: 0 likes all alike. */
  skew: number;
  seed: number;
};

/**
 * Entries of a token's vector: a constant 1, then directions. Enough to tell experts apart, few enough to be fast.
 *
 * @source ours: the size of an invented stream
 */
export const tokenDim = 12;

/** Most tokens of a batch. */
const mostTokens = 2 ** 20;

/** Affinities of a trained router lie well below one half for most experts. */
const offset = -1;
/** Spread of logits, over experts, that tokens of a domain have in common. */
const domainSpread = 0.8;
/** Spread that a token has of its own. */
const tokenSpread = 0.7;

export type TokenStream = {
  /** Centroids e_i, [routedExperts × tokenDim]; the first entry of each is its popularity. */
  router: Float64Array;
  /** [tokens]; the same in every batch. */
  domainOfToken: Uint8Array;
  /** Writes the vectors of a batch, [tokens × tokenDim], into `into`. Steps go from 0 to 2³² − 2. */
  batch(step: number, into: Float64Array): void;
};

/**
 * A seeded stream. Logits are u_t^T e_i: popularity of the expert + liking of the domain + liking of the token.
 *
 * Router and domains depend on the seed alone, tokens on seed and step.
 *
 * @throws RangeError if a count is not a positive integer, `tokens` no multiple of `sequenceTokens`, there are more than
 *   255 domains, `skew` is negative, or `seed` not a 32-bit one
 * @source ours: an invented stream; its logits are those of §2.1.2, eq. 15
 */
export function tokenStream(options: TokenStreamOptions): TokenStream {
  requireObject({ options });
  const { tokens, sequenceTokens, domains, routedExperts, skew, seed } = options;
  requireIntegerInRange({ tokens }, 1, mostTokens);
  requirePositiveInteger({ sequenceTokens });
  requireIntegerInRange({ routedExperts }, 1, mostExperts);
  requireIntegerInRange({ domains }, 1, 255);
  if (tokens % sequenceTokens !== 0) refuse("tokens", `be a multiple of ${sequenceTokens} in a sequence`, tokens);
  requireNonNegative({ skew });
  requireIntegerInRange({ seed }, 0, maxSeed);
  const corpus = createRandom(seed);
  const directions = tokenDim - 1;
  const router = new Float64Array(routedExperts * tokenDim);
  for (let expert = 0, at = 0; expert < routedExperts; expert++) {
    router[at++] = offset + skew * corpus.normal();
    for (let k = 0; k < directions; k++) router[at++] = corpus.normal() / Math.sqrt(directions);
  }
  const domainCenters = Float64Array.from({ length: domains * directions }, () => domainSpread * corpus.normal());
  const domainOfToken = Uint8Array.from({ length: tokens }, (_, token) => Math.floor(token / sequenceTokens) % domains);
  return { router, domainOfToken, batch };

  function batch(step: number, into: Float64Array): void {
    requireIntegerInRange({ step }, 0, maxSeed - 1);
    requireTyped({ into }, Float64Array);
    requireLength({ into }, tokens * tokenDim);
    // A stream of its own for each step; the multiplier spreads neighboring steps over all seeds.
    const random = createRandom((seed + Math.imul(step + 1, 0x9e37_79b1)) >>> 0);
    for (let token = 0, at = 0; token < tokens; token++) {
      const center = domainOfToken[token] * directions;
      into[at++] = 1;
      for (let k = 0; k < directions; k++) into[at++] = domainCenters[center + k] + tokenSpread * random.normal();
    }
  }
}
