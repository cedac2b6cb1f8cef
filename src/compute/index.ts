/** @file Public face of the computation module: its table of contents, nothing else. */
export { createRandom, maxSeed, type Random } from "./random.ts";

// model: configurations, parameters, FLOP, cache
export {
  deepseekV2,
  deepseekV2Lite,
  deepseekV3,
  llama31_405B,
  mixtral8x22B,
  modelById,
  modelIds,
  models,
  qwen25_72B,
  type GroupedAttention,
  type LatentAttention,
  type ModelConfig,
  type MoeConfig,
} from "./model/configs.ts";
export {
  activatedModelParameters,
  attentionParameters,
  countingConventions,
  expertParameters,
  modelParameters,
  parameterComponents,
  predictionModuleParameters,
  routerParameters,
  sumParameters,
  type CountingConvention,
  type ParameterComponent,
  type ParameterCount,
  type PredictionModuleParameters,
} from "./model/parameters.ts";
export { configKinds, modelFromConfig } from "./model/from-config.ts";
export { parameterTree, type ParameterNode } from "./model/parameter-tree.ts";
export { fp8ScaleCount } from "./model/fp8-scales.ts";
export { linearShapes, type LinearShape } from "./model/linear-shapes.ts";
export { printedCounts, type PrintedCount } from "./model/printed-counts.ts";
export { cachedValuesPerToken, kvCacheBytesPerToken } from "./model/kv-cache.ts";
export {
  forwardFlop,
  sixTimesActivated,
  sumFlop,
  trainingFlop,
  type FlopCount,
  type FlopOptions,
} from "./model/flop.ts";

// training: time and money (§1)
export { h100, h800, v3Links, type Accelerator } from "./training/hardware.ts";
export {
  achievedFlopPerSecond,
  gpuHours,
  modelFlopUtilization,
  rentalUsd,
  tokensPerSecondFromHours,
  tokensPerSecondPerGpu,
  trainingDays,
} from "./training/run.ts";
export {
  checkTable1,
  contextPhases,
  llama31Run,
  publishedHours,
  publishedRun,
  publishedStages,
  publishedUsd,
  type CheckedFigure,
} from "./training/published-run.ts";

// precision: number formats and quantization (§3.3)
export {
  bf16,
  e2m1,
  e2m3,
  e3m2,
  e4m3,
  e5m2,
  e5m6,
  e8m0,
  formatById,
  formatIds,
  fp16,
  numberFormats,
  ue4m3,
} from "./precision/formats.ts";
export {
  largestCode,
  numberFormat,
  specialValues,
  type NumberFormat,
  type NumberFormatSpec,
} from "./precision/number-format.ts";
export { decode, encode, numberLine, overflowRules, roundTo, spacingAt, type OverflowRule } from "./precision/code.ts";
export { decodeArray, encodeArray, newCodes, type Codes } from "./precision/arrays.ts";
export { granularities, type Granularity } from "./precision/groups.ts";
export { powerOfTwoAtLeast, scaleOf, scaleRules, type ScaleRule } from "./precision/scale-rules.ts";
export { dequantize, quantize, type MatrixSize, type Quantized, type QuantizeOptions } from "./precision/quantize.ts";
export { outlierReach, type OutlierReach, type OutlierReachOptions } from "./precision/outlier-reach.ts";
export { scaleCount, type ScaleCount } from "./precision/scale-count.ts";
export { quantizeTwoLevel, type TwoLevelOptions, type TwoLevelQuantized } from "./precision/two-level.ts";
export {
  errorByMagnitude,
  errorByPlace,
  errorMetrics,
  errorOfLargest,
  relativeError,
  type Compared,
  type ErrorMetrics,
  type MagnitudeBin,
} from "./precision/error.ts";
export { sampleMatrix, sampleShapes, type SampleOptions, type SampleShape } from "./precision/samples.ts";
export {
  adders,
  blackwellAdder,
  exactAdder,
  fp32Adder,
  hopperAdder,
  mostAdderBits,
  promotedAdder,
  requireAccumulator,
  runningSums,
  type Accumulator,
  type AdderKind,
} from "./precision/accumulator.ts";
export { hopperSum } from "./precision/hopper-sum.ts";
export { cutRules, type CutRule } from "./precision/cut.ts";
export {
  dotProduct,
  inputThatTellsApart,
  mostTracedProducts,
  productRange,
  traceDotProduct,
  type AdderStep,
  type AlignedTerm,
  type DotProductSteps,
  type ProductRange,
} from "./precision/dot-product.ts";
export {
  encodeTiles,
  roundings,
  tileShapes,
  type EncodedTiles,
  type Rounding,
  type TileOptions,
  type TileShape,
} from "./precision/tiles.ts";
export {
  encodedProduct,
  float32Operand,
  gemm,
  gemmByRows,
  operandOf,
  v3Tiles,
  type Operand,
} from "./precision/gemm.ts";
export {
  accumulationError,
  accumulationErrors,
  distributions,
  type AccumulationError,
  type AccumulationOptions,
  type Distribution,
} from "./precision/accumulation-error.ts";
export { delayedScale, scalingUnderDrift, type DriftOptions, type DriftStep } from "./precision/delayed-scale.ts";
export {
  cachedActivations,
  fp32,
  linearLayerTensors,
  precisionRecipes,
  trainingBytesPerParameter,
  v3Recipe,
  type CachedActivation,
  type LayerProduct,
  type LayerTensor,
  type ParameterBytes,
  type PrecisionRecipe,
  type StoredFormat,
} from "./precision/framework.ts";
export { castTrips, tokenBytes, tracedComputeUs, type MemoryTrips, type TokenBytes } from "./precision/traffic.ts";

