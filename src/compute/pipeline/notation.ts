/** @file Schedules as text, for schedules made by hand and for comparing orders. */
import { refuse } from "../check.ts";
import { backward, backwardForInput, backwardForWeights, forward, overlapped } from "./operations.ts";
import { requireSchedule, scheduleWriter, type Schedule, type ScheduleShape } from "./schedule.ts";

const letters = ["F", "B", "I", "W"];

/**
 * A schedule as text: a line for each rank, its operations in order.
 *
 * `F3` is the forward of micro-batch 3, `B3` its whole backward, `I3` the backward for input, `W3` that for weights;
 * `F5&B2` a forward and a backward that run together; `F3.1` means chunk 1 of the rank, and chunk 0 goes without saying.
 *
 * @throws RangeError if an array of the schedule does not fit the others
 * @source ours: a notation of this module
 */
export function writeSchedule(schedule: Schedule): string {
  requireSchedule(schedule);
  const { ranks, firstOfRank, kindOfOp, microBatchOfOp, chunkOfOp, pairedMicroBatchOfOp, pairedChunkOfOp } = schedule;
  const name = (letter: string, microBatch: number, chunk: number): string =>
    `${letter}${microBatch}${chunk === 0 ? "" : `.${chunk}`}`;
  const lines: string[] = [];
  for (let rank = 0; rank < ranks; rank++) {
    const words: string[] = [];
    for (let op = firstOfRank[rank]; op < firstOfRank[rank + 1]; op++) {
      const isPair = kindOfOp[op] === overlapped;
      const own = name(isPair ? "F" : letters[kindOfOp[op]], microBatchOfOp[op], chunkOfOp[op]);
      words.push(isPair ? `${own}&${name("B", pairedMicroBatchOfOp[op], pairedChunkOfOp[op])}` : own);
    }
    lines.push(words.join(" "));
  }
  return lines.join("\n");
}

/**
 * Reads a schedule in which rank r holds stage r, in the notation of `writeSchedule`, without chunks.
 *
 * @param text  a line for each rank; empty lines do not count
 * @throws RangeError if a word is no operation, or there is none
 * @source ours: a notation of this module
 */
export function readSchedule(text: string): Schedule {
  if (typeof text !== "string") refuse("text", "be a text", text);
  const lines = text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
  if (lines.length === 0) refuse("text", "have a line for each rank", text);
  const operations = lines.map((line, rank) => line.split(/\s+/).map((word) => readOperation(word, rank)));
  const microBatches = 1 + Math.max(...operations.flat().flatMap(({ microBatch, paired }) => [microBatch, paired]));
  const ranks = lines.length;
  const shape: ScheduleShape = {
    name: "by hand",
    ranks,
    microBatches,
    chunksPerRank: 1,
    stages: ranks,
    chunkShare: 1,
    stageOfChunk: Int32Array.from(lines.keys()),
  };
  const writer = scheduleWriter(shape, operations.flat().length);
  for (const ofRank of operations) {
    for (const { kind, microBatch, paired } of ofRank) writer.add(kind, microBatch, 0, paired);
    writer.endRank();
  }
  return writer.finish();
}

function readOperation(word: string, rank: number): { kind: number; microBatch: number; paired: number } {
  const pair = /^F(\d{1,6})&B(\d{1,6})$/.exec(word);
  if (pair) return { kind: overlapped, microBatch: Number(pair[1]), paired: Number(pair[2]) };
  const single = /^([FBIW])(\d{1,6})$/.exec(word);
  if (!single) refuse("text", `have operations like F0, B0, I0, W0 or F1&B0 on rank ${rank}`, word);
  const kind = [forward, backward, backwardForInput, backwardForWeights][letters.indexOf(single[1])];
  return { kind, microBatch: Number(single[2]), paired: -1 };
}
