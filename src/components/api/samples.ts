/**
 * @file A call of every function of the computation module, with small arguments: the page of the module shows and runs
 * it, and `test/compute/face.test.ts` replaces what is passed by junk, piece by piece.
 *
 * One line for each function, in the order of their names. Optional fields are given too, so that they are tried.
 */
import * as compute from "../../compute/index.ts";

type Functions = { [Name in keyof typeof compute as (typeof compute)[Name] extends (...args: never[]) => unknown ? Name : never]: (typeof compute)[Name] };
type Samples = { [Name in keyof Functions]?: () => Parameters<Functions[Name]> };

const { deepseekV3: v3, e4m3, llama31_405B: llama } = compute;
const gate = { routedExperts: 4, activatedExperts: 2, expertGroups: 2, limitedGroups: 1, affinity: "sigmoid", groupScore: "biased", groupScoreTerms: 1, normalizedGates: true, routeScale: 1 } as const;
const logits = () => Float64Array.of(1, -1, 0.5, 2, 0, 0.25, -2, 1);
const batch = { tokens: 2, routedExperts: 4, skew: 0.5, topics: 2, seed: 1 };
const values = () => Float32Array.of(1, -2, 0.5, 448);

export const samples: Samples = {
  achievedFlopPerSecond: () => [{ tokensPerSecond: 1000, flopPerToken: 2e11 }],
  activatedModelParameters: () => [v3],
  affinities: () => [logits(), { routedExperts: 4, affinity: "sigmoid" }],
  attentionParameters: () => [v3],
  balanceRun: () => [batch, gate, { biasUpdateSpeed: 0.01, initialBias: [0, 0.1, 0, 0] }],
  batchBalanceLoss: () => [logits(), [0, 1, 2, 3], { routedExperts: 4, activatedExperts: 2, balanceFactor: 1, affinity: "softmax" }],
  cachedValuesPerToken: () => [llama],
  checkTable1: () => [{ totalHours: 2_788_000, usd: 5_576_000 }],
  completeGate: () => [gate],
  createRandom: () => [7],
  decode: () => [e4m3, 8],
  decodeArray: () => [e4m3, Uint8Array.of(1, 2)],
  dequantize: () => [{ format: e4m3, codes: Uint8Array.of(1, 2), scales: Float64Array.of(2), scaleOfValue: Uint32Array.of(0, 0) }],
  drawnExpertLoads: () => [{ model: "auxLossFree", layer: 9 }],
  encode: () => [e4m3, 1.5, "saturate"],
  encodeArray: () => [e4m3, values(), "saturate", new Uint8Array(4)],
  errorByMagnitude: () => [{ original: values(), restored: values() }],
  errorMetrics: () => [{ original: values(), restored: values() }],
  estimateRun: () => [{ known: "hours", hours: 2_664_000, utilization: 0.5, tokensPerSecond: 1, tokens: 14.8e12, activatedParameters: 37e9, flopRule: "six", gpus: 2048, usdPerGpuHour: 2, laterHours: 0, peak: "bf16" }],
  expertLoad: () => [[0, 1, 3, 3], 4],
  expertParameters: () => [v3],
  formatById: () => ["e4m3"],
  forwardFlop: () => [v3, { context: 4096, causal: true, mtp: true }],
  fp8ScaleCount: () => [v3, 128],
  gateOf: () => [v3.moe!],
  gpuHours: () => [{ tokens: 1e12, tokensPerSecond: 1e3 }],
  groupHistogram: () => [[1, 2], 2],
  groupsPerToken: () => [[0, 1, 2, 3], { activatedExperts: 2, routedExperts: 4, expertGroups: 2 }],
  kvCacheBytesPerToken: () => [v3, { bytesPerValue: 2 }],
  largestCode: () => [e4m3],
  loadEntropy: () => [[1, 2, 3]],
  maxViolation: () => [[1, 2, 3]],
  meanGroupsPerToken: () => [[0, 2, 1]],
  meanLoad: () => [[1, 2, 3]],
  modelFromConfig: () => [{ model_type: "llama", hidden_size: 16, vocab_size: 32, num_hidden_layers: 2, intermediate_size: 32, num_attention_heads: 4, num_key_value_heads: 2, tie_word_embeddings: false }, { name: "Mine" }],
  modelById: () => ["deepseek-v3"],
  modelFlopUtilization: () => [{ flopPerSecond: 4e14, peakFlopPerSecond: 989e12 }],
  modelParameters: () => [llama],
  newCodes: () => [e4m3, 4],
  numberFormat: () => [{ id: "x", name: "X", exponentBits: 4, mantissaBits: 3, signed: true, bias: 7, special: "one-nan", subnormals: true, source: "ours" }],
  numberLine: () => [e4m3],
  parameterTree: () => [llama],
  powerOfTwoAtLeast: () => [3],
  predictionModuleParameters: () => [v3, { activated: true }],
  printedCounts: () => [],
  quantize: () => [values(), { rows: 2, columns: 2 }, e4m3, { granularity: "tile", groupSize: 2, scaleRule: "mx", amaxFloor: 1e-4 }],
  quantizeTwoLevel: () => [values(), { rows: 1, columns: 4 }, { format: compute.e2m1, scaleFormat: compute.ue4m3, groupSize: 2 }],
  rentalUsd: () => [{ hours: 10, usdPerGpuHour: 2 }],
  roundTo: () => [e4m3, 1.5, "format"],
  route: () => [logits(), [0, 0.1, 0, 0], gate],
  routerParameters: () => [v3],
  sampleMatrix: () => [{ shape: "channels", rows: 2, columns: 4, seed: 1, spread: 1, outlierEvery: 2, outlierFactor: 10 }],
  scaleOf: () => [3, e4m3, "mx-even"],
  sequenceBalanceLoss: () => [logits(), { routedExperts: 4, activatedExperts: 2, balanceFactor: 1, affinity: "sigmoid" }],
  sixTimesActivated: () => [37e9],
  spacingAt: () => [e4m3, 3],
  sumFlop: () => [{ weights: 1, attention: 2, mtp: 0 }],
  sumParameters: () => [{ embedding: 1, attention: 1, denseFfn: 1, routedExperts: 1, sharedExperts: 1, router: 1, norms: 1, head: 1 }, "layersOnly"],
  syntheticLogits: () => [batch, 3],
  tokensPerSecondFromHours: () => [{ tokens: 1e12, hours: 1e5 }],
  tokensPerSecondPerGpu: () => [{ utilization: 0.4, peakFlopPerSecond: 989e12, flopPerToken: 2e11 }],
  traceToken: () => [Float64Array.of(1, -1, 0.5, 2), [0, 0.1, 0, 0], gate],
  trainingDays: () => [{ hours: 180_000, gpus: 2048 }],
  trainingFlop: () => [v3, { context: 4096, causal: false, mtp: false }],
  updateBias: () => [[0, 0.5], { tokensOfExpert: [1, 3], biasUpdateSpeed: 0.1 }],
};

