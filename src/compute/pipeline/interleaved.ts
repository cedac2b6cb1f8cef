/** @file Interleaved 1F1B: each rank holds several chunks of layers, and a micro-batch passes all ranks once for each. */
import { backward, forward } from "./operations.ts";
import { scheduleWriter, stagesInLoops, type Schedule } from "./schedule.ts";

/**
 * Interleaved 1F1B as Megatron-LM has it: micro-batches go through in groups of `ranks`, each group through all chunks,
 * so that a bubble lasts as long as a chunk and not as long as all layers of a rank.
 *
 * @param microBatches  a multiple of `ranks`
 * @source arXiv:2104.04473, §2.2 and Figure 4
 */
export function interleavedOneForwardOneBackward(ranks: number, microBatches: number, chunks: number): Schedule {
  const stageOfChunk = stagesInLoops(ranks, chunks);
  const perRank = microBatches * chunks;
  const writer = scheduleWriter(
    {
      name: "Interleaved",
      ranks,
      microBatches,
      chunksPerRank: chunks,
      stages: ranks * chunks,
      chunkShare: 1 / chunks,
      stageOfChunk,
    },
    2 * ranks * perRank,
  );
  const group = ranks * chunks;
  /** The i-th forward of a rank, and the i-th backward, which takes the chunks from the last one on. */
  const microBatchOf = (i: number): number => Math.floor(i / group) * ranks + (i % ranks);
  const chunkOf = (i: number): number => Math.floor((i % group) / ranks);
  for (let rank = 0; rank < ranks; rank++) {
    const ahead = Math.min(2 * (ranks - 1 - rank) + (chunks - 1) * ranks, perRank);
    for (let i = 0; i < perRank + ahead; i++) {
      if (i < perRank) writer.add(forward, microBatchOf(i), chunkOf(i));
      const done = i - ahead;
      if (done >= 0) writer.add(backward, microBatchOf(done), chunks - 1 - chunkOf(done));
    }
    writer.endRank();
  }
  return writer.finish();
}
