/** @file How long the operations of a schedule take. */
import { refuse, requireArray, requireLength, requireNonNegative, requireObject } from "../check.ts";
import { backward, backwardForInput, backwardForWeights, forward, operationKinds, overlapped } from "./operations.ts";
import type { Schedule } from "./schedule.ts";

/**
 * Times of one micro-batch on the layers of one rank, 1/ranks of the model, all in one unit. A schedule whose ranks hold
 * several chunks takes that share of them for each.
 */
export type ChunkTimes = {
  /** F */
  forward: number;
  /** B: the whole backward, for inputs and for weights. */
  backward: number;
  /** W: the part of B that is for weights. */
  backwardForWeights: number;
  /** F&B: a forward and a backward that run together. Not the sum of the two. */
  overlapped: number;
};

/** F = 1, B = 2 of which W = 1, nothing won by overlap: the times with which Figure 5 is drawn. @source §3.2.1, Figure 5 */
export const unitTimes: Readonly<ChunkTimes> = Object.freeze({
  forward: 1,
  backward: 2,
  backwardForWeights: 1,
  overlapped: 3,
});

export type TimingOptions = {
  /** From the end of an operation to the moment when another rank has its result. Ranks go on meanwhile. Default 0. */
  send?: number;
  /** [stages]: factor on all times of a stage, for layers that are not alike. Default 1. */
  factorOfStage?: ArrayLike<number> | null;
  /** [ranks]: factor on all times of a rank, for a straggler. Default 1. */
  factorOfRank?: ArrayLike<number> | null;
};

/** Checks times. @throws RangeError if one is negative or not finite, or W exceeds B */
export function requireChunkTimes(times: ChunkTimes): void {
  requireObject({ times });
  const { forward, backward, backwardForWeights, overlapped } = times;
  requireNonNegative({ forward, backward, backwardForWeights, overlapped });
  if (backwardForWeights > backward)
    refuse("backwardForWeights", `be at most the whole backward, ${backward}`, backwardForWeights);
}

/**
 * Durations of all operations of a schedule.
 *
 * A pair whose two stages have factors of their own takes F&B times the mean of the factors, weighted by F and B.
 *
 * @returns durationOfOp, [operations]
 * @throws RangeError if a time or factor is negative or not finite, W exceeds B, or there are not as many factors as
 *   stages or ranks
 */
export function operationDurations(schedule: Schedule, times: ChunkTimes, options: TimingOptions = {}): Float64Array {
  const { ranks, stages, chunksPerRank, chunkShare, stageOfChunk, firstOfRank, kindOfOp, chunkOfOp, pairedChunkOfOp } =
    schedule;
  requireChunkTimes(times);
  requireObject({ options });
  const { factorOfStage = null, factorOfRank = null } = options;
  requireFactors("factorOfStage", factorOfStage, stages);
  requireFactors("factorOfRank", factorOfRank, ranks);
  const timeOfKind = new Float64Array(operationKinds.length);
  timeOfKind[forward] = chunkShare * times.forward;
  timeOfKind[backward] = chunkShare * times.backward;
  timeOfKind[backwardForInput] = chunkShare * (times.backward - times.backwardForWeights);
  timeOfKind[backwardForWeights] = chunkShare * times.backwardForWeights;
  timeOfKind[overlapped] = chunkShare * times.overlapped;
  const alone = times.forward + times.backward;
  const forwardPart = alone === 0 ? 1 / 2 : times.forward / alone;
  const durationOfOp = new Float64Array(kindOfOp.length);
  for (let rank = 0; rank < ranks; rank++) {
    const ofRank = factorOfRank ? factorOfRank[rank] : 1;
    for (let op = firstOfRank[rank]; op < firstOfRank[rank + 1]; op++) {
      let factor = ofRank;
      if (factorOfStage) {
        const own = factorOfStage[stageOfChunk[rank * chunksPerRank + chunkOfOp[op]]];
        const back = factorOfStage[stageOfChunk[rank * chunksPerRank + pairedChunkOfOp[op]]];
        factor *= kindOfOp[op] === overlapped ? back + forwardPart * (own - back) : own;
      }
      durationOfOp[op] = factor * timeOfKind[kindOfOp[op]];
    }
  }
  return durationOfOp;
}

function requireFactors(name: string, factors: ArrayLike<number> | null, length: number): void {
  if (factors === null) return;
  requireArray({ [name]: factors });
  requireLength({ [name]: factors }, length);
  for (let i = 0; i < length; i++) requireNonNegative({ [`${name}[${i}]`]: factors[i] });
}