// moe: the gate, its load and its balance (§2.1.2)
export { affinities, affinityKinds, type AffinityKind, type Logits } from "./moe/affinity.ts";
export { completeGate, gateOf, groupScoreKinds, route, type Gate, type GateOptions, type Routing } from "./moe/gate.ts";
export { traceToken, type TokenTrace } from "./moe/trace.ts";
export {
  brokenRoute,
  commonBiasAdded,
  routerBugs,
  routerSymptoms,
  type RouterBug,
  type RouterBugs,
  type RouterSymptoms,
} from "./moe/broken-route.ts";
export { routerBench, type RouterBench } from "./moe/router-bench.ts";
export {
  expertLoad,
  groupHistogram,
  groupsPerToken,
  loadEntropy,
  maxViolation,
  meanGroupsPerToken,
  meanLoad,
} from "./moe/load.ts";
export { balanceRun, publishedBalance, updateBias, type BalanceStep } from "./moe/balance.ts";
export { syntheticLogits, type BatchOptions } from "./moe/batch.ts";
export { batchBalanceLoss, sequenceBalanceLoss, type BalanceLossOptions } from "./moe/balance-loss.ts";
export {
  expertLayer,
  sampleExpertLayer,
  swiglu,
  type ExpertLayerPass,
  type ExpertLayerSizes,
  type ExpertLayerWeights,
  type ExpertWeights,
} from "./moe/experts.ts";
export { oneTokenThroughLayer, type OneToken, type OneTokenOptions } from "./moe/one-token.ts";
export { atGranularity, expertCombinations, type ExpertGranularity } from "./moe/granularity.ts";
export { nodeLimitEffect, type NodeLimitEffect } from "./moe/node-limit.ts";
export { biasChange } from "./moe/bias-change.ts";
export { droppedShare, expertCapacity } from "./moe/capacity.ts";
export { gateDeparture, type Departure } from "./moe/departure.ts";
export { balanceTerms, type BalanceTerms } from "./moe/balance-terms.ts";
export { balanceGradient, type BalanceGradient, type BalanceGradientOptions } from "./moe/balance-gradient.ts";
export {
  drawnDomains,
  drawnExpertLoads,
  drawnExperts,
  drawnLayers,
  drawnModels,
  type DrawnLoads,
  type DrawnModel,
} from "./moe/drawn-loads.ts";
export { relativeLoads, specialization } from "./moe/specialization.ts";
export { balanceScope, loadDistance, scopeDomains, type BalanceScope } from "./moe/scope.ts";
export { tokenDim, tokenStream, type TokenStream, type TokenStreamOptions } from "./moe/token-stream.ts";
export { balanceStrategies, lossScopes, type BalanceStrategy, type LossScope } from "./moe/strategies.ts";
export {
  createLaboratory,
  laboratoryDefaults,
  laboratoryRun,
  type Laboratory,
  type LaboratoryOptions,
  type LaboratoryStep,
  type StrategyStep,
} from "./moe/laboratory.ts";

