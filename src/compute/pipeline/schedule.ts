/** @file A pipeline schedule as data: the operations of every rank, in the order in which the rank issues them. */
import {
  refuse,
  requireLength,
  requireObject,
  requirePositive,
  requirePositiveInteger,
  requireProductAtMost,
  requireTyped,
} from "../check.ts";

/**
 * A schedule. Ranks hold chunks of layers; a chunk is one stage on the way of a micro-batch, and a micro-batch passes the
 * stages 0, 1, …, `stages` − 1 forward and then backward.
 *
 * Operations of all ranks stand in one row, those of rank 0 first. Arrays named `…OfOp` are [operations].
 */
export type Schedule = {
  name: string;
  ranks: number;
  /** All of them; with two directions, those of both. */
  microBatches: number;
  chunksPerRank: number;
  /** Stages that each micro-batch passes. */
  stages: number;
  /** Layers of a chunk over those of 1/`ranks` of the model: 1, or less where a rank's layers are cut into several chunks. */
  chunkShare: number;
  /** [ranks × chunksPerRank] */
  stageOfChunk: Int32Array;
  /** [ranks + 1]: operations of rank r are those from `firstOfRank[r]` to before `firstOfRank[r + 1]`. */
  firstOfRank: Int32Array;
  /** Places in `operationKinds`. */
  kindOfOp: Uint8Array;
  /** Of an overlapped pair, its forward's. */
  microBatchOfOp: Int32Array;
  chunkOfOp: Uint8Array;
  /** Micro-batch of the backward in an overlapped pair; −1 elsewhere. */
  pairedMicroBatchOfOp: Int32Array;
  /** Chunk of the backward in an overlapped pair; 0 elsewhere. */
  pairedChunkOfOp: Uint8Array;
};

/**
 * Checks what a schedule is made of: its arrays, and that they fit each other. What the operations say is not looked at.
 *
 * @throws RangeError that names the first field which is not allowed, as in "schedule.firstOfRank"
 */
export function requireSchedule(schedule: Schedule): void {
  requireObject({ schedule });
  const {
    ranks,
    microBatches,
    chunksPerRank,
    stages,
    chunkShare,
    stageOfChunk,
    firstOfRank,
    kindOfOp,
    microBatchOfOp,
    chunkOfOp,
    pairedMicroBatchOfOp,
    pairedChunkOfOp,
  } = schedule;
  requirePositiveInteger({
    "schedule.ranks": ranks,
    "schedule.microBatches": microBatches,
    "schedule.chunksPerRank": chunksPerRank,
    "schedule.stages": stages,
  });
  requirePositive({ "schedule.chunkShare": chunkShare });
  const ints = {
    "schedule.stageOfChunk": stageOfChunk,
    "schedule.firstOfRank": firstOfRank,
    "schedule.microBatchOfOp": microBatchOfOp,
    "schedule.pairedMicroBatchOfOp": pairedMicroBatchOfOp,
  };
  const bytes = {
    "schedule.kindOfOp": kindOfOp,
    "schedule.chunkOfOp": chunkOfOp,
    "schedule.pairedChunkOfOp": pairedChunkOfOp,
  };
  requireTyped(ints, Int32Array);
  requireTyped(bytes, Uint8Array);
  requireLength({ "schedule.stageOfChunk": stageOfChunk }, ranks * chunksPerRank);
  requireLength({ "schedule.firstOfRank": firstOfRank }, ranks + 1);
  requireLength(
    {
      "schedule.microBatchOfOp": microBatchOfOp,
      "schedule.pairedMicroBatchOfOp": pairedMicroBatchOfOp,
      "schedule.chunkOfOp": chunkOfOp,
      "schedule.pairedChunkOfOp": pairedChunkOfOp,
    },
    kindOfOp.length,
  );
  if (firstOfRank[ranks] !== kindOfOp.length)
    refuse("schedule.firstOfRank", `end with the ${kindOfOp.length} operations`, firstOfRank[ranks]);
  requireProductAtMost({ "schedule.microBatches": microBatches, "schedule.stages": stages }, mostCells);
}

/** Most operations that figures and arrays can bear: micro-batches × stages. */
export const mostCells = 2 ** 20;

/** What a schedule is, besides its operations. */
export type ScheduleShape = Pick<
  Schedule,
  "name" | "ranks" | "microBatches" | "chunksPerRank" | "stages" | "chunkShare" | "stageOfChunk"
>;

/** Takes the operations of rank 0, then those of rank 1, …, and makes a schedule of them. */
export type ScheduleWriter = {
  /** @param pairedMicroBatch  −1 unless the operation is a pair */
  add(kind: number, microBatch: number, chunk: number, pairedMicroBatch?: number, pairedChunk?: number): void;
  /** The rank is complete; what is added next belongs to the next one. */
  endRank(): void;
  finish(): Schedule;
};

/** A writer of operations. @param capacity  operations that there will be, at most or about */
export function scheduleWriter(shape: ScheduleShape, capacity: number): ScheduleWriter {
  let kinds = new Uint8Array(capacity);
  let microBatches = new Int32Array(capacity);
  let chunks = new Uint8Array(capacity);
  let pairedMicroBatches = new Int32Array(capacity);
  let pairedChunks = new Uint8Array(capacity);
  const firstOfRank = new Int32Array(shape.ranks + 1);
  let count = 0;
  let rank = 0;
  return {
    add(kind, microBatch, chunk, pairedMicroBatch = -1, pairedChunk = 0) {
      if (count === kinds.length) {
        kinds = twice(kinds, Uint8Array);
        microBatches = twice(microBatches, Int32Array);
        chunks = twice(chunks, Uint8Array);
        pairedMicroBatches = twice(pairedMicroBatches, Int32Array);
        pairedChunks = twice(pairedChunks, Uint8Array);
      }
      kinds[count] = kind;
      microBatches[count] = microBatch;
      chunks[count] = chunk;
      pairedMicroBatches[count] = pairedMicroBatch;
      pairedChunks[count] = pairedChunk;
      count++;
    },
    endRank() {
      firstOfRank[++rank] = count;
    },
    finish: () => ({
      ...shape,
      firstOfRank,
      kindOfOp: kinds.slice(0, count),
      microBatchOfOp: microBatches.slice(0, count),
      chunkOfOp: chunks.slice(0, count),
      pairedMicroBatchOfOp: pairedMicroBatches.slice(0, count),
      pairedChunkOfOp: pairedChunks.slice(0, count),
    }),
  };
}

function twice<T extends Uint8Array | Int32Array>(array: T, Type: new (length: number) => T): T {
  const longer = new Type(Math.max(16, 2 * array.length));
  longer.set(array);
  return longer;
}

/** Stages of chunks laid one after another over the ranks: chunk c of rank r is stage c × ranks + r. */
export function stagesInLoops(ranks: number, chunksPerRank: number): Int32Array {
  return Int32Array.from(
    { length: ranks * chunksPerRank },
    (_, at) => (at % chunksPerRank) * ranks + Math.floor(at / chunksPerRank),
  );
}

/** Stages of two chunks for each rank where the second ones run back: rank r has stage r and stage `last` − r. */
export function stagesThereAndBack(ranks: number, last: number): Int32Array {
  return Int32Array.from({ length: 2 * ranks }, (_, at) => (at % 2 === 0 ? at / 2 : last - (at - 1) / 2));
}
