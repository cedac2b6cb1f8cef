/** @file A call of each function for the cluster. */
import * as compute from "../../../compute/index.ts";
import type { Samples } from "../samples.ts";

const { assumeStep, deepseekV3: v3, v3Cluster } = compute;
const links = { infinibandBytesPerSecond: 5e10, nvlinkBytesPerSecond: 1.6e11 };
const dispatch = {
  activatedExperts: 2,
  routedExperts: 8,
  gpus: 4,
  gpusPerNode: 2,
  copies: "node",
  nvlinkPerExpert: false,
} as const;
const experts = () => Uint16Array.of(0, 2, 3, 4, 6, 7, 1, 5);
const layout = {
  gpus: 32,
  pipelineRanks: 4,
  expertRanks: 8,
  tensorRanks: 1,
  schedule: "DualPipe",
  chunks: 2,
  sequenceLength: 4096,
  microBatchSequences: 1,
  batchSequences: 64,
} as const;
const traffic = {
  tokens: 4096,
  sequenceLength: 4096,
  ibPerToken: 3,
  nvlinkPerToken: 4,
  expertRanks: 64,
  tensorRanks: 1,
  recompute: true,
};
const parts = () => compute.layerParts(v3, compute.layerParameters(v3), "moe", traffic, assumeStep());
const cluster = { ...v3Cluster, gpus: 2 };
const finder = {
  batchSequences: 2,
  sequenceLength: 4096,
  assume: { expertImbalance: 1.1 },
  memory: { workspaceBytes: 4e9 },
  mostTensorRanks: 1,
  simulate: 1,
};

export const clusterSamples = {
  activationBytes: () => [v3, "moe", { recompute: true, fp8: true }],
  allToAllTime: () => [compute.dispatchTraffic(experts(), dispatch), { ...links, bytesPerCopy: 7392 }],
  assumeStep: () => [{ expertImbalance: 1 }],
  busBandwidth: () => [{ algorithmBytesPerSecond: 1e11, gpus: 8, allReduce: true }],
  bytesPerCopy: () => [{ hiddenDim: 7168, bytesPerValue: 1, tile: 128, bytesPerScale: 4 }],
  compareSpeeds: () => [],
  cutIntoStages: () => [Float64Array.of(1, 1, 2, 2), { rankOfStage: Int32Array.of(0, 1), behind: 1 }],
  deviceById: () => ["h800"],
  dispatchTraffic: () => [experts(), dispatch],
  findLayouts: () => [compute.llama31_405B, cluster, finder],
  headTimes: () => [v3, 4096, assumeStep(), 1],
  joinTimes: () => [v3, 4096, assumeStep()],
  keptActivations: () => [v3, "moe", { recompute: true, fp8: true }],
  layerAsChunks: () => [v3, layout, { expertImbalance: 1 }],
  layerParameters: () => [v3],
  layerParts: () => [v3, compute.layerParameters(v3), "moe", traffic, assumeStep()],
  layoutFault: () => [v3, layout],
  layoutIsPossible: () => [v3, layout],
  layoutSearch: () => [compute.llama31_405B, cluster, finder],
  layoutSizes: () => [v3, layout],
  linkBalance: () => [{ ...links, limitedNodes: 4, activatedExperts: 8 }],
  linkTimesPerToken: () => [{ ...links, nodes: 4, activatedExperts: 8, bytesPerCopy: 7168 }],
  loadImbalance: () => [Float64Array.of(3, 1)],
  megatronArguments: () => [v3, layout, { recompute: true, gpusPerNode: 8 }],
  memoryPerGpu: () => [
    v3,
    layout,
    {
      recompute: true,
      fp8: true,
      parameterBytes: 2,
      gradientBytes: 4,
      masterBytes: 4,
      momentBytes: 4,
      zero1: true,
      sharedEmbedding: true,
      averageBytes: 4,
      workspaceBytes: 4e9,
      firstLayerOfStage: null,
      how: "counted",
    },
  ],
  nodesPerToken: () => [
    { routedExperts: 8, activatedExperts: 2, nodes: 4, limitedNodes: 2, tokens: 16, skew: 0.5, seed: 1 },
  ],
  partTimes: () => [parts(), assumeStep()],
  possibleLayouts: () => [
    compute.llama31_405B,
    cluster,
    { batchSequences: 2, sequenceLength: 4096, mostTensorRanks: 2 },
  ],
  rankOfStages: () => [v3, layout],
  rateOnTheWire: () => [{ measuredBytesPerSecond: 4e10, nodes: 4 }],
  scaleUp: () => [v3, layout, { gpuCounts: [32, 64], fixedBatch: false, how: "formula" }],
  stepSensitivity: () => [v3, layout, { how: "formula" }],
  tensorExchange: () => [v3, "moe", { tokens: 4096, tensorRanks: 2, bytesPerValue: 2 }],
  tokenHops: () => [Uint16Array.of(3, 4), 0, dispatch],
  trainingStep: () => [
    v3,
    layout,
    { assume: { expertImbalance: 1 }, gpusPerNode: 8, limitedNodes: 4, recompute: true, how: "simulated" },
  ],
} satisfies Samples;
