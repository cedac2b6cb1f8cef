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
const links = { infinibandBytesPerSecond: 5e10, nvlinkBytesPerSecond: 1.6e11 };
const values = () => Float32Array.of(1, -2, 0.5, 448);

export const samples: Samples = {
  achievedFlopPerSecond: () => [{ tokensPerSecond: 1000, flopPerToken: 2e11 }],
  activatedModelParameters: () => [v3],
  affinities: () => [logits(), { routedExperts: 4, affinity: "sigmoid" }],
  attentionDataflow: () => [v3, { way: "absorbed" }],
  attentionParameters: () => [v3],
  balanceRun: () => [batch, gate, { biasUpdateSpeed: 0.01, initialBias: [0, 0.1, 0, 0] }],
  balanceTerms: () => [logits(), { routedExperts: 4, activatedExperts: 2 }],
  batchBalanceLoss: () => [logits(), [0, 1, 2, 3], { routedExperts: 4, activatedExperts: 2, balanceFactor: 1, affinity: "softmax" }],
  batchSizeAt: () => [1e12, {}],
  biasChange: () => [Uint32Array.of(1, 3), { biasUpdateSpeed: 0.1, centered: true }],
  biasUpdateSpeedAt: () => [1e12],
  bubbleFormula: () => ["DualPipe", { ranks: 8, chunks: 2 }, { forward: 1, backward: 2, backwardForWeights: 1, overlapped: 3 }],
  bubbleFormulaHolds: () => ["DualPipe", { forward: 1, backward: 2, backwardForWeights: 1, overlapped: 3 }],
  busBandwidth: () => [{ algorithmBytesPerSecond: 1e11, gpus: 8, allReduce: true }],
  cachedValuesPerToken: () => [llama],
  checkTable1: () => [{ totalHours: 2_788_000, usd: 5_576_000 }],
  clippedTerm: () => [{ ratio: 1.3, advantage: 1, clip: 0.2 }],
  compareSpeeds: () => [],
  completeGate: () => [gate],
  cosineRate: () => [{ from: 2.2e-4, to: 2.2e-5, progress: 0.5 }],
  createRandom: () => [7],
  decode: () => [e4m3, 8],
  decodeArray: () => [e4m3, Uint8Array.of(1, 2)],
  dequantize: () => [{ format: e4m3, codes: Uint8Array.of(1, 2), scales: Float64Array.of(2), scaleOfValue: Uint32Array.of(0, 0) }],
  deviceById: () => ["h800"],
  draftCostByParameters: () => [v3],
  drawnExpertLoads: () => [{ model: "auxLossFree", layer: 9 }],
  droppedShare: () => [Uint32Array.of(1, 3), 1.25],
  encode: () => [e4m3, 1.5, "saturate"],
  encodeArray: () => [e4m3, values(), "saturate", new Uint8Array(4)],
  errorByMagnitude: () => [{ original: values(), restored: values() }],
  errorMetrics: () => [{ original: values(), restored: values() }],
  estimateRun: () => [{ known: "hours", hours: 2_664_000, utilization: 0.5, tokensPerSecond: 1, tokens: 14.8e12, activatedParameters: 37e9, flopRule: "six", gpus: 2048, usdPerGpuHour: 2, laterHours: 0, peak: "bf16" }],
  expertCapacity: () => [{ meanLoad: 32, capacityFactor: 1.25 }],
  expertCombinations: () => [{ routedExperts: 256, activatedExperts: 8 }],
  expertLoad: () => [[0, 1, 3, 3], 4],
  expertParameters: () => [v3],
  formatById: () => ["e4m3"],
  forwardFlop: () => [v3, { context: 4096, causal: true, mtp: true }],
  fp8ScaleCount: () => [v3, 128],
  gateOf: () => [v3.moe!],
  gpuHours: () => [{ tokens: 1e12, tokensPerSecond: 1e3 }],
  groupAdvantages: () => [[1, 0, 0, 1], { recipe: "population" }],
  groupHistogram: () => [[1, 2], 2],
  groupsPerToken: () => [[0, 1, 2, 3], { activatedExperts: 2, routedExperts: 4, expertGroups: 2 }],
  impliedAcceptance: () => [{ speedUp: 1.8, extraCost: 0.02 }],
  klDivergence: () => [[0.5, 0.5], [0.25, 0.75]],
  klEstimate: () => [1.1, { estimator: "k3" }],
  klGradient: () => [[0.5, 0.5], [0.25, 0.75]],
  kvCacheBytesPerToken: () => [v3, { bytesPerValue: 2 }],
  largestCode: () => [e4m3],
  learningRateAt: () => [1e12, {}],
  linkBalance: () => [{ ...links, limitedNodes: 4, activatedExperts: 8 }],
  linkTimesPerToken: () => [{ ...links, nodes: 4, activatedExperts: 8, bytesPerCopy: 7168 }],
  loadEntropy: () => [[1, 2, 3]],
  majorityAccuracy: () => [{ judges: 5, accuracy: 0.8, correlation: 0.1 }],
  maxViolation: () => [[1, 2, 3]],
  meanGroupsPerToken: () => [[0, 2, 1]],
  meanLoad: () => [[1, 2, 3]],
  modelById: () => ["deepseek-v3"],
  modelFlopUtilization: () => [{ flopPerSecond: 4e14, peakFlopPerSecond: 989e12 }],
  modelFromConfig: () => [{ model_type: "llama", hidden_size: 16, vocab_size: 32, num_hidden_layers: 2, intermediate_size: 32, num_attention_heads: 4, num_key_value_heads: 2, tie_word_embeddings: false }, { name: "Mine" }],
  modelParameters: () => [llama],
  newCodes: () => [e4m3, 4],
  numberFormat: () => [{ id: "x", name: "X", exponentBits: 4, mantissaBits: 3, signed: true, bias: 7, special: "one-nan", subnormals: true, source: "ours" }],
  numberLine: () => [e4m3],
  parameterTree: () => [llama],
  powerOfTwoAtLeast: () => [3],
  predictionDataflow: () => [v3, { depth: 1 }],
  predictionLossWeight: () => [1e12],
  predictionModuleParameters: () => [v3, { activated: true }],
  printedCounts: () => [],
  quantize: () => [values(), { rows: 2, columns: 2 }, e4m3, { granularity: "tile", groupSize: 2, scaleRule: "mx", amaxFloor: 1e-4 }],
  quantizeTwoLevel: () => [values(), { rows: 1, columns: 4 }, { format: compute.e2m1, scaleFormat: compute.ue4m3, groupSize: 2 }],
  rateOnTheWire: () => [{ measuredBytesPerSecond: 4e10, nodes: 4 }],
  rateShares: () => [{ warmup: true }],
  rejectionSampling: () => [{ passRate: 0.3, falsePositiveRate: 0.01, falseNegativeRate: 0.1, samples: 8 }],
  rentalUsd: () => [{ hours: 10, usdPerGpuHour: 2 }],
  rightAnswers: () => [{ percent: 50, answers: 20, decimals: 1 }],
  rightJudges: () => [{ judges: 5, accuracy: 0.8, correlation: 0.1 }],
  roundTo: () => [e4m3, 1.5, "format"],
  route: () => [logits(), [0, 0.1, 0, 0], gate],
  routerParameters: () => [v3],
  sampleMatrix: () => [{ shape: "channels", rows: 2, columns: 4, seed: 1, spread: 1, outlierEvery: 2, outlierFactor: 10 }],
  scaleOf: () => [3, e4m3, "mx-even"],
  scoreDifference: () => [{ first: 0.8, second: 0.7, items: 100, correlation: 0.3 }],
  sequenceBalanceLoss: () => [logits(), { routedExperts: 4, activatedExperts: 2, balanceFactor: 1, affinity: "sigmoid" }],
  shareWithoutSignal: () => [{ groupSize: 8, passRate: 0.3 }],
  sixTimesActivated: () => [37e9],
  spacingAt: () => [e4m3, 3],
  stepAt: () => [1e12, {}],
  sumFlop: () => [{ weights: 1, attention: 2, mtp: 0 }],
  sumParameters: () => [{ embedding: 1, attention: 1, denseFfn: 1, routedExperts: 1, sharedExperts: 1, router: 1, norms: 1, head: 1 }, "layersOnly"],
  syntheticLogits: () => [batch, 3],
  tokensAtStep: () => [100, {}],
  tokensPerSecondFromHours: () => [{ tokens: 1e12, hours: 1e5 }],
  tokensPerSecondPerGpu: () => [{ utilization: 0.4, peakFlopPerSecond: 989e12, flopPerToken: 2e11 }],
  tokensPerSolved: () => [{ passRate: 0.3, meanTokens: 1000 }],
  traceAsChunks: () => [],
  traceIntervals: () => [],
  traceSegments: () => [],
  traceTimeByKind: () => [() => true],
  traceToken: () => [Float64Array.of(1, -1, 0.5, 2), [0, 0.1, 0, 0], gate],
  trainingDays: () => [{ hours: 180_000, gpus: 2048 }],
  trainingFlop: () => [v3, { context: 4096, causal: false, mtp: false }],
  updateBias: () => [[0, 0.5], { tokensOfExpert: [1, 3], biasUpdateSpeed: 0.1 }],
  wilsonInterval: () => [{ share: 0.8, items: 100, z: 1.96 }],
  yarnFrequencies: () => [{}],
};

