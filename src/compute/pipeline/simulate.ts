/** @file Runs a schedule: when every operation starts and ends, what each rank waits, and what it keeps in memory. */
import {
  requireInRange,
  requireLength,
  requireNonNegative,
  requireNumbers,
  requireObject,
  requireTyped,
} from "../check.ts";
import { operationDurations, type ChunkTimes, type TimingOptions } from "./chunk-times.ts";
import { explainDeadlock } from "./deadlock.ts";
import { indexOperations, requireIndex, type OperationIndex } from "./links.ts";
import { backwardForWeights, hasBackwardForInput, hasForward, overlapped } from "./operations.ts";
import { requireSchedule, type Schedule } from "./schedule.ts";

export type SimulationOptions = TimingOptions & {
  /**
   * Share of a micro-batch's activations that is kept between a backward for input and the backward for weights that
   * belongs to it, from 0 to 1. Default 1: nothing is free before the weights are done.
   */
  keptForWeights?: number;
};

/** A schedule that was run. Times in the unit of the chunk times, from the start of the first operation. */
export type Timeline = {
  /** [operations] */
  startOfOp: Float64Array;
  endOfOp: Float64Array;
  /** [operations]: all of them in an order in which each stands behind what it waits for. */
  orderOfRun: Int32Array;
  /** End of the last operation of all. */
  makespan: number;
  /** Time between the end of an operation and the moment when another rank has its result, as it was given. */
  send: number;
  /** [ranks]: time spent in operations. */
  busyOfRank: Float64Array;
  /** [ranks]: the bubble, makespan − busy time. */
  idleOfRank: Float64Array;
  /** [ranks]: most activations kept at once, in units of one micro-batch on 1/ranks of the model. */
  peakActivationsOfRank: Float64Array;
  /** Parameters of a rank, in units of 1/ranks of the model: 2 where it holds two copies of what others hold as well. */
  parametersOfRank: number;
  index: OperationIndex;
};

/**
 * Runs a schedule.
 *
 * Each rank does its operations in their order, one at a time, each as soon as the rank is free and what it needs has
 * arrived. An overlapped pair starts when both of its inputs are there, and both of its results leave at its end. Sending
 * takes time but no rank: links are never busy with something else.
 *
 * @throws RangeError if times or options are not allowed, an operation is there twice, or ranks wait for each other for
 *   ever; the message then says how
 * @source ours: it runs the schedules of §3.2.1
 */
export function simulate(schedule: Schedule, times: ChunkTimes, options: SimulationOptions = {}): Timeline {
  requireSchedule(schedule);
  requireObject({ options });
  const { keptForWeights = 1, send = 0 } = options;
  requireNonNegative({ send });
  requireInRange({ keptForWeights }, 0, 1);
  const durationOfOp = operationDurations(schedule, times, options);
  const index = indexOperations(schedule);
  const { startOfOp, endOfOp, orderOfRun, nextOfRank } = run(schedule, index, durationOfOp, send);
  const deadlock = explainDeadlock(schedule, index, nextOfRank);
  if (deadlock) throw new RangeError(`schedule must run to its end (got ${deadlock})`); // whole: `refuse` cuts long values

  const { ranks, firstOfRank, chunkShare, chunksPerRank } = schedule;
  const makespan = endOfOp.reduce((latest, end) => Math.max(latest, end), 0);
  const busyOfRank = new Float64Array(ranks);
  for (let rank = 0; rank < ranks; rank++) {
    for (let op = firstOfRank[rank]; op < firstOfRank[rank + 1]; op++) busyOfRank[rank] += durationOfOp[op];
  }
  return {
    startOfOp,
    endOfOp,
    orderOfRun,
    makespan,
    send,
    busyOfRank,
    index,
    idleOfRank: busyOfRank.map((busy) => makespan - busy),
    peakActivationsOfRank: peakActivations(schedule, keptForWeights),
    parametersOfRank: chunkShare * chunksPerRank,
  };
}

/**
 * Checks that a timeline has the arrays and numbers of one of this schedule.
 *
 * @throws RangeError that names the first field which is not allowed, as in "timeline.endOfOp"
 */
export function requireTimeline(timeline: Timeline, schedule: Schedule): void {
  requireSchedule(schedule);
  requireObject({ timeline });
  const { startOfOp, endOfOp, orderOfRun, makespan, send, index } = timeline;
  requireNonNegative({ "timeline.makespan": makespan, "timeline.send": send });
  requireTyped({ "timeline.startOfOp": startOfOp, "timeline.endOfOp": endOfOp }, Float64Array);
  requireTyped({ "timeline.orderOfRun": orderOfRun }, Int32Array);
  requireNumbers({ "timeline.startOfOp": startOfOp, "timeline.endOfOp": endOfOp });
  requireLength(
    { "timeline.startOfOp": startOfOp, "timeline.endOfOp": endOfOp, "timeline.orderOfRun": orderOfRun },
    schedule.kindOfOp.length,
  );
  requireIndex("timeline.index", index, schedule);
}

