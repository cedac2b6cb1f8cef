/** @file What lies in the memory of each GPU of a pipeline (§3.2.3). */
import {
  requireBoolean,
  requireIntegerInRange,
  requireLength,
  requireNonNegative,
  requireObject,
  requireOneOf,
  requireTyped,
} from "../check.ts";
import { deepFreeze } from "../freeze.ts";
import type { ModelConfig } from "../model/configs.ts";
import { pipelineMemory } from "../pipeline/bubble.ts";
import { hasForward, overlapped } from "../pipeline/operations.ts";
import type { Schedule } from "../pipeline/schedule.ts";
import { pipelineSchedule } from "../pipeline/schedules.ts";
import { activationBytes, type ActivationOptions } from "./activations.ts";
import { layerParameters } from "./layer-parameters.ts";
import { layoutSizes, rankOfStages, type Layout } from "./layout.ts";
import { cutIntoStages } from "./stages.ts";

export type GpuMemoryOptions = ActivationOptions & {
  /** Bytes of a parameter as products use it. Default 2, BF16. */
  parameterBytes?: number;
  /** Of a gradient, which is summed over micro-batches. Default 4, FP32 (§3.3.3). */
  gradientBytes?: number;
  /** Of a master weight. Default 4, FP32 (§3.3.3). */
  masterBytes?: number;
  /** Of both moments of a parameter. Default 4, two BF16 (§3.3.3). */
  momentBytes?: number;
  /** Whether master weights and moments are shared out among all copies of a parameter: ZeRO-1 (§3.2). Default true. */
  zero1?: boolean;
  /** Whether the prediction module uses embedding and head of the main model where one rank has both (§3.2.3). Default true. */
  sharedEmbedding?: boolean;
  /** Of a parameter of the moving average, on the host. Default 4. */
  averageBytes?: number;
  /** What else a program needs: buffers, fragments, libraries. Default 4e9, a guess of ours. */
  workspaceBytes?: number;
  /** First layers of the stages; default as `trainingStep` cuts layers of equal cost. */
  firstLayerOfStage?: Int32Array | null;
  /** Whether the micro-batches kept are counted in the schedule, or taken from Table 2, which is faster. Default counted. */
  how?: "counted" | "formula";
};

/** Parts of a GPU's memory, in the order in which figures stack them. @source §3.2.3; §3.3.3 */
export const memoryParts = deepFreeze([
  "parameters",
  "gradients",
  "masterWeights",
  "moments",
  "activations",
  "logits",
  "workspace",
] as const);
export type MemoryPart = (typeof memoryParts)[number];

export type MemoryPerGpu = {
  /** [ranks] of each part, in bytes. */
  parts: Record<MemoryPart, Float64Array>;
  /** [ranks]: their sum. */
  total: Float64Array;
  /** Of the fullest rank. */
  most: number;
  fullestRank: number;
  /** [ranks]: bytes on the host for the moving average. */
  host: Float64Array;
  /** [ranks]: parameters that a GPU holds, copies counted. */
  parametersOfRank: Float64Array;
};

/**
 * Memory of a GPU in each pipeline rank.
 *
 * Tensor-parallel GPUs have equal parts of activations, logits and all parameters but routed experts, routers, norms, the
 * projections down to latents and the one that joins a prediction module's inputs.
 *
 * @throws RangeError if the layout is not possible or an option not allowed
 * @source §3.2.3; §3.3.3 for formats
 */
