/** @file A parallel layout: how a model and its batch are spread over the GPUs of a cluster. */
import { refuse, requireIntegerInRange, requireObject, requireOneOf, requirePositiveInteger } from "../check.ts";
import { deepFreeze } from "../freeze.ts";
import type { ModelConfig } from "../model/configs.ts";
import { requireModel } from "../model/require-model.ts";
import { scheduleNames, scheduleExists, type ScheduleName } from "../pipeline/schedules.ts";
import { tensorFault } from "./tensor-parallel.ts";

export type Layout = {
  gpus: number;
  /** PP: GPUs that a micro-batch passes. */
  pipelineRanks: number;
  /** EP: GPUs that share the routed experts of a layer; 1 for a dense model. */
  expertRanks: number;
  /**
   * TP: GPUs that work on a micro-batch together, each on its part of the sequence, and split attention, dense FFN, shared
   * experts and head. Routed experts stay whole. Default 1.
   */
  tensorRanks?: number;
  schedule: ScheduleName;
  /** Chunks per rank, for Interleaved. Default 2. */
  chunks?: number;
  /** Tokens of a sequence. */
  sequenceLength: number;
  /** Sequences of one micro-batch. */
  microBatchSequences: number;
  /** Sequences of one optimizer step, on all GPUs. */
  batchSequences: number;
};

/**
 * The report's. That a micro-batch is one sequence is not in it; its trace has such ones.
 *
 * @source §3.2 (PP, EP), §4.2 (batch and sequence)
 */
export const v3Layout: Readonly<Layout> = deepFreeze({
  gpus: 2048,
  pipelineRanks: 16,
  expertRanks: 64,
  schedule: "DualPipe",
  sequenceLength: 4096,
  microBatchSequences: 1,
  batchSequences: 15_360,
});

/** What follows from a layout. */
export type LayoutSizes = {
  /** Pipelines side by side, each of as many GPUs as pipeline and tensor ranks make: copies of everything but the routed experts. */
  dataRanks: number;
  /** GPUs that hold the same routed experts, in one stage. */
  expertCopies: number;
  /** Micro-batches that one pipeline works through in a step. */
  microBatches: number;
  /** Stages that a micro-batch passes: ranks, or ranks × chunks. */
  stages: number;
  tokensPerMicroBatch: number;
  /** Of them, those of one GPU outside of what tensor parallelism splits. */
  tokensPerGpu: number;
  expertsPerGpu: number;
};

/**
 * Sizes of a layout.
 *
 * @throws RangeError if the layout is not possible, with a sentence that says what would be
 * @source §3.2
 */
export function layoutSizes(model: ModelConfig, layout: Layout): LayoutSizes {
  const fault = layoutFault(model, layout);
  if (fault) refuse(fault.name, fault.rule, fault.value);
  const {
    gpus,
    pipelineRanks,
    expertRanks,
    tensorRanks = 1,
    schedule,
    chunks = 2,
    sequenceLength,
    microBatchSequences,
    batchSequences,
  } = layout;
  const gpusOfStage = gpus / pipelineRanks;
  const dataRanks = gpusOfStage / tensorRanks;
  return {
    dataRanks,
    expertCopies: gpusOfStage / expertRanks,
    microBatches: batchSequences / (dataRanks * microBatchSequences),
    stages: pipelineRanks * stagesPerRank(schedule, chunks),
    tokensPerMicroBatch: sequenceLength * microBatchSequences,
    tokensPerGpu: (sequenceLength * microBatchSequences) / tensorRanks,
    expertsPerGpu: model.moe ? model.moe.routedExperts / expertRanks : 0,
  };
}

/**
 * Whether a layout is possible.
 *
 * @throws RangeError if a size is no positive integer or the schedule unknown
 * @source §3.2; §3.2.1 for what a schedule needs
 */
export function layoutIsPossible(model: ModelConfig, layout: Layout): boolean {
  return layoutFault(model, layout) === null;
}

/** Why a layout is not possible: the size that is wrong, and what it must do, as in "pipelineRanks must divide the 2048 GPUs". */
export type LayoutFault = {
  name: "pipelineRanks" | "expertRanks" | "tensorRanks" | "batchSequences";
  rule: string;
  value: number;
};

/** Most layers, and most prediction modules, of a model that is spread over GPUs. */
const mostLayers = 4096;

/**
 * What makes a layout impossible; `null` if it is possible.
 *
 * @throws RangeError if a size is no positive integer or the schedule unknown
 * @source §3.2; §3.2.1 for what a schedule needs
 */
