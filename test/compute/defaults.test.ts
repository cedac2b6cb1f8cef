/** What options are where they are left out: by hand from the docstrings. Each call must give what it gives with all of them written out. */
import { describe, expect, it } from "vitest";
import * as compute from "../../src/compute/index.ts";
import { samples } from "../../src/components/api/samples.ts";
import { finish } from "./junk.ts";

type Name = keyof typeof samples;

const { cacheFormats, e2m1, ue4m3, weightFormats } = compute;

/** Place of the options in the sample's arguments, and what each of them is by itself. */
const defaults: readonly [Name, number, Record<string, unknown>][] = [
  ["groupAdvantages", 1, { recipe: "population" }],
  ["groupObjective", 1, { level: "output" }],
  ["klEstimate", 1, { estimator: "k3" }],
  ["klEstimateGradient", 2, { estimator: "k3", sampledFrom: [0.5, 0.5], weighted: false }],
  ["klEstimateMoments", 2, { estimator: "k3", sampledFrom: [0.5, 0.5], weighted: false }],
  ["majorityAccuracy", 0, { correlation: 0 }],
  ["rejectionSampling", 0, { falsePositiveRate: 0, falseNegativeRate: 0, samples: 1 }],
  ["rightJudges", 0, { correlation: 0 }],
  ["tabularTask", 0, { prompts: 64, answers: 8, rightShare: 0.25, spread: 1, seed: 1 }],
  ["attentionDataflow", 1, { way: "expanded" }],
  ["attentionVariants", 1, { keyValueHeads: 8 }],
  ["cacheBytesPerRequest", 1, { tensorRanks: 1 }],
  ["causalSoftmax", 1, { storage: "float64" }],
  ["decodeCost", 1, { queryTokens: 1, way: "absorbed", format: cacheFormats[0], weightBytesPerValue: 2 }],
  ["groupedAttention", 2, { storage: "float32" }],
  ["largestBatch", 1, { tensorRanks: 1, reservedBytes: 0 }],
  ["latentAttention", 2, { way: "expanded", storage: "float32" }],
  ["rmsNorm", 2, { storage: "float64", epsilon: 1e-6 }],
  ["rope", 1, { vectorsPerToken: 1, firstPosition: 0, pairing: "interleaved", base: 10_000, storage: "float64" }],
  ["ropeAngles", 0, { base: 10_000 }],
  ["sampleGroupedWeights", 1, { storage: "float32" }],
  ["sampleHidden", 0, { storage: "float32" }],
  ["sampleLatentWeights", 1, { storage: "float32" }],
  ["sparseDecodeCost", 1, { indexer: compute.deepseekV32Indexer, format: cacheFormats[0] }],
  [
    "yarnFrequencies",
    0,
    { scale: 40, slowTurns: 1, fastTurns: 32, ropeHeadDim: 64, base: 10_000, originalContext: 4096 },
  ],
  ["yarnTemperature", 0, { scale: 40, headDim: 192 }],
  ["activationBytes", 2, { recompute: true, fp8: true }],
  ["busBandwidth", 0, { allReduce: false }],
  ["bytesPerCopy", 0, { tile: 128, bytesPerScale: 0 }],
  ["cutIntoStages", 1, { behind: 0 }],
  ["dispatchTraffic", 1, { copies: "node", nvlinkPerExpert: false, multicast: false }],
  ["keptActivations", 2, { recompute: true, fp8: true }],
  ["layoutSizes", 1, { chunks: 2 }],
  ["megatronArguments", 1, { chunks: 2 }],
  ["megatronArguments", 2, { recompute: true, gpusPerNode: 8 }],
  [
    "memoryPerGpu",
    2,
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
  ["nodesPerToken", 0, { tokens: 4096, skew: 0, seed: 1 }],
  ["tokenHops", 2, { copies: "node", nvlinkPerExpert: false }],
  ["trainingStep", 2, { gpusPerNode: 8, recompute: true, transposedReads: false, how: "simulated" }],
  ["failureBound", 0, { level: 0.95 }],
  ["rightAnswers", 0, { decimals: 1 }],
  ["scoreDifference", 0, { correlation: 0 }],
  ["standing", 1, { level: 0, levelBitsPerByte: false }],
  ["wilsonInterval", 0, { z: 1.959963984540054 }],
  ["forwardFlop", 1, { causal: true, mtp: false }],
  ["kvCacheBytesPerToken", 1, { bytesPerValue: 2 }],
  ["predictionModuleParameters", 1, { activated: false }],
  ["affinities", 1, { affinity: "sigmoid" }],
  ["balanceRun", 2, { biasUpdateSpeed: 0.001 }],
  ["balanceScope", 0, { mixed: 0, balanceFactor: 0.0001 }],
  ["batchBalanceLoss", 2, { balanceFactor: 0.0001, affinity: "sigmoid" }],
  ["biasChange", 1, { centered: false }],
  ["brokenRoute", 3, { biasInWeight: false, maskOfZero: false, normalizedFirst: false, float16Sums: false }],
  [
    "completeGate",
    0,
    {
      expertGroups: 1,
      limitedGroups: 1,
      affinity: "sigmoid",
      groupScore: "biased",
      normalizedGates: true,
      routeScale: 1,
      groupScoreTerms: 2,
    },
  ],
  ["completeGate", 0, { groupScoreTerms: 2 }],
  ["expertLayer", 2, { storage: "float64" }],
  [
    "oneTokenThroughLayer",
    0,
    { seed: 1, token: 0, activatedExperts: 8, limitedGroups: 4, updates: 0, biasUpdateSpeed: 0.02 },
  ],
  ["sampleExpertLayer", 0, { storage: "float32" }],
  ["sequenceBalanceLoss", 1, { balanceFactor: 0.0001, affinity: "sigmoid" }],
  ["swiglu", 2, { storage: "float64" }],
  ["syntheticLogits", 0, { skew: 0.8, topics: 4, seed: 1 }],
  ["updateBias", 1, { biasUpdateSpeed: 0.001 }],
  ["bubbleTime", 1, { chunks: 2 }],
  ["overlapChunks", 0, { barriers: true }],
  ["pipelineIntervals", 2, { splitPairs: null }],
  ["pipelineMemory", 1, { chunks: 2 }],
  ["pipelineSchedule", 1, { chunks: 2 }],
  ["simulate", 2, { send: 0, keptForWeights: 1, factorOfStage: null, factorOfRank: null }],
  ["outlierReach", 0, { groupSize: 128, seed: 1 }],
  ["productRange", 0, { products: 32 }],
  ["quantize", 3, { groupSize: 128, scaleRule: "free", amaxFloor: 0 }],
  ["quantizeTwoLevel", 2, { format: e2m1, scaleFormat: ue4m3, groupSize: 16 }],
  ["sampleMatrix", 0, { seed: 1, spread: 1, outlierEvery: 512, outlierFactor: 100 }],
  ["scaleCount", 1, { groupSize: 128 }],
  ["tokenBytes", 1, { valuesPerScale: 128, scaleBits: 32 }],
  ["embed", 2, { storage: "float64" }],
  ["predictionChain", 2, { order: "hiddenFirst", storage: "float64" }],
  ["predictionDataflow", 1, { depth: 1 }],
  ["predictionLoss", 2, { divisor: "tokens" }],
  ["predictionModule", 2, { order: "hiddenFirst", storage: "float64" }],
  ["samplePrediction", 0, { storage: "float64" }],
  ["cacheTransfer", 1, { bytesPerValue: 2 }],
  [
    "decodeServing",
    2,
    { way: "five-stages", acceptance: null, weights: weightFormats[0], usdPerGpuHour: 2, memoryBytes: 84_943_110_144 },
  ],
  ["layerStages", 2, { cached: 0 }],
  ["plainPlacement", 0, { layers: 1 }],
  ["prefillServing", 2, { hitShare: 0, way: "prefill", usdPerGpuHour: 2 }],
  ["serviceDay", 0, { paidShare: 1 }],
  ["smallestDeployment", 1, { cache: cacheFormats[0], layout: "onOne" }],
  ["speedLimit", 0, { acceptanceOfDepth: [] }],
  ["unitMemory", 2, { weights: weightFormats[0], cache: cacheFormats[0], reservedBytes: 10e9 }],
  ["batchSizeAt", 1, { ramp: "tokens" }],
  ["stepAt", 1, { ramp: "tokens" }],
  ["rateShares", 0, { warmup: true }],
  ["checkTable1", 0, { totalHours: 2_788_000, usd: 5_576_000 }],
  ["drawMiddleCuts", 1, { rate: 0.1 }],
  ["fatTree", 0, { planes: 1 }],
  // Four switches with two links each reach eight other groups.
  ["dragonfly", 0, { groups: 9 }],
];

describe.each(defaults)("%s, argument %i", (name, at, options) => {
  const call = compute[name] as (...args: unknown[]) => unknown;
  const given = (changed: Record<string, unknown>): unknown => {
    const args = samples[name]() as unknown[];
    const field = (key: string): object => (changed[key] === undefined ? {} : { [key]: changed[key] });
    const others = Object.fromEntries(
      Object.entries(args[at] as object).filter(([key]) => !Object.keys(options).includes(key)),
    );
    args[at] = Object.assign(others, ...Object.keys(changed).map(field));
    return finish(call(...args));
  };
  const all = given(options);
  it.each(Object.keys(options))("leaves %s at what its docstring says", (key) => {
    expect(given({ ...options, [key]: undefined })).toEqual(all);
  });
});
