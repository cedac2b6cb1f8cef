/** @file All layouts of a cluster for a model, ranked by speed under the memory limit. */
import { requireIntegerInRange, requireObject, requirePositiveInteger } from "../check.ts";
import type { ModelConfig } from "../model/configs.ts";
import { requireModel } from "../model/require-model.ts";
import { scheduleNames } from "../pipeline/schedules.ts";
import { requireCluster, type Cluster } from "./cluster.ts";
import { layoutIsPossible, type Layout } from "./layout.ts";
import { memoryPerGpu, type GpuMemoryOptions } from "./memory-per-gpu.ts";
import { modelTimes, type ModelTimes } from "./model-times.ts";
import { assumeStep, type StepAssumptions } from "./step-assumptions.ts";
import { stepFromTimes, trainingStep } from "./training-step.ts";

export type FinderOptions = {
  batchSequences: number;
  sequenceLength: number;
  assume?: Partial<StepAssumptions>;
  memory?: Omit<GpuMemoryOptions, "recompute" | "how" | "firstLayerOfStage">;
  /** Most tensor ranks that are tried: 1 for none, as V3. Default 8, as far as a node has so many GPUs. */
  mostTensorRanks?: number;
  /** Best layouts that are simulated. Default 20. */
  simulate?: number;
};

/** A layout with its speed by formula and its memory; the best ones also with their simulated speed. */
export type RankedLayout = {
  layout: Layout;
  recompute: boolean;
  tokensPerSecondPerGpu: number;
  /** `null` where it was not simulated. */
  simulated: number | null;
  memoryBytes: number;
  fits: boolean;
};

export type FinderProgress = { done: number; total: number };

/** Sequences of a micro-batch that are tried. */
const microBatchSizes = [1, 2, 4] as const;
/** Tensor ranks that are tried, as far as they divide a node. */
const tensorSizes = [1, 2, 4, 8] as const;
/** Chunks per rank that are tried for Interleaved. */
const chunkCounts = [2, 3, 4] as const;

/**
 * All layouts that a model can have on a cluster: each number of pipeline ranks and of expert ranks that divides what it
 * must, each schedule, micro-batches of one, two and four sequences, and one, two, four or eight tensor ranks inside a node.
 *
 * @throws RangeError if the cluster or a size is not allowed
 * @source ours: every layout that `layoutFault` allows
 */
export function possibleLayouts(
  model: ModelConfig,
  cluster: Cluster,
  options: Pick<FinderOptions, "batchSequences" | "sequenceLength" | "mostTensorRanks">,
): Layout[] {
  requireModel(model);
  requireCluster(cluster);
  requireObject({ options });
  const { batchSequences, sequenceLength, mostTensorRanks = 8 } = options;
  requirePositiveInteger({ batchSequences, sequenceLength, mostTensorRanks });
  const { gpus, gpusPerNode } = cluster;
  const layouts: Layout[] = [];
  for (const pipelineRanks of divisors(gpus, model.layers)) {
    for (const expertRanks of model.moe ? divisors(gpus / pipelineRanks, model.moe.routedExperts) : [1]) {
      for (const schedule of scheduleNames) {
        for (const microBatchSequences of microBatchSizes) {
          for (const chunks of schedule === "Interleaved" ? chunkCounts : [2]) {
            for (const tensorRanks of tensorSizes) {
              if (tensorRanks > mostTensorRanks || gpusPerNode % tensorRanks !== 0) continue;
              const layout: Layout = {
                gpus,
                pipelineRanks,
                expertRanks,
                schedule,
                sequenceLength,
                microBatchSequences,
                batchSequences,
                ...(tensorRanks > 1 ? { tensorRanks } : {}),
                ...(schedule === "Interleaved" ? { chunks } : {}),
              };
              if (layoutIsPossible(model, layout)) layouts.push(layout);
            }
          }
        }
      }
    }
  }
  return layouts;
}

