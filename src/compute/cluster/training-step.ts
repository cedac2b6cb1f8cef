/** @file A training step put together: stages, their times, the schedule, the optimizer (§3.2). */
import { requireBoolean, requireObject, requireOneOf, requirePositiveInteger } from "../check.ts";
import type { ModelConfig } from "../model/configs.ts";
import type { ChunkTimes } from "../pipeline/chunk-times.ts";
import { pipelineSchedule, type ScheduleName } from "../pipeline/schedules.ts";
import { simulate } from "../pipeline/simulate.ts";
import { h800 } from "../training/hardware.ts";
import type { LayerParameters } from "./layer-parameters.ts";
import type { PartTimes } from "./layer-times.ts";
import { layoutSizes, rankOfStages, type Layout } from "./layout.ts";
import { modelTimes, type ModelTimes } from "./model-times.ts";
import { cutIntoStages } from "./stages.ts";
import { assumeStep, type StepAssumptions } from "./step-assumptions.ts";
import { requireWithinNode } from "./tensor-parallel.ts";

export type StepOptions = {
  /** Assumptions that differ from `stepAssumptions`. */
  assume?: Partial<StepAssumptions>;
  gpusPerNode?: number;
  /** Nodes that a token may use; default the model's limit. */
  limitedNodes?: number;
  recompute?: boolean;
  /** Whether products for weights read their operands transposed, as §3.5.2 wishes. Default false. */
  transposedReads?: boolean;
  /** Whether the schedule is simulated, or its length taken from a formula, which is some thousand times as fast. Default simulated. */
  how?: "simulated" | "formula";
};

export type StepEstimate = {
  /** Of one step, in seconds. */
  seconds: number;
  /** Of it, the pipeline from the first forward to the last backward. */
  pipelineSeconds: number;
  /** Reduction of gradients, the optimizer, distribution of parameters. */
  optimizerSeconds: number;
  /** Idle time of a rank in the pipeline, on average; waiting for slower stages included. */
  idleSeconds: number;
  /** What a GPU spends exchanging for tensor parallelism, on average over the ranks; 0 without. */
  exchangeSeconds: number;
  tokensPerSecondPerGpu: number;
  gpuHoursPerTrillion: number;
  daysPerTrillion: number;
  /** Share of the H800's BF16 peak; FLOP of the model with causal attention, nothing recomputed, no prediction module. */
  utilization: number;
  /** F, B, W and F&B of the mean stage: of 1/ranks of the model. */
  times: ChunkTimes;
  /** [stages]: time of a stage over the mean of all. */
  factorOfStage: Float64Array;
  /** [stages + 1]: see `cutIntoStages`. */
  firstLayerOfStage: Int32Array;
  /** Communication over computation in a pair of chunks, each as if alone on its SMs. */
  communicationShare: number;
};

/** GPU-hours per trillion tokens that the report prints, to be compared with. @source §1 */
export const publishedHoursPerTrillion = 180_000;

/** Schedules that run a forward and a backward on two streams; the others do one thing at a time. */
function overlaps(schedule: ScheduleName): boolean {
  return schedule === "DualPipe" || schedule === "DualPipeV";
}

/**
 * Estimates a training step.
 *
 * Layers are cut into stages so that ranks have about the same to do; the head and each prediction module, a layer with
 * a head of its own, stand on the last. All stages of the schedule take the mean stage's F, B, W and F&B times one factor
 * each. After the pipeline, gradients are reduced between copies, the optimizer reads and writes its share, and parameters
 * are distributed; none of that is hidden. Nor is what tensor-parallel GPUs exchange, but for that of the embedding, which
 * takes no time here at all.
 *
 * @throws RangeError if the layout is not possible, its tensor ranks do not divide a node, or an assumption is not allowed
 * @source §3.2; the model of time is ours
 */
export function trainingStep(model: ModelConfig, layout: Layout, options: StepOptions = {}): StepEstimate {
  requireObject({ options });
  const {
    assume = {},
    gpusPerNode = 8,
    limitedNodes,
    recompute = true,
    transposedReads = false,
    how = "simulated",
  } = options;
  requireObject({ assume });
  requirePositiveInteger({ gpusPerNode, ...(limitedNodes === undefined ? {} : { limitedNodes }) });
  requireOneOf({ how }, ["simulated", "formula"]);
  requireBoolean({ recompute, transposedReads });
  const assumed = assumeStep(assume);
  layoutSizes(model, layout); // refuses what is no layout
  requireWithinNode(layout.tensorRanks ?? 1, gpusPerNode);
  const times = modelTimes(model, layout, { assumed, gpusPerNode, limitedNodes, recompute, transposedReads });
  return stepFromTimes(model, layout, times, { assumed, how });
}