/** Arguments of the methods of a stream of random numbers. */
export const randomSamples: Record<string, readonly unknown[]> = { integer: [10] };

/** Functions that may give NaN for what they are given, as their docstrings say. */
export const mayGiveNaN: readonly (keyof Functions)[] = ["decode", "decodeArray", "dequantize", "quantize", "roundTo"];

/** Functions that have no sample yet, so that neither the page nor the test tries them. It may only become shorter. */
export const withoutSample: readonly (keyof Functions)[] = [
  "accumulationError", "accumulationErrors", "activationBytes", "allToAllTime", "assumeStep", "atGranularity", "attentionIntensity",
  "attentionVariants", "balanceGradient", "bubbleTime", "bytesPerCopy", "cacheBytesPerLayer", "cacheBytesPerRequest", "cachedActivations",
  "causalSoftmax", "combinedPredictionLoss", "correlationOfVotes", "createLaboratory", "cutIntoStages", "decodeCost", "decodeFlop",
  "decodeIntensity", "delayedScale", "describeOperation", "dispatchTraffic", "dotProduct", "embed", "encodeTiles", "encodedProduct",
  "expandedValuesPerToken", "expectedTokensPerStep", "expertLayer", "failureBound", "fewestTokensToExpand", "findLayouts", "fittingAnswers",
  "float32Operand", "flopPerPair", "gateDeparture", "gemm", "gemmByRows", "groupObjective", "groupedAttention", "grpoRun", "headTimes",
  "impliedExtraCost", "indexOperations", "inputThatTellsApart", "isLowerBetter", "joinTimes", "keptActivations", "klEstimateGradient",
  "klEstimateMoments", "laboratoryRun", "largestBatch", "largestCorrelation", "latentAttention", "layerAsChunks", "layerParameters", "layerParts",
  "layoutFault", "layoutIsPossible", "layoutSearch", "layoutSizes", "leadOf", "linearLayerTensors", "loadImbalance", "meanOfTenths",
  "megatronArguments", "memoryPerGpu", "needsOf", "nodeLimitEffect", "nodesPerToken", "operandOf", "operationSlack", "optimalPolicy", "overlapBySms",
  "overlapChunks", "partDurations", "partTimes", "pipelineIntervals", "pipelineMemory", "pipelineSchedule", "possibleLayouts", "predictionChain",
  "predictionLoss", "predictionModule", "predictionTargets", "productRange", "quantizationExperiment", "rankOfStages", "readSchedule",
  "relativeLoads", "requireAccumulator", "rmsNorm", "roofline", "rope", "ropeAngles", "sampleExpertLayer", "sampleGroupedWeights", "sampleHidden",
  "sampleLatentWeights", "samplePrediction", "scaleUp", "scalingUnderDrift", "scheduleExists", "signTest", "simulate", "simulateSpeculation",
  "specialization", "speculativeSpeedUp", "standing", "stepSensitivity", "swiglu", "tabularTask", "tokenBytes", "tokenHops", "tokenStream",
  "tokensPerStepShares", "traceDotProduct", "trainingBytesPerParameter", "trainingStep", "verifyDrafts", "writeSchedule", "yarnTemperature",
];