// prediction: modules that look one token further, and what they save (§2.2, §5.4.3)
export {
  embed,
  joinOrders,
  predictionChain,
  predictionModule,
  samplePrediction,
  type ChainOptions,
  type JoinOrder,
  type PredictionOptions,
  type PredictionPass,
  type PredictionSizes,
  type PredictionWeights,
  type SharedWeights,
} from "./prediction/modules.ts";
export { predictionDataflow, predictionTargets, type PredictionTarget } from "./prediction/targets.ts";
export {
  combinedPredictionLoss,
  lossDivisors,
  predictionLoss,
  predictionLossWeight,
  publishedPrediction,
  type LossDivisor,
} from "./prediction/loss.ts";
export {
  draftCostByParameters,
  expectedTokensPerStep,
  impliedAcceptance,
  impliedExtraCost,
  simulateSpeculation,
  speculativeSpeedUp,
  tokensPerStepShares,
  type SpeculationRun,
} from "./prediction/speculation.ts";
export { verifyDrafts, type Verification } from "./prediction/verification.ts";

// attention: one latent for all heads, and what it is compared with (§2.1.1)
export type { Reals, Storage } from "./attention/project.ts";
export { normEpsilon, rmsNorm } from "./attention/rms-norm.ts";
export { rope, ropeAngles, ropeBase, ropePairings, type RopeOptions, type RopePairing } from "./attention/rope.ts";
export { causalSoftmax } from "./attention/causal-softmax.ts";
export { sampleHidden, sampleLatentWeights, type LatentWeights } from "./attention/latent-weights.ts";
export {
  attentionWays,
  latentAttention,
  type AttentionWay,
  type LatentOptions,
  type LatentPass,
} from "./attention/latent-attention.ts";
export {
  groupedAttention,
  sampleGroupedWeights,
  type GroupedPass,
  type GroupedWeights,
} from "./attention/grouped-attention.ts";
export { attentionVariants, type AttentionVariant } from "./attention/variants.ts";
export { attentionDataflow, type DataflowStep } from "./attention/dataflow.ts";
export {
  cacheBytesPerLayer,
  cacheBytesPerRequest,
  cacheFormats,
  expandedValuesPerToken,
  largestBatch,
  type CacheFormat,
  type CacheOptions,
  type MemoryOptions,
} from "./attention/cache-bytes.ts";
export {
  attentionIntensity,
  decodeCost,
  decodeFlop,
  decodeIntensity,
  decodeWays,
  fewestTokensToExpand,
  flopPerPair,
  type DecodeCost,
  type DecodeOptions,
  type DecodeWay,
} from "./attention/decode-cost.ts";
export {
  deepseekV32Indexer,
  indexerBytesPerToken,
  indexerParameters,
  sparseDecodeCost,
  type Indexer,
  type SparseDecodeCost,
  type SparseDecodeOptions,
} from "./attention/sparse-attention.ts";
export {
  deviceMemories,
  roofline,
  type DeviceMemory,
  type Roofline,
  type RooflineOptions,
} from "./attention/roofline.ts";

// what the figures ask for, each in one call
export { estimateRun, flopRules, knownSpeeds, type RunAssumptions, type RunEstimate } from "./training/estimate.ts";
export { quantizationExperiment, type Experiment, type ExperimentOptions } from "./precision/experiment.ts";

