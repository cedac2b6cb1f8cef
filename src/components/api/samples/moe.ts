/** @file A call of each function for experts and routing. */
import * as compute from "../../../compute/index.ts";
import type { Samples } from "../samples.ts";

const { deepseekV3: v3 } = compute;
const gate = {
  routedExperts: 4,
  activatedExperts: 2,
  expertGroups: 2,
  limitedGroups: 1,
  affinity: "sigmoid",
  groupScore: "biased",
  groupScoreTerms: 1,
  normalizedGates: true,
  routeScale: 1,
} as const;
const logits = () => Float64Array.of(1, -1, 0.5, 2, 0, 0.25, -2, 1);
const batch = { tokens: 2, routedExperts: 4, skew: 0.5, topics: 2, seed: 1 };
const layer = () =>
  compute.sampleExpertLayer({ hiddenDim: 4, expertDim: 2, sharedExperts: 1, routedExperts: 4, seed: 1 });
const routing = () => compute.route(logits(), null, gate);
const stream = { tokens: 8, sequenceTokens: 4, domains: 2, routedExperts: 4, skew: 0.5, seed: 1 };
const laboratory = () => ({
  ...stream,
  activatedExperts: 2,
  expertGroups: 2,
  limitedGroups: 1,
  strategies: [{ ...compute.balanceStrategies[1] }, { ...compute.balanceStrategies[4] }],
  routerRate: 100,
  taskPull: 0.002,
  capacityFactor: 1.25,
  windowSteps: 2,
  biasUpdateSteps: 10,
});

export const moeSamples = {
  affinities: () => [logits(), { routedExperts: 4, affinity: "sigmoid" }],
  atGranularity: () => [v3.moe!, { hiddenDim: 7168, split: 2 }],
  balanceGradient: () => [logits(), { routedExperts: 4, activatedExperts: 2, balanceFactor: 0.01, scopeTokens: 1 }],
  balanceRun: () => [batch, gate, { biasUpdateSpeed: 0.01, initialBias: [0, 0.1, 0, 0] }],
  balanceScope: () => [{ domains: 4, mixed: 0.5, balanceFactor: 0.0001 }],
  balanceTerms: () => [logits(), { routedExperts: 4, activatedExperts: 2 }],
  batchBalanceLoss: () => [
    logits(),
    [0, 1, 2, 3],
    { routedExperts: 4, activatedExperts: 2, balanceFactor: 1, affinity: "softmax" },
  ],
  biasChange: () => [Uint32Array.of(1, 3), { biasUpdateSpeed: 0.1, centered: true }],
  brokenRoute: () => [
    logits(),
    [0, 0.5, 0, 0],
    gate,
    { biasInWeight: true, maskOfZero: false, normalizedFirst: false, float16Sums: false },
  ],
  completeGate: () => [gate],
  createLaboratory: () => [laboratory()],
  drawnExpertLoads: () => [{ model: "auxLossFree", layer: 9 }],
  droppedShare: () => [Uint32Array.of(1, 3), 1.25],
  expertCapacity: () => [{ meanLoad: 32, capacityFactor: 1.25 }],
  expertCombinations: () => [{ routedExperts: 256, activatedExperts: 8 }],
  expertLayer: () => [layer(), Float64Array.of(1, -1, 0.5, 2), { gate, storage: "float64" }],
  expertLoad: () => [[0, 1, 3, 3], 4],
  gateDeparture: () => [
    routing(),
    compute.route(logits(), [0, 0.5, 0, 0], gate),
    { routedExperts: 4, activatedExperts: 2 },
  ],
  gateOf: () => [v3.moe!],
  groupHistogram: () => [[1, 2], 2],
  groupsPerToken: () => [[0, 1, 2, 3], { activatedExperts: 2, routedExperts: 4, expertGroups: 2 }],
  laboratoryRun: () => [laboratory()],
  loadDistance: () => [
    [1, 3],
    [2, 2],
  ],
  loadEntropy: () => [[1, 2, 3]],
  maxViolation: () => [[1, 2, 3]],
  meanGroupsPerToken: () => [[0, 2, 1]],
  meanLoad: () => [[1, 2, 3]],
  oneTokenThroughLayer: () => [
    { seed: 1, token: 3, activatedExperts: 8, limitedGroups: 4, updates: 2, biasUpdateSpeed: 0.01 },
  ],
  nodeLimitEffect: () => [logits(), [0, 0.1, 0, 0], gate],
  relativeLoads: () => [Uint32Array.of(1, 3, 2, 2), { routedExperts: 2 }],
  routerBench: () => [{ commonBias: 0, biasSpread: 0.1, level: 0, seed: 1 }],
  routerSymptoms: () => [
    logits(),
    [0, 0.5, 0, 0],
    gate,
    { biasInWeight: true, maskOfZero: false, normalizedFirst: false, float16Sums: false },
  ],
  route: () => [logits(), [0, 0.1, 0, 0], gate],
  sampleExpertLayer: () => [
    { hiddenDim: 4, expertDim: 2, sharedExperts: 1, routedExperts: 2, seed: 1, storage: "float64" },
  ],
  sequenceBalanceLoss: () => [
    logits(),
    { routedExperts: 4, activatedExperts: 2, balanceFactor: 1, affinity: "sigmoid" },
  ],
  specialization: () => [Uint32Array.of(1, 3, 2, 2), { routedExperts: 2 }],
  swiglu: () => [
    { gate: Float64Array.of(1, 2), up: Float64Array.of(0.5, -1), down: Float64Array.of(1, 1) },
    Float64Array.of(2, 0.25),
    { hiddenDim: 2, storage: "float64" },
  ],
  syntheticLogits: () => [batch, 3],
  tokenStream: () => [stream],
  traceToken: () => [Float64Array.of(1, -1, 0.5, 2), [0, 0.1, 0, 0], gate],
  updateBias: () => [[0, 0.5], { tokensOfExpert: [1, 3], biasUpdateSpeed: 0.1 }],
} satisfies Samples;
