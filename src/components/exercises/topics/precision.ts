/** @file Exercises about numbers in eight bits (chapter 3.3). */
import {
  e4m3,
  errorMetrics,
  powerOfTwoAtLeast,
  quantize,
  roundTo,
  sampleMatrix,
  scaleOf,
} from "../../../compute/index.ts";
import { formatExact, formatNumber } from "../../../kit/declare/format.ts";
import { numberExercise, stateExercise, type Exercises } from "../exercise.ts";

/** Share of the figure's matrix that one scale for all loses to zero. */
function lostShare(sample: {
  shape: "channels" | "tokens";
  outlierFactor: number;
  spread: number;
  seed: number;
}): number {
  const size = { rows: 128, columns: 512 };
  const original = sampleMatrix({ ...sample, ...size });
  return errorMetrics({ original, restored: quantize(original, size, e4m3, { granularity: "tensor" }).values })
    .underflowedShare;
}

export default {
  "fp8-round": numberExercise({
    // Odd multiples of an eighth of a power of two, halved: every second one is a tie.
    draw: (random) => ({ value: 2 ** random.integer(7) * (1 + (2 * random.integer(8) + 1) / 16) }),
    key: ({ value }) => roundTo(e4m3, value),
    unit: "",
    tolerance: { relative: 1e-6, why: "a value that the format has is exact" },
    format: formatExact,
    mistakes: [
      {
        value: ({ value }) => 2 * value - roundTo(e4m3, value),
        reply:
          "That is the other neighbor. The value is exactly in the middle, and the one with the even mantissa wins.",
      },
    ],
  }),
  "fp8-scale": numberExercise({
    draw: (random) => ({ amax: 7 * (1 + random.integer(60)) }),
    key: ({ amax }) => amax / e4m3.largest,
    unit: "",
    tolerance: { relative: 0.005, why: "three digits" },
    format: (value) => formatNumber(value, 4),
    mistakes: [
      {
        value: ({ amax }) => e4m3.largest / amax,
        reply: "That is its inverse. Values are divided by the scale before rounding.",
      },
    ],
  }),
  "fp8-power-scale": numberExercise({
    draw: (random) => ({ amax: 25 * (1 + random.integer(60)) }),
    key: ({ amax }) => scaleOf(amax, e4m3, "power"),
    unit: "",
    tolerance: { relative: 1e-6, why: "a power of two is exact" },
    format: formatExact,
    mistakes: [
      {
        value: ({ amax }) => powerOfTwoAtLeast(amax / e4m3.largest) / 2,
        reply: "With that scale the largest value would lie past the end of the format.",
      },
    ],
  }),
  "fp8-scales-of-matrix": numberExercise({
    draw: (random) => ({ tokens: 64 * (1 + random.integer(32)), channels: 1024 * (1 + random.integer(14)) }),
    key: ({ tokens, channels }) => (tokens * channels) / 128,
    unit: "scales",
    tolerance: { relative: 0.001, why: "a count, typed with four digits" },
    format: formatExact,
    mistakes: [
      {
        value: ({ tokens, channels }) => (tokens * channels) / 128 ** 2,
        reply: "Those are blocks. A tile belongs to one token.",
      },
    ],
  }),
  "fp8-find-loss": stateExercise({
    figure: "fp8-error",
    reached: ({ format, granularity, values, outlierFactor, spread, seed }) =>
      format === "e4m3" &&
      granularity === "tensor" &&
      (values === "channels" || values === "tokens") &&
      lostShare({ shape: values, outlierFactor, spread, seed } as never) > 0.9,
    solution: { granularity: "tensor", outlierFactor: 1_000_000 },
  }),
} satisfies Exercises;
