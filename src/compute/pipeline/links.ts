/** @file Which operation waits for which: the same rule for every schedule, found from stages and micro-batches. */
import { requireIntegerInRange, requireLength, requireObject, requireTyped } from "../check.ts";
import {
  backward,
  backwardForInput,
  backwardForWeights,
  hasBackwardForInput,
  hasBackwardForWeights,
  hasForward,
  operationKinds,
  overlapped,
} from "./operations.ts";
import { requireSchedule, type Schedule } from "./schedule.ts";

/** Where each part of the work is done. −1 where no operation does it. */
export type OperationIndex = {
  /** [operations] */
  rankOfOp: Int32Array;
  /** [microBatches × stages]: the operation with the forward of a micro-batch in a stage. */
  forwardOp: Int32Array;
  /** Likewise, of its backward for input. */
  inputOp: Int32Array;
  /** Likewise, of its backward for weights. */
  weightsOp: Int32Array;
};

/**
 * Finds the operation for each forward and backward of each micro-batch in each stage.
 *
 * @throws RangeError if two operations do the same work, or one names a micro-batch, chunk or kind that does not exist
 * @source ours: a look-up table of a schedule
 */
export function indexOperations(schedule: Schedule): OperationIndex {
  requireSchedule(schedule);
  const {
    ranks,
    microBatches,
    chunksPerRank,
    stages,
    stageOfChunk,
    firstOfRank,
    kindOfOp,
    microBatchOfOp,
    chunkOfOp,
    pairedMicroBatchOfOp,
    pairedChunkOfOp,
  } = schedule;
  const rankOfOp = new Int32Array(kindOfOp.length);
  const forwardOp = new Int32Array(microBatches * stages).fill(-1);
  const inputOp = new Int32Array(microBatches * stages).fill(-1);
  const weightsOp = new Int32Array(microBatches * stages).fill(-1);
  for (let rank = 0; rank < ranks; rank++) {
    for (let op = firstOfRank[rank]; op < firstOfRank[rank + 1]; op++) {
      rankOfOp[op] = rank;
      const kind = kindOfOp[op];
      if (kind >= operationKinds.length)
        requireIntegerInRange({ [`kindOfOp[${op}]`]: kind }, 0, operationKinds.length - 1);
      const isPair = kind === overlapped;
      const ahead = cell(microBatchOfOp[op], chunkOfOp[op], rank);
      const back = isPair ? cell(pairedMicroBatchOfOp[op], pairedChunkOfOp[op], rank) : ahead;
      if (hasForward(kind)) claim(forwardOp, ahead, op, "forward");
      if (hasBackwardForInput(kind)) claim(inputOp, back, op, "backward for input");
      if (hasBackwardForWeights(kind)) claim(weightsOp, back, op, "backward for weights");
    }
  }
  return { rankOfOp, forwardOp, inputOp, weightsOp };

  function cell(microBatch: number, chunk: number, rank: number): number {
    if (!(microBatch >= 0 && microBatch < microBatches)) requireIntegerInRange({ microBatch }, 0, microBatches - 1);
    if (!(chunk < chunksPerRank)) requireIntegerInRange({ chunk }, 0, chunksPerRank - 1);
    return microBatch * stages + stageOfChunk[rank * chunksPerRank + chunk];
  }
  function claim(opOfCell: Int32Array, at: number, op: number, what: string): void {
    if (opOfCell[at] !== -1)
      throw new RangeError(
        `schedule must do everything once (got the ${what} of micro-batch ${Math.floor(at / stages)} in stage ${at % stages} twice)`,
      );
    opOfCell[at] = op;
  }
}

/** One thing that an operation needs before it can start. */
export type Need = {
  /** What must have run. */
  work: "forward" | "backwardForInput";
  microBatch: number;
  stage: number;
  /** The operation that does it; −1 if none does. */
  op: number;
};

/**
 * What an operation waits for, besides its rank: a forward for that of the stage before, a backward for that of the
 * stage behind and its own forward, gradients for weights for those for inputs.
 *
 * @throws RangeError if there is no such operation
 * @source §3.2.1: what a forward, and both parts of a backward, follow from
 */
export function needsOf(schedule: Schedule, index: OperationIndex, op: number): Need[] {
  requireSchedule(schedule);
  requireIndex("index", index, schedule);
  requireIntegerInRange({ op }, 0, schedule.kindOfOp.length - 1);
  return needsOfOperation(schedule, index, op);
}