/** Start and end of all operations that can run. An operation that cannot has −1, and `nextOfRank` stays before it. */
function run(
  schedule: Schedule,
  { rankOfOp, forwardOp, inputOp }: OperationIndex,
  durationOfOp: Float64Array,
  send: number,
) {
  const {
    ranks,
    stages,
    chunksPerRank,
    stageOfChunk,
    firstOfRank,
    kindOfOp,
    microBatchOfOp,
    chunkOfOp,
    pairedMicroBatchOfOp,
    pairedChunkOfOp,
  } = schedule;
  const startOfOp = new Float64Array(kindOfOp.length).fill(-1);
  const endOfOp = new Float64Array(kindOfOp.length).fill(-1);
  const nextOfRank = firstOfRank.slice(0, ranks);
  const freeOfRank = new Float64Array(ranks);
  const missingOfRank = new Int32Array(ranks).fill(-1); // the operation that a rank was found to wait for
  const stack = Int32Array.from({ length: ranks }, (_, i) => ranks - 1 - i);
  const orderOfRun = new Int32Array(kindOfOp.length);
  let waiting = ranks;
  let done = 0;

  while (waiting > 0) {
    const rank = stack[--waiting];
    missingOfRank[rank] = -1;
    const last = firstOfRank[rank + 1];
    let op = nextOfRank[rank];
    for (; op < last; op++) {
      const kind = kindOfOp[op];
      const isPair = kind === overlapped;
      const ownCell = microBatchOfOp[op] * stages + stageOfChunk[rank * chunksPerRank + chunkOfOp[op]];
      const backCell = isPair
        ? pairedMicroBatchOfOp[op] * stages + stageOfChunk[rank * chunksPerRank + pairedChunkOfOp[op]]
        : ownCell;
      let start = freeOfRank[rank];
      if (hasForward(kind) && ownCell % stages > 0) start = arrival(forwardOp[ownCell - 1], rank, start);
      if (hasBackwardForInput(kind)) {
        start = arrival(forwardOp[backCell], rank, start);
        if (backCell % stages < stages - 1) start = arrival(inputOp[backCell + 1], rank, start);
      }
      if (kind === backwardForWeights) start = arrival(inputOp[ownCell], rank, start);
      if (start === Infinity) break;
      startOfOp[op] = start;
      endOfOp[op] = freeOfRank[rank] = start + durationOfOp[op];
      orderOfRun[done++] = op;
      // Whoever was found waiting for this operation may go on.
      if (hasForward(kind) && ownCell % stages < stages - 1) wake(forwardOp[ownCell + 1], op);
      if (hasBackwardForInput(kind) && backCell % stages > 0) wake(inputOp[backCell - 1], op);
    }
    nextOfRank[rank] = op;
  }
  return { startOfOp, endOfOp, orderOfRun, nextOfRank };

  /** The later of `start` and the arrival of what `needed` results in; Infinity if that has not run. */
  function arrival(needed: number, rank: number, start: number): number {
    if (start === Infinity) return start;
    if (needed === -1 || endOfOp[needed] < 0) {
      missingOfRank[rank] = needed;
      return Infinity;
    }
    const at = endOfOp[needed] + (rankOfOp[needed] === rank ? 0 : send);
    return at > start ? at : start;
  }

  function wake(needing: number, ended: number): void {
    if (needing === -1) return;
    const rank = rankOfOp[needing];
    if (missingOfRank[rank] !== ended) return;
    missingOfRank[rank] = -1;
    stack[waiting++] = rank;
  }
}

/** [ranks]: most activations that a rank keeps at once: from the start of a forward to the end of its last backward. */
function peakActivations({ ranks, firstOfRank, kindOfOp, chunkShare }: Schedule, keptForWeights: number): Float64Array {
  const change = [1, -1, keptForWeights - 1, -keptForWeights, 0];
  const peakOfRank = new Float64Array(ranks);
  for (let rank = 0; rank < ranks; rank++) {
    let kept = 0;
    let most = 0;
    for (let op = firstOfRank[rank]; op < firstOfRank[rank + 1]; op++) {
      most = Math.max(most, kept + (hasForward(kindOfOp[op]) ? 1 : 0));
      kept += change[kindOfOp[op]];
    }
    peakOfRank[rank] = most * chunkShare;
  }
  return peakOfRank;
}
