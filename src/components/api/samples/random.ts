/** @file A call of each function for random numbers. */
import type { Samples } from "../samples.ts";

export const randomSamples = {
  createRandom: () => [7],
} satisfies Samples;
