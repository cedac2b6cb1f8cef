/** @file A small gate with a batch of tokens and biases, to try a router on. */
import { requireFinite, requireIntegerInRange, requireNonNegative, requireObject } from "../check.ts";
import { deepFreeze } from "../freeze.ts";
import { deepseekV3 } from "../model/configs.ts";
import { createRandom, maxSeed } from "../random.ts";
import { syntheticLogits } from "./batch.ts";
import type { GateOptions } from "./gate.ts";

/** What a router is tried on. */
export type RouterBench = {
  gate: Readonly<GateOptions>;
  /** [tokens × routedExperts] */
  logits: Float64Array;
  /** b_i, [routedExperts] */
  bias: Float64Array;
};

/** Sixteen experts on four nodes, four of them for a token, on two nodes: small enough to follow, with V3's rules. */
const benchGate = deepFreeze({
  routedExperts: 16,
  activatedExperts: 4,
  expertGroups: 4,
  limitedGroups: 2,
  routeScale: deepseekV3.moe!.routeScale,
});
const benchTokens = 64;

/**
 * A seeded batch of 64 tokens for a gate of 16 experts, with biases.
 *
 * @param options  `commonBias`, in every bias; `biasSpread`, standard deviation of the biases; `level`, added to every
 *   logit; `seed`, of tokens and biases
 * @throws RangeError if a number is not finite, `biasSpread` is negative, or `seed` is out of range
 * @source ours: invented tokens and biases for the rules of §2.1.2
 */
export function routerBench(options: {
  commonBias: number;
  biasSpread: number;
  level: number;
  seed: number;
}): RouterBench {
  requireObject({ options });
  const { commonBias, biasSpread, level, seed } = options;
  requireFinite({ commonBias, level });
  requireNonNegative({ biasSpread });
  requireIntegerInRange({ seed }, 0, maxSeed);
  const { routedExperts } = benchGate;
  const random = createRandom(seed);
  return {
    gate: benchGate,
    logits: syntheticLogits({ tokens: benchTokens, routedExperts, seed }).map((logit) => logit + level),
    bias: Float64Array.from({ length: routedExperts }, () => commonBias + biasSpread * random.normal()),
  };
}
