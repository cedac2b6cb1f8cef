/** @file Table 2 of the report as code: idle time and memory of pipeline schedules by formula. */
import { refuse, requireObject, requireOneOf, requirePositiveInteger } from "../check.ts";
import { requireChunkTimes, type ChunkTimes } from "./chunk-times.ts";
import { scheduleNames, type ScheduleName } from "./schedules.ts";

type Symbols = { F: number; B: number; W: number; FB: number };

/** A line for each schedule. Those of 1F1B, ZB1P and DualPipe are Table 2's; the others follow the same reasoning. */
const rows: Record<ScheduleName, (PP: number, times: Symbols, chunks: number) => number> = {
  GPipe: (PP, { F, B }) => (PP - 1) * (F + B),
  "1F1B": (PP, { F, B }) => (PP - 1) * (F + B),
  Interleaved: (PP, { F, B }, chunks) => ((PP - 1) * (F + B)) / chunks,
  ZB1P: (PP, { F, B, W }) => (PP - 1) * (F + B - 2 * W),
  DualPipe: (PP, { FB, B, W }) => (PP / 2 - 1) * (FB + B - 3 * W),
  // With 2·PP stages of half the length, (2·PP/2 − 1) times half of what DualPipe waits for each.
  DualPipeV: (PP, { FB, B, W }) => ((PP - 1) * (FB + B - 3 * W)) / 2,
};

export type PipelineSize = {
  ranks: number;
  /** Chunks of layers per rank; enters `Interleaved` alone. Default 2. */
  chunks?: number;
};

/**
 * Idle time of one pipeline rank in one training step, by formula.
 *
 * The number of micro-batches does not enter: more of them dilute the bubble, they do not lengthen it. For GPipe, 1F1B
 * and Interleaved the formula holds for all times; for ZB1P where W ≤ F and W ≤ B − W; for DualPipe and DualPipeV on
 * every rank only where F = B − W = W and F&B = F + B. Elsewhere `simulate` gives what happens, and this may be above or
 * below it.
 *
 * @param times  of 1/ranks of the model. DeepSeek's repository counts DualPipeV by stages, of which it has two a rank
 * @returns idle time, in the unit of `times`
 * @throws RangeError if `ranks` is not a positive integer, or odd for DualPipe; if a time is not allowed; if W is so long
 *   that the formula gives less than nothing
 * @source §3.2.1, Table 2; arXiv:2104.04473, §2.2 (Interleaved); deepseek-ai/DualPipe, README.md (DualPipeV)
 */
export function bubbleTime(schedule: ScheduleName, size: PipelineSize, times: ChunkTimes): number {
  const idle = bubbleFormula(schedule, size, times);
  if (idle < 0)
    refuse(
      "backwardForWeights",
      `be short enough for the formula of ${schedule} to give 0 or more`,
      times.backwardForWeights,
    );
  return idle;
}

/**
 * What the formula of `bubbleTime` gives, even where that is less than nothing: W is then so long that it cannot hold.
 *
 * @throws RangeError if a size or a time is not allowed
 * @source §3.2.1, Table 2
 */
export function bubbleFormula(schedule: ScheduleName, size: PipelineSize, times: ChunkTimes): number {
  requireSize(schedule, size);
  requireChunkTimes(times);
  const { ranks, chunks = 2 } = size;
  const { forward: F, backward: B, backwardForWeights: W, overlapped: FB } = times;
  return rows[schedule](ranks, { F, B, W, FB }, chunks);
}

/**
 * Whether `bubbleTime` is what every rank idles: see there. Times are compared to a billionth of F + B, since sums of
 * decimal fractions are not exact.
 *
 * @throws RangeError if a time is not allowed
 * @source ours: compared with `simulate` in the tests
 */
export function bubbleFormulaHolds(schedule: ScheduleName, times: ChunkTimes): boolean {
  requireOneOf({ schedule }, scheduleNames);
  requireChunkTimes(times);
  const { forward: F, backward: B, backwardForWeights: W, overlapped: FB } = times;
  const rounding = 1e-9 * (F + B);
  const same = (a: number, b: number): boolean => Math.abs(a - b) <= rounding;
  switch (schedule) {
    case "ZB1P":
      return W <= F + rounding && W <= B - W + rounding;
    case "DualPipe":
    case "DualPipeV":
      return same(F, W) && same(B - W, W) && same(FB, F + B);
    default:
      return true;
  }
}

/** What a rank holds, by formula. */
export type PipelineMemory = {
  /** Parameters, in units of 1/ranks of the model. */
  parameters: number;
  /** Most activations kept at once, on the rank that keeps most, in units of one micro-batch on 1/ranks of the model. */
  activations: number;
};

/**
 * Parameters and peak activations of a pipeline rank.
 *
 * DualPipe keeps PP + 1 micro-batches: PP as 1F1B, and that of the forward which is under way while the backward beside
 * it has not freed anything yet. For fewer micro-batches than a schedule can keep, it is their number.
 *
 * @param size.microBatches  enters GPipe, which keeps all of them, and bounds the others
 * @throws RangeError if a size is not a positive integer, or `ranks` odd for DualPipe
 * @source §3.2.1, Table 2; arXiv:2104.04473, §2.2 (Interleaved)
 */
export function pipelineMemory(schedule: ScheduleName, size: PipelineSize & { microBatches: number }): PipelineMemory {
  requireSize(schedule, size);
  const { ranks, microBatches, chunks = 2 } = size;
  requirePositiveInteger({ microBatches });
  switch (schedule) {
    case "GPipe":
      return { parameters: 1, activations: microBatches };
    case "1F1B":
    case "ZB1P":
      return { parameters: 1, activations: Math.min(ranks, microBatches) };
    case "Interleaved":
      return { parameters: 1, activations: Math.min(ranks + (ranks - 1) / chunks, microBatches) };
    case "DualPipe":
      return { parameters: 2, activations: Math.min(ranks + 1, microBatches) };
    case "DualPipeV":
      return { parameters: 1, activations: Math.min((2 * ranks + 1) / 2, microBatches) };
  }
}

function requireSize(schedule: ScheduleName, size: PipelineSize): void {
  requireOneOf({ schedule }, scheduleNames);
  requireObject({ size });
  const { ranks, chunks = 2 } = size;
  requirePositiveInteger({ ranks, chunks });
  if (schedule === "DualPipe" && ranks % 2 !== 0) refuse("ranks", "be even for DualPipe", ranks);
}