/**
 * Ranks all possible layouts, with and without recomputation, step by step: `next()` does a part of the work and tells how
 * far it is, so that a caller can show progress and stop. The value of the last `next()` is the ranking.
 *
 * Those that fit come first, the faster the earlier: the simulated ones by simulated speed, then the others by formula.
 *
 * @throws RangeError if the cluster, a size or an assumption is not allowed
 * @source ours: a search over `trainingStep` and `memoryPerGpu`
 */
export function* layoutSearch(
  model: ModelConfig,
  cluster: Cluster,
  options: FinderOptions,
): Generator<FinderProgress, RankedLayout[], void> {
  const layouts = possibleLayouts(model, cluster, options);
  const { assume = {}, memory = {}, simulate = 20 } = options;
  requireObject({ assume, memory });
  requireIntegerInRange({ simulate }, 0, 1000);
  const stepOptions = { assume: { sms: cluster.sms, ...assume }, gpusPerNode: cluster.gpusPerNode };
  const assumed = assumeStep(stepOptions.assume);
  const total = 2 * layouts.length + simulate;
  const ranked: RankedLayout[] = [];
  /** Schedule and pipeline ranks do not change how long a micro-batch takes in a layer. */
  const known = new Map<string, ModelTimes>();
  const timesOf = (layout: Layout, recompute: boolean): ModelTimes => {
    const { expertRanks, tensorRanks = 1, microBatchSequences } = layout;
    const key = [expertRanks, tensorRanks, microBatchSequences, recompute].join();
    const { gpusPerNode } = cluster;
    const times =
      known.get(key) ?? modelTimes(model, layout, { assumed, gpusPerNode, recompute, transposedReads: false });
    known.set(key, times);
    return times;
  };
  for (const layout of layouts) {
    for (const recompute of [true, false]) {
      const { tokensPerSecondPerGpu, firstLayerOfStage } = stepFromTimes(model, layout, timesOf(layout, recompute), {
        assumed,
        how: "formula",
      });
      const { most } = memoryPerGpu(model, layout, { ...memory, recompute, firstLayerOfStage, how: "formula" });
      ranked.push({
        layout,
        recompute,
        tokensPerSecondPerGpu,
        simulated: null,
        memoryBytes: most,
        fits: most <= cluster.memoryBytes,
      });
    }
    if (ranked.length % 64 === 0) yield { done: ranked.length, total };
  }
  ranked.sort((a, b) => Number(b.fits) - Number(a.fits) || b.tokensPerSecondPerGpu - a.tokensPerSecondPerGpu);
  const best = ranked.slice(0, simulate).filter(({ fits }) => fits);
  for (const [i, entry] of best.entries()) {
    const { layout, recompute } = entry;
    const { tokensPerSecondPerGpu, firstLayerOfStage } = trainingStep(model, layout, { ...stepOptions, recompute });
    entry.simulated = tokensPerSecondPerGpu;
    entry.memoryBytes = memoryPerGpu(model, layout, { ...memory, recompute, firstLayerOfStage }).most;
    entry.fits = entry.memoryBytes <= cluster.memoryBytes;
    yield { done: ranked.length + i + 1, total };
  }
  best.sort((a, b) => Number(b.fits) - Number(a.fits) || (b.simulated ?? 0) - (a.simulated ?? 0));
  return [...best, ...ranked.slice(best.length)];
}

/**
 * Ranks all possible layouts at once: see `layoutSearch`.
 *
 * @throws RangeError as `layoutSearch`
 * @source ours: a search over `trainingStep` and `memoryPerGpu`
 */
export function findLayouts(model: ModelConfig, cluster: Cluster, options: FinderOptions): RankedLayout[] {
  const search = layoutSearch(model, cluster, options);
  for (;;) {
    const { done, value } = search.next();
    if (done) return value;
  }
}

/** Divisors of a number, none above `most`, by size. */
function divisors(of: number, most: number): number[] {
  const found: number[] = [];
  for (let i = 1; i <= Math.min(of, most); i++) if (of % i === 0) found.push(i);
  return found;
}