/** Arguments of the methods of a stream of random numbers. */
export const randomSamples: Record<string, readonly unknown[]> = { integer: [10] };

/** Functions that may give NaN for what they are given, as their docstrings say. */
export const mayGiveNaN: readonly (keyof Functions)[] = ["decode", "decodeArray", "dequantize", "quantize", "roundTo"];

/** Functions that have no sample yet, so that neither the page nor the test tries them. It may only become shorter. */
export const withoutSample: readonly (keyof Functions)[] = [
  "accumulationError", "accumulationErrors", "activationBytes", "allToAllTime", "assumeStep", "atGranularity", "attentionDataflow",
  "attentionIntensity", "attentionVariants", "balanceGradient", "balanceTerms", "batchSizeAt", "biasChange", "biasUpdateSpeedAt", "bubbleTime",
  "busBandwidth", "bytesPerCopy", "cacheBytesPerLayer", "cacheBytesPerRequest", "cachedActivations", "causalSoftmax", "clippedTerm",
  "combinedPredictionLoss", "compareSpeeds", "correlationOfVotes", "cosineRate", "createLaboratory", "cutIntoStages", "decodeCost", "decodeFlop",
  "decodeIntensity", "delayedScale", "describeOperation", "deviceById", "dispatchTraffic", "dotProduct", "draftCostByParameters", "droppedShare",
  "embed", "encodeTiles", "encodedProduct", "expandedValuesPerToken", "expectedTokensPerStep", "expertCapacity", "expertCombinations", "expertLayer",
  "failureBound", "fewestTokensToExpand", "findLayouts", "fittingAnswers", "float32Operand", "flopPerPair", "gateDeparture", "gemm", "gemmByRows",
  "groupAdvantages", "groupObjective", "groupedAttention", "grpoRun", "headTimes", "impliedAcceptance", "impliedExtraCost", "indexOperations",
  "inputThatTellsApart", "isLowerBetter", "joinTimes", "keptActivations", "klDivergence", "klEstimate", "klEstimateGradient", "klEstimateMoments",
  "klGradient", "laboratoryRun", "largestBatch", "largestCorrelation", "latentAttention", "layerParameters", "layerParts", "layoutFault",
  "layoutIsPossible", "layoutSearch", "layoutSizes", "leadOf", "learningRateAt", "linearLayerTensors", "linkBalance", "linkTimesPerToken",
  "loadImbalance", "majorityAccuracy", "meanOfTenths", "megatronArguments", "memoryPerGpu", "needsOf", "nodeLimitEffect", "nodesPerToken",
  "operandOf", "operationSlack", "optimalPolicy", "overlapBySms", "overlapChunks", "partDurations", "partTimes", "pipelineIntervals",
  "pipelineMemory", "pipelineSchedule", "possibleLayouts", "predictionChain", "predictionDataflow", "predictionLoss", "predictionLossWeight",
  "predictionModule", "predictionTargets", "productRange", "quantizationExperiment", "rankOfStages", "rateOnTheWire", "rateShares", "readSchedule",
  "rejectionSampling", "relativeLoads", "requireAccumulator", "rightAnswers", "rightJudges", "rmsNorm", "roofline", "rope", "ropeAngles",
  "sampleExpertLayer", "sampleGroupedWeights", "sampleHidden", "sampleLatentWeights", "samplePrediction", "scaleUp", "scalingUnderDrift",
  "scheduleExists", "scoreDifference", "shareWithoutSignal", "signTest", "simulate", "simulateSpeculation", "specialization", "speculativeSpeedUp",
  "standing", "stepAt", "stepSensitivity", "swiglu", "tabularTask", "tokenBytes", "tokenHops", "tokenStream", "tokensAtStep", "tokensPerSolved",
  "tokensPerStepShares", "traceAsChunks", "traceDotProduct", "traceSegments", "trainingBytesPerParameter", "trainingStep", "verifyDrafts",
  "wilsonInterval", "writeSchedule", "yarnFrequencies", "yarnTemperature",
];
