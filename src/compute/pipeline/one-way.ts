/** @file Schedules in which every micro-batch enters at rank 0: GPipe, 1F1B and ZB1P (zero bubble H1). */
import { backward, backwardForInput, backwardForWeights, forward } from "./operations.ts";
import { scheduleWriter, stagesInLoops, type Schedule, type ScheduleShape } from "./schedule.ts";

/**
 * GPipe: all forwards, then all backwards, the last micro-batch first.
 *
 * @source arXiv:1811.06965, Figure 2
 */
export function gPipe(ranks: number, microBatches: number): Schedule {
  const writer = scheduleWriter(oneChunk("GPipe", ranks, microBatches), 2 * ranks * microBatches);
  for (let rank = 0; rank < ranks; rank++) {
    for (let i = 0; i < microBatches; i++) writer.add(forward, i, 0);
    for (let i = microBatches - 1; i >= 0; i--) writer.add(backward, i, 0);
    writer.endRank();
  }
  return writer.finish();
}

/**
 * 1F1B: as many forwards as there are ranks behind, then one forward and one backward in turn, so that no rank keeps the
 * activations of more than `ranks` micro-batches.
 *
 * @source arXiv:1806.03377; arXiv:2104.04473, §2.2
 */
export function oneForwardOneBackward(ranks: number, microBatches: number): Schedule {
  const writer = scheduleWriter(oneChunk("1F1B", ranks, microBatches), 2 * ranks * microBatches);
  for (let rank = 0; rank < ranks; rank++) {
    const ahead = Math.min(ranks - 1 - rank, microBatches);
    for (let i = 0; i < ahead; i++) writer.add(forward, i, 0);
    for (let i = ahead; i < microBatches; i++) {
      writer.add(forward, i, 0);
      writer.add(backward, i - ahead, 0);
    }
    for (let i = microBatches - ahead; i < microBatches; i++) writer.add(backward, i, 0);
    writer.endRank();
  }
  return writer.finish();
}

/**
 * ZB1P, the zero-bubble schedule H1: 1F1B with each backward cut in two. A rank is `rank` backwards for weights behind,
 * and fills with them the gaps in which 1F1B waits at its end. That is the most it can lag without keeping more than
 * `ranks` activations.
 *
 * @source arXiv:2401.10241, §2.1 and Figure 3
 */
export function zeroBubbleH1(ranks: number, microBatches: number): Schedule {
  const writer = scheduleWriter(oneChunk("ZB1P", ranks, microBatches), 3 * ranks * microBatches);
  for (let rank = 0; rank < ranks; rank++) {
    const ahead = Math.min(ranks - 1 - rank, microBatches);
    for (let i = 0; i < ahead; i++) writer.add(forward, i, 0);
    for (let i = 0; i < microBatches; i++) {
      if (ahead + i < microBatches) writer.add(forward, ahead + i, 0);
      writer.add(backwardForInput, i, 0);
      if (i >= rank) writer.add(backwardForWeights, i - rank, 0);
    }
    for (let i = Math.max(0, microBatches - rank); i < microBatches; i++) writer.add(backwardForWeights, i, 0);
    writer.endRank();
  }
  return writer.finish();
}

function oneChunk(name: string, ranks: number, microBatches: number): ScheduleShape {
  return {
    name,
    ranks,
    microBatches,
    chunksPerRank: 1,
    stages: ranks,
    chunkShare: 1,
    stageOfChunk: stagesInLoops(ranks, 1),
  };
}