// pipeline: schedules and what becomes of them (§3.2.1)
export { operationKinds, type OperationKind } from "./pipeline/operations.ts";
export {
  pipelineSchedule,
  scheduleExists,
  scheduleNames,
  type ScheduleName,
  type ScheduleSize,
} from "./pipeline/schedules.ts";
export { type Schedule } from "./pipeline/schedule.ts";
export { readSchedule, writeSchedule } from "./pipeline/notation.ts";
export { unitTimes, type ChunkTimes, type TimingOptions } from "./pipeline/chunk-times.ts";
export { simulate, type SimulationOptions, type Timeline } from "./pipeline/simulate.ts";
export { describeOperation, indexOperations, needsOf, type Need, type OperationIndex } from "./pipeline/links.ts";
export { operationSlack } from "./pipeline/slack.ts";
export { pipelineIntervals, type PipelineIntervals } from "./pipeline/intervals.ts";
export {
  bubbleFormula,
  bubbleFormulaHolds,
  bubbleTime,
  pipelineMemory,
  type PipelineMemory,
  type PipelineSize,
} from "./pipeline/bubble.ts";
export {
  chunkParts,
  overlapBySms,
  overlapChunks,
  partDurations,
  type ChunkOverlap,
  type ChunkPart,
  type OverlapOptions,
  type SmSplit,
} from "./pipeline/chunk-overlap.ts";
export {
  publishedTrace,
  traceAsChunks,
  traceIntervals,
  traceSegments,
  traceTimeByKind,
  type TraceSegment,
} from "./pipeline/published-trace.ts";

// cluster: hardware, all-to-all, memory, a training step (§3.1, §3.2.2, §3.2.3)
export { deviceById, deviceIds, devices, type Device, type Quoted } from "./cluster/hardware.ts";
export { v3Channels, v3Cluster, type Cluster } from "./cluster/cluster.ts";
export { bytesPerCopy, type CopyFormat } from "./cluster/dispatch-bytes.ts";
export {
  allToAllTime,
  copyRules,
  dispatchTraffic,
  loadImbalance,
  type CopyRule,
  type DispatchOptions,
  type DispatchTraffic,
  type LinkRates,
  type LinkTimes,
} from "./cluster/all-to-all.ts";
export { tokenHops, type TokenHop } from "./cluster/token-hops.ts";
export {
  busBandwidth,
  linkBalance,
  linkTimesPerToken,
  rateOnTheWire,
  type LinkBalance,
} from "./cluster/link-balance.ts";
export { nodesPerToken, type NodesOptions, type NodesPerToken } from "./cluster/nodes-per-token.ts";
export {
  layoutFault,
  layoutIsPossible,
  layoutSizes,
  rankOfStages,
  v3Layout,
  type Layout,
  type LayoutFault,
  type LayoutSizes,
} from "./cluster/layout.ts";
export {
  activationBytes,
  keptActivations,
  layerKinds,
  type ActivationOptions,
  type KeptActivation,
  type LayerKind,
} from "./cluster/activations.ts";
export { cutIntoStages, type StageCut } from "./cluster/stages.ts";
export {
  memoryParts,
  memoryPerGpu,
  type GpuMemoryOptions,
  type MemoryPart,
  type MemoryPerGpu,
} from "./cluster/memory-per-gpu.ts";
export { assumeStep, stepAssumptions, type Assumption, type StepAssumptions } from "./cluster/step-assumptions.ts";
export { layerParameters, type LayerParameters } from "./cluster/layer-parameters.ts";
export { tensorExchange, type TensorExchange } from "./cluster/tensor-parallel.ts";
export {
  headTimes,
  joinTimes,
  layerParts,
  partTimes,
  type LayerParts,
  type LayerTraffic,
  type PartTimes,
} from "./cluster/layer-times.ts";
export { layerAsChunks } from "./cluster/layer-chunks.ts";
export {
  publishedHoursPerTrillion,
  stepSensitivity,
  trainingStep,
  type Sensitivity,
  type StepEstimate,
  type StepOptions,
} from "./cluster/training-step.ts";
export { compareSpeeds, measuredStep, type SpeedComparison } from "./cluster/published-step.ts";
export { scaleUp, type ScalePoint } from "./cluster/scale-up.ts";
export {
  findLayouts,
  layoutSearch,
  possibleLayouts,
  type FinderOptions,
  type FinderProgress,
  type RankedLayout,
} from "./cluster/layout-finder.ts";
export { megatronArguments, type MegatronExport } from "./cluster/megatron.ts";

