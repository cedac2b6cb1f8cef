/** @file Seeded batches of tokens whose liking for experts is skewed, as it is early in a training run. */
import { refuse, requireIntegerInRange, requireNonNegative, requireObject, requirePositiveInteger } from "../check.ts";
import { createRandom, maxSeed } from "../random.ts";

/** A synthetic batch. */
export type BatchOptions = {
  tokens: number;
  routedExperts: number;
  /** Spread of the experts' popularity: 0 likes all alike; 0.8 if left out. */
  skew?: number;
  /** Kinds of tokens, each with experts of its own liking; 4 if left out. */
  topics?: number;
  /** 1 if left out. */
  seed?: number;
};

/**
 * Logits of a batch: popularity of the expert + liking of the token's topic + liking of the token.
 *
 * Popularity and topics depend on the seed alone, tokens on seed and step: every step is a fresh batch of the same
 * corpus. Token t is of topic t mod `topics`.
 *
 * The numbers are invented: no router of a trained model was measured for them. Their spreads are ours.
 *
 * @param step  0 for the first batch; below 2³² − 1, where the streams would begin anew
 * @returns logits, [tokens × routedExperts]
 * @throws RangeError if a count is not a positive integer, tokens or topics times experts are more than 2²⁴, `skew` is
 *   negative, or `seed` or `step` is out of range
 * @source our own example for the logits of §2.1.2, eq. 15
 */
export function syntheticLogits(batch: BatchOptions, step = 0): Float64Array {
  requireObject({ batch });
  const { tokens, routedExperts, skew = 0.8, topics = 4, seed = 1 } = batch;
  requirePositiveInteger({ tokens, routedExperts, topics });
  if (tokens * routedExperts > mostLogits)
    refuse("tokens", `be at most ${Math.floor(mostLogits / routedExperts)} for ${routedExperts} experts`, tokens);
  if (topics * routedExperts > mostLogits)
    refuse("topics", `be at most ${Math.floor(mostLogits / routedExperts)} for ${routedExperts} experts`, topics);
  requireNonNegative({ skew });
  requireIntegerInRange({ step }, 0, maxSeed - 1);
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

/** 128 MiB of logits. */
const mostLogits = 2 ** 24;
/** Affinities of a trained router lie well below one half for most experts. */
const offset = -1;
const topicSpread = 0.5;
const tokenSpread = 0.7;
