/** @file A schedule that was run, as intervals to be drawn. */
import { requireObject } from "../check.ts";
import { requireChunkTimes, type ChunkTimes } from "./chunk-times.ts";
import { backward, forward, overlapped } from "./operations.ts";
import type { Schedule } from "./schedule.ts";
import { requireTimeline, type Timeline } from "./simulate.ts";

/** Arrays of equal length, one entry an interval; rank by rank, in the order of time. */
export type PipelineIntervals = {
  /** Rank. */
  lane: Uint16Array;
  start: Float64Array;
  end: Float64Array;
  /** Places in `operationKinds`. */
  kind: Uint8Array;
  microBatch: Int32Array;
  chunk: Uint8Array;
  /** The operation that it is, or is part of. */
  op: Int32Array;
};

/**
 * Intervals of all operations.
 *
 * @param options.splitPairs  draw a pair as Figure 5 does: its forward, then its backward, each with its part of F + B;
 *   in truth they run at the same time. Without it, a pair is one interval and bears the micro-batch of its forward
 * @throws RangeError if an array does not fit the schedule, or a time is not allowed
 * @source §3.2.1, Figure 5, for how pairs are split
 */
export function pipelineIntervals(
  schedule: Schedule,
  timeline: Timeline,
  options: { splitPairs?: ChunkTimes | null } = {},
): PipelineIntervals {
  requireTimeline(timeline, schedule);
  requireObject({ options });
  const { kindOfOp, microBatchOfOp, chunkOfOp, pairedMicroBatchOfOp, pairedChunkOfOp } = schedule;
  const {
    startOfOp,
    endOfOp,
    index: { rankOfOp },
  } = timeline;
  const { splitPairs = null } = options;
  if (splitPairs !== null) requireObject({ splitPairs });
  if (splitPairs !== null) requireChunkTimes(splitPairs);
  const pairs = splitPairs ? kindOfOp.reduce((count, kind) => count + (kind === overlapped ? 1 : 0), 0) : 0;
  const length = kindOfOp.length + pairs;
  const intervals: PipelineIntervals = {
    lane: new Uint16Array(length),
    start: new Float64Array(length),
    end: new Float64Array(length),
    kind: new Uint8Array(length),
    microBatch: new Int32Array(length),
    chunk: new Uint8Array(length),
    op: new Int32Array(length),
  };
  const alone = splitPairs ? splitPairs.forward + splitPairs.backward : 0;
  const forwardPart = splitPairs && alone > 0 ? splitPairs.forward / alone : 1 / 2;
  let at = 0;
  const add = (op: number, kind: number, start: number, end: number, microBatch: number, chunk: number): void => {
    intervals.lane[at] = rankOfOp[op];
    intervals.start[at] = start;
    intervals.end[at] = end;
    intervals.kind[at] = kind;
    intervals.microBatch[at] = microBatch;
    intervals.chunk[at] = chunk;
    intervals.op[at] = op;
    at++;
  };
  for (let op = 0; op < kindOfOp.length; op++) {
    const start = startOfOp[op];
    const end = endOfOp[op];
    if (splitPairs && kindOfOp[op] === overlapped) {
      const middle = start + forwardPart * (end - start);
      add(op, forward, start, middle, microBatchOfOp[op], chunkOfOp[op]);
      add(op, backward, middle, end, pairedMicroBatchOfOp[op], pairedChunkOfOp[op]);
    } else {
      add(op, kindOfOp[op], start, end, microBatchOfOp[op], chunkOfOp[op]);
    }
  }
  return intervals;
}