// wishes: accelerators that can be designed, what §3.5 asks for and what later chips brought
export {
  castPlaces,
  designAdder,
  designAssumptions,
  designOf,
  h800Design,
  scalingBound,
  type CastPlace,
  type Design,
} from "./wishes/design.ts";
export { trainOnDesign, type DesignTraining, type DesignTrainingOptions } from "./wishes/design-training.ts";
export {
  decodeAtUserSpeed,
  decodeOnDesign,
  exchangeTime,
  servedUnit,
  type DesignDecode,
  type DesignDecodeOptions,
  type ExchangeOptions,
} from "./wishes/design-decode.ts";
export {
  suggestionGain,
  suggestionIds,
  suggestions,
  type BeforeAfter,
  type Suggestion,
  type SuggestionGain,
} from "./wishes/suggestions.ts";
export { doubleEach, doublings, type Doubled, type DoublingResult } from "./wishes/doubling.ts";
export {
  dragonfly,
  fatTree,
  impliedPrices,
  isPrimePower,
  largestDragonfly,
  largestSlimFly,
  networkUsd,
  publishedTopologies,
  slimFly,
  type NetworkPrices,
  type PublishedTopology,
  type Topology,
} from "./wishes/topology.ts";
export { scaleUpMeasurement, uptakeOfSuggestions, type Uptake } from "./wishes/uptake.ts";

// alignment: groups, leashes and votes (§5)
export {
  advantageRecipeNames,
  advantageRecipes,
  groupAdvantages,
  shareWithoutSignal,
  type AdvantageRecipe,
} from "./alignment/advantages.ts";
export {
  klDivergence,
  klEstimate,
  klEstimateGradient,
  klEstimateMoments,
  klEstimators,
  klGradient,
  type EstimateMoments,
  type KlEstimator,
} from "./alignment/divergence.ts";
export {
  clippedTerm,
  groupObjective,
  objectiveLevels,
  type AnswerLogProbabilities,
  type ClippedTerm,
  type GroupObjective,
  type ObjectiveLevel,
} from "./alignment/objective.ts";
export {
  grpoRun,
  optimalPolicy,
  policyMeasures,
  tabularTask,
  type GrpoSettings,
  type GrpoStep,
  type TabularTask,
} from "./alignment/policy.ts";
export { rejectionSampling, tokensPerSolved, type RejectionSampling } from "./alignment/sampling.ts";
export { correlationOfVotes, majorityAccuracy, rightJudges } from "./alignment/votes.ts";

// data: documents, texts and tokens (§4.1)
export {
  crossDocumentShare,
  packDocuments,
  packingRules,
  sampleDocumentLengths,
  type Packing,
  type PackingRule,
} from "./training/packing.ts";
export { adamWStep, publishedAdamW, type AdamWSettings, type AdamWState } from "./training/adamw.ts";
export {
  drawMiddleCuts,
  fillInTheMiddle,
  publishedFillInTheMiddle,
  type MiddleCuts,
} from "./training/fill-in-the-middle.ts";
export {
  decodeBytePairs,
  encodeBytePairs,
  pretokenize,
  trainBytePairs,
  type BytePairs,
} from "./training/byte-pairs.ts";

// schedules of pre-training and the stretched context (§4.2, §4.3)
export {
  batchSizeAt,
  biasUpdateSpeedAt,
  cosineRate,
  learningRateAt,
  publishedSchedule,
  rampShapes,
  rateShares,
  stepAt,
  tokensAtStep,
  type RampShape,
  type RateShare,
} from "./training/schedule.ts";
export { runMoment, type RunMoment } from "./training/moment.ts";
export {
  publishedYarn,
  yarnFrequencies,
  yarnTemperature,
  type YarnFrequencies,
  type YarnOptions,
  type YarnTemperature,
} from "./attention/yarn.ts";