export function memoryPerGpu(model: ModelConfig, layout: Layout, options: GpuMemoryOptions = {}): MemoryPerGpu {
  requireObject({ options });
  const {
    recompute = true,
    fp8 = true,
    parameterBytes = 2,
    gradientBytes = 4,
    masterBytes = 4,
    momentBytes = 4,
    zero1 = true,
    sharedEmbedding = true,
    averageBytes = 4,
    workspaceBytes = 4e9,
    firstLayerOfStage = null,
    how = "counted",
  } = options;
  requireNonNegative({ parameterBytes, gradientBytes, masterBytes, momentBytes, averageBytes, workspaceBytes });
  requireBoolean({ zero1, sharedEmbedding });
  requireOneOf({ how }, ["counted", "formula"]);
  const sizes = layoutSizes(model, layout);
  const { pipelineRanks: ranks, schedule, chunks = 2, expertRanks, tensorRanks = 1 } = layout;
  const { stages, tokensPerMicroBatch, tokensPerGpu, dataRanks, microBatches } = sizes;
  if (firstLayerOfStage !== null) {
    requireTyped({ firstLayerOfStage }, Int32Array);
    requireLength({ firstLayerOfStage }, stages + 1);
    for (const [stage, layer] of firstLayerOfStage.entries())
      if (layer < 0 || layer > model.layers)
        requireIntegerInRange({ [`firstLayerOfStage[${stage}]`]: layer }, 0, model.layers);
  }
  const first =
    firstLayerOfStage ??
    cutIntoStages(new Float64Array(model.layers).fill(1), {
      rankOfStage: rankOfStages(model, layout),
      behind: model.mtpDepth,
    }).firstLayerOfStage;
  const stagesOfRank = heldStages(layout, stages);
  const shares = sharedEmbedding && stagesOfRank[0].includes(stages - 1);

  // Stage by stage: parameters that each GPU holds, all that are updated, and bytes kept of one micro-batch.
  const held = new Float64Array(stages);
  const all = new Float64Array(stages);
  const kept = new Float64Array(stages);
  const bytesOfKind = {
    dense: activationBytes(model, "dense", { recompute, fp8 }),
    moe: model.moe ? activationBytes(model, "moe", { recompute, fp8 }) : 0,
  };
  const counts = layerParameters(model);
  const vocabulary = model.vocabulary * model.hiddenDim;
  for (let stage = 0; stage < stages; stage++) {
    const add = (split: number, ways: number): void => {
      all[stage] += split;
      held[stage] += split / ways;
    };
    /** What each GPU of a tensor-parallel group has, and updates. */
    const addWhole = (parameters: number): void => {
      all[stage] += parameters * tensorRanks;
      held[stage] += parameters;
    };
    const addLayer = (isMoe: boolean): void => {
      add(counts.attention - counts.attentionUnsplit, tensorRanks);
      addWhole(counts.attentionUnsplit + 2 * model.hiddenDim);
      if (isMoe) {
        add(counts.routedExperts, expertRanks);
        add(counts.sharedExperts, tensorRanks);
        addWhole(counts.router);
      } else {
        add(counts.denseFfn, tensorRanks);
      }
      kept[stage] += tokensPerGpu * (isMoe ? bytesOfKind.moe : bytesOfKind.dense);
    };
    for (let layer = first[stage]; layer < first[stage + 1]; layer++)
      addLayer(layer >= model.denseLayers && model.moe !== null);
    if (stage === 0) add(vocabulary, tensorRanks);
    if (stage === stages - 1) {
      add(vocabulary, tensorRanks);
      addWhole(model.hiddenDim);
      for (let module = 0; module < model.mtpDepth; module++) {
        addLayer(model.moe !== null);
        addWhole(2 * model.hiddenDim ** 2 + 3 * model.hiddenDim);
        if (!shares) add(sharedEmbedding ? vocabulary : 2 * vocabulary, tensorRanks); // a head of the main model's is on this stage in any case
      }
    }
  }

  const bound = pipelineMemory(schedule, { ranks, microBatches, chunks }).activations;
  const made = how === "counted" ? pipelineSchedule(schedule, { ranks, microBatches, chunks }) : null;
  const parts = Object.fromEntries(memoryParts.map((part) => [part, new Float64Array(ranks)])) as Record<
    MemoryPart,
    Float64Array
  >;
  const host = new Float64Array(ranks);
  const parametersOfRank = new Float64Array(ranks);
  const copiesOfStage = schedule === "DualPipe" ? 2 : 1;
  for (let rank = 0; rank < ranks; rank++) {
    const own = stagesOfRank[rank];
    const sum = (values: Float64Array): number => own.reduce((total, stage) => total + values[stage], 0);
    const share = sum(all) / (dataRanks * tensorRanks * copiesOfStage);
    parametersOfRank[rank] = sum(held);
    parts.parameters[rank] = parameterBytes * sum(held);
    parts.gradients[rank] = gradientBytes * sum(held);
    parts.masterWeights[rank] = masterBytes * (zero1 ? share : sum(held));
    parts.moments[rank] = momentBytes * (zero1 ? share : sum(held));
    host[rank] = averageBytes * share;
    // By formula: activations in units of 1/ranks of the model, so as many micro-batches of the rank's mean stage times its chunks.
    parts.activations[rank] = made
      ? peakKept(
          made,
          rank,
          own.map((stage) => kept[stage]),
        )
      : (keptByFormula(rank) * sum(kept)) / copiesOfStage;
    parts.logits[rank] = own.includes(stages - 1) ? (4 * tokensPerMicroBatch * model.vocabulary) / tensorRanks : 0;
    parts.workspace[rank] = workspaceBytes;
  }
  const total = Float64Array.from({ length: ranks }, (_, rank) =>
    memoryParts.reduce((sum, part) => sum + parts[part][rank], 0),
  );
  const most = total.reduce((top, bytes) => Math.max(top, bytes), 0);
  return { parts, total, most, fullestRank: total.indexOf(most), host, parametersOfRank };

  /** Micro-batches that a rank keeps: Table 2's, which rank 0 reaches; under 1F1B and Interleaved the later ranks keep fewer. */
  function keptByFormula(rank: number): number {
    if (schedule === "1F1B") return Math.min(bound, ranks - rank);
    return schedule === "Interleaved" ? bound - (2 * rank) / chunks : bound;
  }
}

/** Stages of each rank, in the order of its chunks. */
function heldStages({ pipelineRanks, schedule }: Layout, stages: number): number[][] {
  return Array.from({ length: pipelineRanks }, (_, rank) => {
    if (schedule === "DualPipe" || schedule === "DualPipeV") return [rank, stages - 1 - rank];
    return Array.from({ length: stages / pipelineRanks }, (_, chunk) => chunk * pipelineRanks + rank);
  });
}

/** Most bytes that a rank keeps at once: a micro-batch in a chunk from its forward to the end of its backward for weights. */
function peakKept(
  { firstOfRank, kindOfOp, chunkOfOp, pairedChunkOfOp }: Schedule,
  rank: number,
  bytesOfChunk: number[],
): number {
  let kept = 0;
  let most = 0;
  for (let op = firstOfRank[rank]; op < firstOfRank[rank + 1]; op++) {
    const kind = kindOfOp[op];
    if (hasForward(kind)) kept += bytesOfChunk[chunkOfOp[op]];
    most = Math.max(most, kept);
    if (kind === overlapped) kept -= bytesOfChunk[pairedChunkOfOp[op]];
    else if (kind === 1 || kind === 3) kept -= bytesOfChunk[chunkOfOp[op]];
  }
  return most;
}
