/** @file Exercises about what a training run costs (chapter 1). */
import {
  deepseekV3,
  gpuHours,
  h800,
  modelFlopUtilization,
  publishedRun,
  rentalUsd,
  sixTimesActivated,
  sumFlop,
  trainingDays,
  trainingFlop,
} from "../../../compute/index.ts";
import { formatNumber, formatUsd } from "../../../kit/declare/format.ts";
import { numberExercise, stateExercise, type Exercises } from "../exercise.ts";

const threeDigits = { relative: 0.01, why: "three digits, rounded along the way" } as const;
const percent = (value: number): string => formatNumber(value, 3);
const trillions = (value: number): string => `${formatNumber(value / 1e12, 3)} trillion`;
/** Utilization in percent at a speed and a number of activated parameters. */
const utilization = (tokensPerSecond: number, activated: number, peakFlopPerSecond: number): number =>
  100 * modelFlopUtilization({ flopPerSecond: tokensPerSecond * sixTimesActivated(activated), peakFlopPerSecond });
/** Percent of the training FLOP that are attention. */
const attentionShare = (context: number, causal: boolean): number => {
  const flop = trainingFlop(deepseekV3, { context, causal });
  return (100 * flop.attention) / sumFlop(flop);
};

export default {
  "cost-days": numberExercise({
    draw: (random) => ({ gpus: 256 * 2 ** random.integer(4), thousandHours: 50 * (1 + random.integer(20)) }),
    key: ({ gpus, thousandHours }) => trainingDays({ hours: thousandHours * 1000, gpus }),
    unit: "days",
    tolerance: threeDigits,
    format: (value) => formatNumber(value, 3),
    mistakes: [
      {
        value: ({ gpus, thousandHours }) => (thousandHours * 1000) / gpus,
        reply: "Those are hours of the cluster. How many of them are a day?",
      },
      {
        value: ({ thousandHours }) => (thousandHours * 1000) / 24,
        reply: "That is the time of one GPU. All of them work at once.",
      },
    ],
  }),
  "cost-rent": numberExercise({
    draw: (random) => ({ tokens: (2 + random.integer(14)) * 1e12, cents: 150 + 25 * random.integer(11) }),
    key: ({ tokens, cents }) =>
      rentalUsd({ hours: (tokens / 1e12) * publishedRun.hoursPerTrillionTokens, usdPerGpuHour: cents / 100 }),
    unit: "",
    tolerance: threeDigits,
    format: (value) => formatUsd(value),
    shown: { tokens: trillions, cents: (cents) => `$${(cents / 100).toFixed(2)}` },
    mistakes: [
      {
        value: ({ tokens }) => (tokens / 1e12) * publishedRun.hoursPerTrillionTokens,
        reply: "Those are GPU-hours. Each of them has a price.",
      },
    ],
  }),
  "cost-utilization": numberExercise({
    draw: (random) => ({ tokensPerSecond: 900 + 100 * random.integer(12) }),
    key: ({ tokensPerSecond }) => utilization(tokensPerSecond, 37e9, h800.peakBf16),
    unit: "%",
    tolerance: { relative: 0.015, why: "three digits; 989 or 989.4 TFLOP/s may stand for the peak" },
    format: percent,
    mistakes: [
      {
        value: ({ tokensPerSecond }) => utilization(tokensPerSecond, 37e9, h800.peakBf16) / 3,
        reply: "That is 2N, the forward pass alone. The backward pass does twice as much again.",
      },
      {
        value: ({ tokensPerSecond }) => utilization(tokensPerSecond, 37e9, h800.peakFp8),
        reply: "That is a share of the FP8 peak. The question names the BF16 one.",
      },
      {
        value: ({ tokensPerSecond }) => utilization(tokensPerSecond, 671e9, h800.peakBf16),
        reply: "That counts all parameters. Only the activated ones work on a token.",
      },
    ],
  }),
  "cost-attention-share": numberExercise({
    draw: (random) => ({ context: 4096 * 2 ** (1 + random.integer(5)) }),
    key: ({ context }) => attentionShare(context, true),
    unit: "%",
    tolerance: { absolute: 0.6, why: "a reading to the next percent is right" },
    format: percent,
    shown: { context: (context) => `${context / 1024}K` },
    mistakes: [
      {
        value: ({ context }) => attentionShare(context, false),
        reply: "That counts the whole square. A causal model needs half of it.",
      },
    ],
  }),
  "cost-hours": numberExercise({
    draw: (random) => ({ speed: 1000 + 250 * random.integer(9), tokens: (2 + random.integer(14)) * 1e12 }),
    key: ({ speed, tokens }) => gpuHours({ tokens, tokensPerSecond: speed }) / 1e6,
    unit: "million GPU-hours",
    tolerance: threeDigits,
    format: (value) => formatNumber(value, 3),
    shown: { tokens: trillions },
    mistakes: [
      { value: ({ speed, tokens }) => tokens / speed / 1e6, reply: "Those are seconds. An hour has 3,600 of them." },
    ],
  }),
  "cost-reach-forty": stateExercise({
    figure: "gpu-hours",
    reached: ({ known, utilization: reached, peak, usdPerGpuHour }) =>
      known === "utilization" && reached === 0.4 && peak === "fp8" && usdPerGpuHour === 3,
    solution: { known: "utilization", utilization: 0.4, peak: "fp8", usdPerGpuHour: 3 },
  }),
} satisfies Exercises;