export function layoutFault(model: ModelConfig, layout: Layout): LayoutFault | null {
  requireModel(model);
  requireIntegerInRange({ "model.layers": model.layers, "model.mtpDepth": model.mtpDepth }, 0, mostLayers);
  requireObject({ layout });
  const {
    gpus,
    pipelineRanks,
    expertRanks,
    tensorRanks = 1,
    schedule,
    chunks = 2,
    sequenceLength,
    microBatchSequences,
    batchSequences,
  } = layout;
  requirePositiveInteger({ gpus, pipelineRanks, expertRanks, tensorRanks });
  requirePositiveInteger({ sequenceLength, microBatchSequences, batchSequences });
  requireOneOf({ schedule }, scheduleNames);
  requireIntegerInRange({ chunks }, 1, 255);
  if (gpus % pipelineRanks !== 0)
    return { name: "pipelineRanks", rule: `divide the ${gpus} GPUs`, value: pipelineRanks };
  const gpusOfStage = gpus / pipelineRanks;
  if (!model.moe && expertRanks !== 1)
    return { name: "expertRanks", rule: "be 1 for a model without experts", value: expertRanks };
  if (gpusOfStage % expertRanks !== 0)
    return { name: "expertRanks", rule: `divide the ${gpusOfStage} GPUs of a stage`, value: expertRanks };
  if (model.moe && model.moe.routedExperts % expertRanks !== 0)
    return { name: "expertRanks", rule: `divide the ${model.moe.routedExperts} routed experts`, value: expertRanks };
  if (gpusOfStage % tensorRanks !== 0)
    return { name: "tensorRanks", rule: `divide the ${gpusOfStage} GPUs of a stage`, value: tensorRanks };
  if (sequenceLength % tensorRanks !== 0)
    return { name: "tensorRanks", rule: `divide the ${sequenceLength} tokens of a sequence`, value: tensorRanks };
  const undivided = tensorFault(model, tensorRanks);
  if (undivided !== null) return { name: "tensorRanks", rule: undivided, value: tensorRanks };
  const stages = pipelineRanks * stagesPerRank(schedule, chunks);
  if (stages > model.layers)
    return {
      name: "pipelineRanks",
      rule: `leave a layer for each stage, of which ${schedule} has ${stages} for ${model.layers} layers`,
      value: pipelineRanks,
    };
  const dataRanks = gpusOfStage / tensorRanks;
  const perStep = dataRanks * microBatchSequences;
  if (batchSequences % perStep !== 0)
    return {
      name: "batchSequences",
      rule: `be a multiple of ${perStep}, one micro-batch for each of the ${dataRanks} pipelines`,
      value: batchSequences,
    };
  const microBatches = batchSequences / perStep;
  if (
    !scheduleExists(schedule, { ranks: pipelineRanks, microBatches, chunks: schedule === "Interleaved" ? chunks : 2 })
  ) {
    const isOdd = schedule === "DualPipe" && microBatches % 2 !== 0;
    const rule =
      schedule === "Interleaved"
        ? `give each pipeline a multiple of ${pipelineRanks} micro-batches`
        : schedule === "DualPipe" && pipelineRanks % 2 !== 0
          ? "come with an even number of pipeline ranks for DualPipe"
          : isOdd
            ? `give each pipeline an even number of micro-batches for DualPipe, half for each direction; it gives ${microBatches}`
            : `give each pipeline at least ${2 * pipelineRanks} micro-batches for ${schedule}; it gives ${microBatches}`;
    return { name: "batchSequences", rule, value: batchSequences };
  }
  return null;
}

/**
 * Ranks that hold the stages: one after another, in loops for Interleaved, there and back for DualPipeV. A rank of DualPipe
 * also holds the stage of its mirror image; stages of such a pair share a number here, since they share their work.
 *
 * @returns rankOfStage, [stages]
 * @throws RangeError as `layoutSizes`
 * @source §3.2.1, Figure 5; arXiv:2104.04473, §2.2 (Interleaved); deepseek-ai/DualPipe, README.md (DualPipeV)
 */
export function rankOfStages(model: ModelConfig, layout: Layout): Int32Array {
  const { stages } = layoutSizes(model, layout);
  const { pipelineRanks, schedule } = layout;
  return Int32Array.from({ length: stages }, (_, stage) => {
    if (schedule === "DualPipe" || schedule === "DualPipeV") return Math.min(stage, stages - 1 - stage);
    return stage % pipelineRanks;
  });
}

function stagesPerRank(schedule: ScheduleName, chunks: number): number {
  return schedule === "Interleaved" ? chunks : schedule === "DualPipeV" ? 2 : 1;
}
