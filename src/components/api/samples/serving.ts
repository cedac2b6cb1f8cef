/** @file A call of each function for serving. */
import * as compute from "../../../compute/index.ts";
import type { Samples } from "../samples.ts";

const { deepseekV3: v3 } = compute;

export const servingSamples = {
  assumeServing: () => [{ layerOverhead: 1e-6 }],
  balanceExperts: () => [
    [90, 132, 40, 61],
    { experts: 4, replicas: 8, groups: 2, nodes: 2, gpus: 4, mode: "hierarchical" },
  ],
  bytesPerWeight: () => [
    { id: "x", name: "X", bytesPerWeight: 0.5, scale: { weights: 128, bytes: 2 }, source: "ours" },
  ],
  cacheTransfer: () => [v3, { tokens: 4989, bytesPerSecond: 5e10, bytesPerValue: 2 }],
  closingOverhead: () => [{ publishedStepSeconds: 0.05, estimatedStepSeconds: 0.03, layers: 61 }],
  decodeServing: () => [
    v3,
    compute.deploymentUnit("decode-overview"),
    { requestsPerGpu: 8, context: 4989, way: "five-stages", acceptance: 0.85, usdPerGpuHour: 2, memoryBytes: 8e10 },
    {},
  ],
  deploymentUnit: () => ["decode-report"],
  driftingLoads: () => [{ experts: 4, intervals: 2, skew: 0.7, drift: 0.1, seed: 1 }],
  dynamicRouting: () => [
    [20, 10, 4],
    {
      mode: "global",
      layers: 1,
      experts: 3,
      replicas: 4,
      gpus: 2,
      expertOfReplica: Uint16Array.of(0, 1, 0, 2),
      rankOfReplica: Uint16Array.of(0, 0, 1, 0),
      replicasOfExpert: Uint16Array.of(2, 1, 1),
    },
    { active: 2 },
  ],
  gpuLoads: () => [[1, 2, 3, 4], compute.plainPlacement({ experts: 4, gpus: 2 })],
  layerStages: () => [v3, compute.deploymentUnit("prefill-report"), { perGpu: 4096, context: 4096, cached: 1024 }, {}],
  movedReplicas: () => [
    compute.plainPlacement({ experts: 4, gpus: 2 }),
    compute.plainPlacement({ experts: 4, gpus: 2 }),
  ],
  nodesForDay: () => [
    { inputTokens: 608e9, outputTokens: 168e9, inputTokensPerSecond: 73_700, outputTokensPerSecond: 14_800 },
  ],
  placeUnit: () => [v3, compute.deploymentUnit("decode-overview"), new Float64Array(256).fill(1)],
  plainPlacement: () => [{ experts: 4, gpus: 2, layers: 1 }],
  prefillServing: () => [
    v3,
    compute.deploymentUnit("prefill-overview"),
    { tokensPerGpu: 16_384, promptLength: 4096, hitShare: 0.5, way: "prefill", usdPerGpuHour: 2 },
    {},
  ],
  redundancyDay: () => [
    Float64Array.of(1, 2, 0.5, 0.5, 2, 1, 0.5, 0.5),
    { experts: 4, replicas: 6, groups: 1, nodes: 1, gpus: 2, mode: "global", from: "before", every: 1 },
  ],
  replicaPlaces: () => [compute.plainPlacement({ experts: 4, gpus: 2 })],
  requestsInFlight: () => [{ tokensPerSecond: 1850, tokensPerSecondPerRequest: 21 }],
  runMicroBatches: () => [
    { attentionProjections: 2, attentionCore: 3, dispatch: 4, shared: 1, experts: 2, combine: 5 },
    { layers: 2, way: "five-stages" },
  ],
  serviceDay: () => [
    {
      inputTokens: 608e9,
      hitShare: 0.5625,
      outputTokens: 168e9,
      nodes: 226.75,
      gpusPerNode: 8,
      usdPerGpuHour: 2,
      usdPerMillionHit: 0.14,
      usdPerMillionMiss: 0.55,
      usdPerMillionOutput: 2.19,
      paidShare: 1,
    },
  ],
  smallestDeployment: () => [
    v3,
    {
      weights: compute.weightFormats[2],
      context: 32_768,
      requests: 10,
      memoryBytes: 8e10,
      gpusPerNode: 8,
      layout: "onOne",
      reservedBytes: 8e9,
    },
  ],
  speedLimit: () => [
    {
      tokensPerGpu: 32,
      destinations: 9,
      hiddenDim: 7000,
      dispatchBytes: 1,
      combineBytes: 2,
      bytesPerSecond: 5e10,
      layers: 61,
      acceptanceOfDepth: [0.85],
    },
  ],
  unitMemory: () => [
    v3,
    compute.deploymentUnit("decode-overview"),
    { memoryBytes: 8e10, context: 4989, reservedBytes: 1e10 },
  ],
  unitSizes: () => [v3, compute.deploymentUnit("decode-overview")],
  usdPerMillionTokens: () => [{ tokensPerSecondPerGpu: 1850, usdPerGpuHour: 2 }],
  weightBytes: () => [
    { embedding: 1, attention: 2, denseFfn: 3, routedExperts: 4, sharedExperts: 5, router: 6, norms: 7, head: 8 },
    compute.weightFormats[0],
  ],
} satisfies Samples;