/** What `trainingStep` returns, from the times of a micro-batch, which layouts may share. */
export function stepFromTimes(
  model: ModelConfig,
  layout: Layout,
  timesOfKind: ModelTimes,
  { assumed, how }: { assumed: StepAssumptions; how: "simulated" | "formula" },
): StepEstimate {
  const { stages, microBatches } = layoutSizes(model, layout);
  const { schedule, pipelineRanks, chunks = 2, sequenceLength, gpus, batchSequences } = layout;
  const cost = (time: PartTimes): number => (overlaps(schedule) ? time.overlapped : time.forward + time.backward);
  const costOfLayer = Float64Array.from({ length: model.layers }, (_, layer) =>
    cost(layer < model.denseLayers ? timesOfKind.dense : timesOfKind.moe),
  );
  const behind =
    cost(timesOfKind.head) * (1 + model.mtpDepth) + (cost(timesOfKind.moe) + cost(timesOfKind.join)) * model.mtpDepth;
  const { costOfStage, firstLayerOfStage } = cutIntoStages(costOfLayer, {
    rankOfStage: rankOfStages(model, layout),
    behind,
  });

  const sum = (pick: (time: PartTimes) => number): number =>
    model.denseLayers * pick(timesOfKind.dense) +
    (model.layers - model.denseLayers + model.mtpDepth) * pick(timesOfKind.moe) +
    (1 + model.mtpDepth) * pick(timesOfKind.head) +
    model.mtpDepth * pick(timesOfKind.join);
  const times: ChunkTimes = {
    forward: sum((time) => time.forward) / pipelineRanks,
    backward: sum((time) => time.backward) / pipelineRanks,
    backwardForWeights: sum((time) => time.backwardForWeights) / pipelineRanks,
    overlapped: sum((time) => time.overlapped) / pipelineRanks,
  };
  const mean = costOfStage.reduce((total, value) => total + value, 0) / stages;
  const factorOfStage = costOfStage.map((value) => value / mean);
  const pipeline =
    how === "simulated"
      ? simulatedPipeline(schedule, { ranks: pipelineRanks, microBatches, chunks }, times, factorOfStage)
      : pipelineByFormula(schedule, { ranks: pipelineRanks, microBatches, chunks }, times, factorOfStage);
  const optimizerSeconds = optimizerTime(model, timesOfKind.counts, layout, assumed);
  const seconds = pipeline.seconds + optimizerSeconds;
  const tokensPerSecondPerGpu = (batchSequences * sequenceLength) / seconds / gpus;
  const gpuHoursPerTrillion = 1e12 / tokensPerSecondPerGpu / 3600;
  return {
    seconds,
    pipelineSeconds: pipeline.seconds,
    optimizerSeconds,
    idleSeconds: pipeline.idle,
    exchangeSeconds: (2 * microBatches * sum((time) => time.exchange)) / pipelineRanks,
    tokensPerSecondPerGpu,
    gpuHoursPerTrillion,
    daysPerTrillion: gpuHoursPerTrillion / gpus / 24,
    utilization: (timesOfKind.flopPerToken * tokensPerSecondPerGpu) / h800.peakBf16,
    times,
    factorOfStage,
    firstLayerOfStage,
    communicationShare: timesOfKind.communicationShare,
  };
}

type Size = { ranks: number; microBatches: number; chunks: number };

function simulatedPipeline(
  schedule: ScheduleName,
  size: Size,
  times: ChunkTimes,
  factorOfStage: Float64Array,
): { seconds: number; idle: number } {
  const { makespan, idleOfRank } = simulate(pipelineSchedule(schedule, size), times, { factorOfStage });
  return { seconds: makespan, idle: idleOfRank.reduce((sum, idle) => sum + idle, 0) / idleOfRank.length };
}

