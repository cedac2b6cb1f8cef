/** @file Random schedules and times for the tests of this folder. */
import * as fc from "fast-check";
import { scheduleNames, type ChunkTimes, type ScheduleName, type ScheduleSize } from "../../../src/compute/index.ts";

/** A size at which a schedule exists, with enough micro-batches for its formulas: at least two for each rank. */
export function anySize(name: ScheduleName): fc.Arbitrary<Required<ScheduleSize>> {
  return fc
    .record({
      half: fc.integer({ min: 1, max: 6 }),
      odd: fc.boolean(),
      more: fc.nat(12),
      chunks: fc.integer({ min: 2, max: 4 }),
    })
    .map(({ half, odd, more, chunks }) => {
      const ranks = 2 * half + (odd && name !== "DualPipe" ? 1 : 0);
      const microBatches =
        name === "Interleaved" ? ranks * (2 + (more % 3)) : 2 * ranks + (name === "DualPipe" ? 2 * more : more);
      return { ranks, microBatches, chunks };
    });
}

export const anySchedule = fc
  .constantFrom(...scheduleNames)
  .chain((name) => anySize(name).map((size) => ({ name, size })));

const time = fc.integer({ min: 0, max: 40 });

/** Times in whole numbers, which sums of doubles keep exactly. W is at most B; F&B may be anything. */
export const anyTimes: fc.Arbitrary<ChunkTimes> = fc
  .record({ forward: time, input: time, backwardForWeights: time, overlapped: fc.integer({ min: 0, max: 120 }) })
  .map(({ forward, input, backwardForWeights, overlapped }) => ({
    forward,
    backward: input + backwardForWeights,
    backwardForWeights,
    overlapped,
  }));

/** W ≤ min(F, B − W) and F&B ≤ F + B: where the report's ranking of the three schedules holds. */
export const tameTimes: fc.Arbitrary<ChunkTimes> = fc
  .record({ backwardForWeights: time, longerForward: time, longerInput: time, saved: time })
  .map(({ backwardForWeights: W, longerForward, longerInput, saved }) => {
    const forward = W + longerForward;
    const backward = 2 * W + longerInput;
    return {
      forward,
      backward,
      backwardForWeights: W,
      overlapped: Math.max(Math.max(forward, backward), forward + backward - saved),
    };
  });
