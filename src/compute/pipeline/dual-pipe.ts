/** @file DualPipe and DualPipeV: micro-batches from both ends of the pipeline, forwards overlapped with backwards. */
import { backward, backwardForInput, backwardForWeights, forward, overlapped } from "./operations.ts";
import { scheduleWriter, stagesThereAndBack, type Schedule, type ScheduleWriter } from "./schedule.ts";

/**
 * DualPipe. Each rank holds two chunks: its own stage for the micro-batches that enter at rank 0 (chunk 0), and the stage
 * of its mirror image for those that enter at the last rank (chunk 1). Micro-batches 0 to `microBatches`/2 − 1 go the
 * first way, the others the second.
 *
 * @param ranks  even
 * @param microBatches  even, at least 2 × `ranks`
 * @source §3.2.1, Figure 5; deepseek-ai/DualPipe, dualpipe/dualpipe.py, `step`
 */
export function dualPipe(ranks: number, microBatches: number): Schedule {
  const half = ranks / 2;
  const perWay = microBatches / 2;
  const shape = {
    name: "DualPipe",
    ranks,
    microBatches,
    chunksPerRank: 2,
    stages: ranks,
    chunkShare: 1,
    stageOfChunk: stagesThereAndBack(ranks, ranks - 1),
  };
  const writer = scheduleWriter(shape, 3 * ranks * microBatches);
  for (let rank = 0; rank < ranks; rank++) {
    const near = rank < half ? 0 : 1;
    const fromEnd = near === 0 ? rank : ranks - 1 - rank;
    writeRank(writer, { half, fromEnd, perWay, near, firstOfWay: [0, perWay] });
    writer.endRank();
  }
  return writer.finish();
}

/**
 * DualPipeV: DualPipe cut in half. Its ranks are the first half of DualPipe's, and what would leave for the second half
 * stays on the rank where it is: a micro-batch runs through chunk 0 of all ranks and back through their chunk 1. So each
 * layer is held once.
 *
 * @param microBatches  at least 2 × `ranks`
 * @source deepseek-ai/DualPipe, dualpipe/dualpipev.py, `step`
 */
export function dualPipeV(ranks: number, microBatches: number): Schedule {
  const shape = {
    name: "DualPipeV",
    ranks,
    microBatches,
    chunksPerRank: 2,
    stages: 2 * ranks,
    chunkShare: 1 / 2,
    stageOfChunk: stagesThereAndBack(ranks, 2 * ranks - 1),
  };
  const writer = scheduleWriter(shape, 6 * ranks * microBatches);
  for (let rank = 0; rank < ranks; rank++) {
    writeRank(writer, { half: ranks, fromEnd: rank, perWay: microBatches, near: 0, firstOfWay: [0, 0] });
    writer.endRank();
  }
  return writer.finish();
}

type Place = {
  /** Ranks from an end to the middle. */
  half: number;
  /** Ranks between this one and its end. */
  fromEnd: number;
  /** Micro-batches of each way, or passes of each chunk. */
  perWay: number;
  /** Chunk of the micro-batches that enter at this rank's end; the other chunk's come over the middle. */
  near: number;
  /** First micro-batch of chunk 0 and of chunk 1. */
  firstOfWay: [number, number];
};

/** The eight steps of a rank. "Near" and "far" are the two ways, as this rank sees them. */
function writeRank(writer: ScheduleWriter, { half, fromEnd, perWay, near, firstOfWay }: Place): void {
  const far = 1 - near;
  const toMiddle = half - 1 - fromEnd;
  const nextForward = [...firstOfWay];
  const nextBackward = [...firstOfWay];
  const waiting: { microBatch: number; chunk: number }[] = [];
  let firstWaiting = 0;

  const runForward = (chunk: number): void => writer.add(forward, nextForward[chunk]++, chunk);
  const runBackward = (chunk: number): void => writer.add(backward, nextBackward[chunk]++, chunk);
  const runPair = (ahead: number, back: number): void =>
    writer.add(overlapped, nextForward[ahead]++, ahead, nextBackward[back]++, back);
  const runForInput = (chunk: number): void => {
    waiting.push({ microBatch: nextBackward[chunk], chunk });
    writer.add(backwardForInput, nextBackward[chunk]++, chunk);
  };
  const runForWeights = (): void => {
    const { microBatch, chunk } = waiting[firstWaiting++];
    writer.add(backwardForWeights, microBatch, chunk);
  };

  for (let i = 0; i < 2 * toMiddle; i++) runForward(near);
  for (let i = 0; i <= fromEnd; i++) {
    runForward(near);
    runForward(far);
  }
  for (let i = 0; i < toMiddle; i++) {
    runForInput(far);
    runForWeights();
    runForward(far);
  }
  const pairs = perWay - 2 * half + fromEnd + 1;
  for (let i = 0; i < pairs; i++) {
    if (i === 0 && toMiddle === 0) {
      // At the middle the first pair is run one after the other: its backward waits for a forward of the neighbor.
      runForward(near);
      runBackward(far);
    } else {
      runPair(near, far);
    }
    runPair(far, near);
  }
  for (let i = 0; i < toMiddle; i++) {
    runBackward(far);
    runPair(far, near);
  }
  // The second half of these 2 × (fromEnd + 1) backwards is cut in two, so that the gaps of what follows can be filled.
  for (let i = 0; i < 2 * (fromEnd + 1); i++) {
    const chunk = i % 2 === 0 ? far : near;
    if (i < fromEnd + 1) runBackward(chunk);
    else runForInput(chunk);
  }
  for (let i = 0; i < toMiddle; i++) {
    runForWeights();
    runForInput(near);
  }
  for (let i = 0; i <= fromEnd; i++) runForWeights();
}