// evaluation: the tables of scores and what they allow to say (§4.4, §5.3)
export {
  balanceAblation,
  baseScores,
  chatScores,
  distillationScores,
  itemSources,
  mtpAblation,
  openEndedScores,
  rewardBenchScores,
  type BenchmarkRow,
  type BenchmarkTable,
} from "./evaluation/tables.ts";
export {
  failureBound,
  largestCorrelation,
  scoreDifference,
  signTest,
  wilsonInterval,
  type Interval,
  type ScoreDifference,
} from "./evaluation/intervals.ts";
export { fittingAnswers, meanOfTenths, rightAnswers, type RightAnswers } from "./evaluation/granularity.ts";
export { mean } from "./evaluation/mean.ts";
export { pairedChange, type PairedChange } from "./evaluation/paired.ts";
export { bitsPerByte, natsPerToken } from "./evaluation/bits-per-byte.ts";
export {
  judgeStatement,
  scoreStatements,
  scoreTableNames,
  scoreTables,
  type ScoreStatement,
  type ScoreTableName,
  type StatementComparison,
  type StatementPart,
  type StatementVerdict,
} from "./evaluation/statements.ts";
export { isLowerBetter, leadOf, standing, type LevelRule, type Standing } from "./evaluation/ranking.ts";

// serving: redundant experts, deployment units, time and cost of tokens (§3.4)
export {
  balanceExperts,
  balancerModes,
  type BalancerMode,
  type BalancerOptions,
  type ExpertPlacement,
} from "./serving/load-balancer.ts";
export { gpuLoads, movedReplicas, plainPlacement, replicaPlaces } from "./serving/placement-load.ts";
export {
  driftingLoads,
  plannedFrom,
  rebalanceSeconds,
  redundancyDay,
  type HistoryOptions,
  type PlannedFrom,
  type RedundancyDay,
  type RedundancyOptions,
} from "./serving/load-history.ts";
export { dynamicRouting, type DynamicRouting } from "./serving/dynamic-redundancy.ts";
export {
  deploymentUnit,
  deploymentUnitIds,
  deploymentUnits,
  servingStages,
  unitSizes,
  type DeploymentUnit,
  type ServingStage,
  type UnitSizes,
} from "./serving/units.ts";
export { placeUnit } from "./serving/unit-placement.ts";
export { bytesPerWeight, weightBytes, weightFormats, type WeightFormat } from "./serving/weight-formats.ts";
export { unitMemory, type UnitMemory, type UnitMemoryOptions } from "./serving/unit-memory.ts";
export {
  assumeServing,
  servingAssumptions,
  type ServingAssumption,
  type ServingAssumptions,
} from "./serving/assumptions.ts";
export {
  layerStages,
  servingParts,
  type LayerStages,
  type ServingPart,
  type StageWork,
} from "./serving/layer-stages.ts";
export { overlapWays, runMicroBatches, type MicroBatchRun, type OverlapWay } from "./serving/micro-batches.ts";
export {
  closingOverhead,
  decodeServing,
  prefillServing,
  usdPerMillionTokens,
  type DecodeServingOptions,
  type DecodeSpeed,
  type PrefillServingOptions,
  type PrefillSpeed,
  type ServingSpeed,
} from "./serving/estimate.ts";
export { publishedSpeedLimit, speedLimit, type SpeedLimit, type SpeedLimitOptions } from "./serving/speed-limit.ts";
export {
  cacheTransfer,
  nodesForDay,
  publishedDay,
  requestsInFlight,
  serviceDay,
  type ServiceDay,
  type ServiceDayOptions,
} from "./serving/service-day.ts";
export {
  cacheLayouts,
  smallestDeployment,
  type CacheLayout,
  type Deployment,
  type DeploymentNeed,
} from "./serving/smallest-deployment.ts";