/** `needsOf` of what was looked at, for loops over all operations. */
export function needsOfOperation(schedule: Schedule, index: OperationIndex, op: number): Need[] {
  const {
    stages,
    stageOfChunk,
    chunksPerRank,
    kindOfOp,
    microBatchOfOp,
    chunkOfOp,
    pairedMicroBatchOfOp,
    pairedChunkOfOp,
  } = schedule;
  const { rankOfOp, forwardOp, inputOp } = index;
  const stageOf = (chunk: number): number => stageOfChunk[rankOfOp[op] * chunksPerRank + chunk];
  const need = (work: Need["work"], microBatch: number, stage: number): Need => ({
    work,
    microBatch,
    stage,
    op: (work === "forward" ? forwardOp : inputOp)[microBatch * stages + stage],
  });
  const kind = kindOfOp[op];
  const needs: Need[] = [];
  if (hasForward(kind)) {
    const stage = stageOf(chunkOfOp[op]);
    if (stage > 0) needs.push(need("forward", microBatchOfOp[op], stage - 1));
  }
  if (hasBackwardForInput(kind)) {
    const microBatch = kind === overlapped ? pairedMicroBatchOfOp[op] : microBatchOfOp[op];
    const stage = stageOf(kind === overlapped ? pairedChunkOfOp[op] : chunkOfOp[op]);
    needs.push(need("forward", microBatch, stage));
    if (stage < stages - 1) needs.push(need("backwardForInput", microBatch, stage + 1));
  }
  if (kind === backwardForWeights) needs.push(need("backwardForInput", microBatchOfOp[op], stageOf(chunkOfOp[op])));
  return needs;
}

/**
 * Checks that an index has the arrays of a schedule's. What they say is not looked at.
 *
 * @param path  what the caller calls it
 * @throws RangeError that names the first array which is not one
 */
export function requireIndex(path: string, index: OperationIndex, { kindOfOp, microBatches, stages }: Schedule): void {
  requireObject({ [path]: index });
  const { rankOfOp, forwardOp, inputOp, weightsOp } = index;
  requireTyped(
    {
      [`${path}.rankOfOp`]: rankOfOp,
      [`${path}.forwardOp`]: forwardOp,
      [`${path}.inputOp`]: inputOp,
      [`${path}.weightsOp`]: weightsOp,
    },
    Int32Array,
  );
  requireLength({ [`${path}.rankOfOp`]: rankOfOp }, kindOfOp.length);
  requireLength(
    { [`${path}.forwardOp`]: forwardOp, [`${path}.inputOp`]: inputOp, [`${path}.weightsOp`]: weightsOp },
    microBatches * stages,
  );
}

/**
 * An operation in words: "backward for input of micro-batch 3 on rank 2". Of an overlapped pair, both of its parts.
 *
 * @throws RangeError if there is no such operation, or an array does not fit the schedule
 * @source ours: operations in words
 */
export function describeOperation(schedule: Schedule, index: OperationIndex, op: number): string {
  requireSchedule(schedule);
  requireIndex("index", index, schedule);
  requireIntegerInRange({ op }, 0, schedule.kindOfOp.length - 1);
  const { kindOfOp, microBatchOfOp, pairedMicroBatchOfOp, chunkOfOp, chunksPerRank } = schedule;
  const rank = `on rank ${index.rankOfOp[op]}`;
  const chunk = chunksPerRank > 1 ? `, chunk ${chunkOfOp[op]},` : "";
  switch (kindOfOp[op]) {
    case overlapped:
      return `forward of micro-batch ${microBatchOfOp[op]} with backward of micro-batch ${pairedMicroBatchOfOp[op]} ${rank}`;
    case backward:
      return `backward of micro-batch ${microBatchOfOp[op]}${chunk} ${rank}`;
    case backwardForInput:
      return `backward for input of micro-batch ${microBatchOfOp[op]}${chunk} ${rank}`;
    case backwardForWeights:
      return `backward for weights of micro-batch ${microBatchOfOp[op]}${chunk} ${rank}`;
    default:
      return `forward of micro-batch ${microBatchOfOp[op]}${chunk} ${rank}`;
  }
}