/** Length of a schedule by formula: the slowest rank's work, and the bubble of Table 2 with the mean stage's times. */
function pipelineByFormula(
  schedule: ScheduleName,
  size: Size,
  times: ChunkTimes,
  factorOfStage: Float64Array,
): { seconds: number; idle: number } {
  const { ranks, microBatches, chunks } = size;
  const { forward: F, backward: B, backwardForWeights: W, overlapped: FB } = times;
  const stages = factorOfStage.length;
  let slowest = 0;
  for (let rank = 0; rank < ranks; rank++) {
    let factor = 0;
    if (schedule === "DualPipe") factor = (factorOfStage[rank] + factorOfStage[ranks - 1 - rank]) / 2;
    else if (schedule === "DualPipeV") factor = (factorOfStage[rank] + factorOfStage[stages - 1 - rank]) / 2;
    else for (let stage = rank; stage < stages; stage += ranks) factor += (factorOfStage[stage] * ranks) / stages;
    slowest = Math.max(slowest, factor);
  }
  // DualPipe does some of its forwards and backwards alone: as many as its first and last steps hold.
  const alone = overlaps(schedule) ? Math.min(microBatches, ranks + 2) : microBatches;
  const work = overlaps(schedule) ? (microBatches - alone) * FB + alone * (F + B) : microBatches * (F + B);
  const bubble = {
    GPipe: (ranks - 1) * (F + B),
    "1F1B": (ranks - 1) * (F + B),
    Interleaved: ((ranks - 1) * (F + B)) / chunks,
    ZB1P: (ranks - 1) * (F + B - 2 * W),
    DualPipe: (ranks / 2 - 1) * (FB + B - 3 * W),
    DualPipeV: ((ranks - 1) * (FB + B - 3 * W)) / 2,
  }[schedule];
  const seconds = work * slowest + Math.max(0, bubble);
  return { seconds, idle: seconds - work };
}

/**
 * Reduction of gradients and distribution of parameters over InfiniBand, each GPU receiving what its share lacks, and the
 * optimizer's pass through memory.
 */
function optimizerTime(
  model: ModelConfig,
  counts: LayerParameters,
  { gpus, pipelineRanks, expertRanks, tensorRanks = 1, schedule }: Layout,
  assumed: StepAssumptions,
): number {
  const { routed, split, whole } = allParameters(model, counts);
  const held = schedule === "DualPipe" ? 2 : 1;
  const onGpu = (held * (routed / expertRanks + split / tensorRanks + whole)) / pipelineRanks;
  // What is not split is updated by each GPU of a tensor-parallel group.
  const ofShare = (routed + split + tensorRanks * whole) / gpus;
  const moved = Math.max(0, onGpu - ofShare) * (assumed.gradientBytes + assumed.parameterBytes);
  return (
    moved / assumed.infinibandBytesPerSecond +
    (ofShare * assumed.optimizerBytesPerParameter) / assumed.memoryBytesPerSecond
  );
}

/** Parameters of all layers, prediction modules, embedding and head: routed experts, what tensor parallelism splits, and what it does not. */
function allParameters(model: ModelConfig, counts: LayerParameters): { routed: number; split: number; whole: number } {
  const { layers, denseLayers, hiddenDim, vocabulary, mtpDepth, moe } = model;
  const moeLayers = moe ? layers - denseLayers + mtpDepth : 0;
  const denseFfns = moe ? denseLayers : layers + mtpDepth;
  return {
    routed: moeLayers * counts.routedExperts,
    split:
      (layers + mtpDepth) * (counts.attention - counts.attentionUnsplit) +
      denseFfns * counts.denseFfn +
      moeLayers * counts.sharedExperts +
      2 * hiddenDim * vocabulary,
    whole: (layers + mtpDepth) * counts.attentionUnsplit + moeLayers * counts.router,
  };
}

/** One assumption moved, and what became of the hours. */
export type Sensitivity = { key: keyof StepAssumptions; low: number; high: number };

/**
 * GPU-hours per trillion tokens with each assumption a fifth lower and a fifth higher, the others as they are. An
 * assumption that may not take such a value (an imbalance below 1) stops at the nearest that it may.
 *
 * @throws RangeError as `trainingStep`
 * @source ours: `trainingStep` with one assumption changed at a time
 */
export function stepSensitivity(model: ModelConfig, layout: Layout, options: StepOptions = {}): Sensitivity[] {
  requireObject({ options });
  const { assume = {} } = options;
  requireObject({ assume });
  const assumed = assumeStep(assume);
  const hours = (key: keyof StepAssumptions, factor: number): number => {
    const moved = assumed[key] * factor;
    const value =
      key === "sms" || key === "communicationSms"
        ? Math.round(moved)
        : key === "expertImbalance"
          ? Math.max(1, moved)
          : moved;
    return trainingStep(model, layout, { ...options, assume: { ...assumed, [key]: value } }).gpuHoursPerTrillion;
  };
  return (Object.keys(assumed) as (keyof StepAssumptions)[]).map((key) => ({
    key,
    low: hours(key, 0.8),
    high: hours(key, 1.2),
  }));
}
