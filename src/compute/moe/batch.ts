/** @file Seeded batches of tokens whose liking for experts is skewed, as it is early in a training run. */
import { requireIntegerInRange, requireNonNegative, requireNonNegativeInteger, requirePositiveInteger } from "../check.ts";
import { createRandom, maxSeed } from "../random.ts";

export type BatchOptions = {
  tokens: number;
  routedExperts: number;
  /** Spread of the experts' popularity: 0 likes all alike. */
  skew: number;
  /** Kinds of tokens, each with experts of its own liking. */
  topics?: number;
  seed: number;
};

/**
 * Logits of a batch: popularity of the expert + liking of the token's topic + liking of the token.
 *
 * Popularity and topics depend on the seed alone, tokens on seed and step: every step is a fresh batch of the same
 * corpus. Token t is of topic t mod `topics`.
 *
 * @param step  0 for the first batch
 * @returns [tokens × routedExperts]
 * @throws RangeError if a count is not a positive integer, `skew` negative or `seed` not a 32-bit one
 */
export function syntheticLogits({ tokens, routedExperts, skew, topics = 4, seed }: BatchOptions, step = 0): Float64Array {
  requirePositiveInteger({ tokens, routedExperts, topics });
  requireNonNegative({ skew });
  requireNonNegativeInteger({ step });
  requireIntegerInRange({ seed }, 0, maxSeed);
  const corpus = createRandom(seed);
  const popularity = Float64Array.from({ length: routedExperts }, () => skew * corpus.normal());
  const likingOfTopic = Float64Array.from({ length: topics * routedExperts }, () => topicSpread * corpus.normal());
  // A stream of its own for each step; the multiplier spreads neighboring steps over all seeds.
  const random = createRandom((seed + Math.imul(step + 1, 0x9e37_79b1)) >>> 0);
  const logits = new Float64Array(tokens * routedExperts);
  for (let token = 0, at = 0; token < tokens; token++) {
    const topic = (token % topics) * routedExperts;
    for (let expert = 0; expert < routedExperts; expert++, at++) {
      logits[at] = offset + popularity[expert] + likingOfTopic[topic + expert] + tokenSpread * random.normal();
    }
  }
  return logits;
}

/** Affinities of a trained router lie well below one half for most experts. */
const offset = -1;
const topicSpread = 0.5;
const tokenSpread = 0.7;
