/** @file Random model configurations of every kind, small enough to list their matrices. */
import * as fc from "fast-check";
import type { GroupedAttention, LatentAttention, ModelConfig, MoeConfig } from "../../../src/compute/index.ts";

const size = fc.integer({ min: 1, max: 64 });

const latent: fc.Arbitrary<LatentAttention> = fc.record({
  kind: fc.constant("latent" as const),
  attentionHeads: size,
  kvLoraRank: size,
  qLoraRank: fc.option(size),
  nopeHeadDim: size,
  ropeHeadDim: size,
  valueHeadDim: size,
});

const grouped: fc.Arbitrary<GroupedAttention> = fc
  .record({ queriesPerKey: size, keyValueHeads: size, headDim: size, bias: fc.boolean() })
  .map(({ queriesPerKey, ...rest }) => ({
    kind: "grouped",
    attentionHeads: queriesPerKey * rest.keyValueHeads,
    ...rest,
  }));

const moe: fc.Arbitrary<MoeConfig> = fc
  .record({
    routedExperts: size,
    sharedExperts: fc.nat(3),
    activatedExperts: size,
    expertDim: size,
    affinity: fc.constantFrom("sigmoid" as const, "softmax" as const),
    normalizedGates: fc.boolean(),
    routeScale: fc.constant(1),
    expertGroups: fc.constant(1),
    limitedGroups: fc.constant(1),
    routingBias: fc.boolean(),
  })
  .map((config) => ({ ...config, activatedExperts: Math.min(config.activatedExperts, config.routedExperts) }));

/** With prediction modules in some of those that have experts. */
export const arbitraryModel: fc.Arbitrary<ModelConfig> = fc
  .record({
    hiddenDim: size,
    vocabulary: size,
    layers: size,
    denseShare: fc.nat(100),
    denseDim: size,
    attention: fc.oneof(latent, grouped),
    moe: fc.option(moe),
    mtpDepth: fc.nat(2),
  })
  .map(({ denseShare, ...rest }) => {
    const denseLayers = rest.moe ? Math.floor((rest.layers * denseShare) / 101) : rest.layers;
    return {
      ...rest,
      id: "any",
      name: "any",
      denseLayers,
      mtpDepth: rest.moe ? rest.mtpDepth : 0,
      trainingTokens: 0,
      source: "test",
    };
  });
