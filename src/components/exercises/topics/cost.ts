/** @file Exercises about what a training run costs (chapter 1). */
import { deepseekV3, forwardFlop, gpuHours, modelFlopUtilization, rentalUsd, sixTimesActivated, sumFlop, trainingDays } from "../../../compute/index.ts";
import { formatNumber, formatUsd } from "../../../kit/declare/format.ts";
import { numberExercise, stateExercise, type Exercises } from "../exercise.ts";

const percent = (value: number): string => formatNumber(value, 3);
const trillions = (value: number): string => `${formatNumber(value / 1e12, 3)} trillion`;

export default {
  "cost-days": numberExercise({
    draw: (random) => ({ gpus: 256 * 2 ** random.integer(4), thousandHours: 50 * (1 + random.integer(20)) }),
    key: ({ gpus, thousandHours }) => trainingDays(thousandHours * 1000, gpus),
    unit: "days",
    tolerance: { relative: 0.01, why: "three digits, rounded along the way" },
    format: (value) => formatNumber(value, 3),
    mistakes: [
      { value: ({ gpus, thousandHours }) => (thousandHours * 1000) / gpus, reply: "Those are hours of the cluster. How many of them are a day?" },
      { value: ({ thousandHours }) => (thousandHours * 1000) / 24, reply: "That is the time of one GPU. All of them work at once." },
    ],
  }),
  "cost-rent": numberExercise({
    draw: (random) => ({ tokens: (2 + random.integer(14)) * 1e12, cents: 150 + 25 * random.integer(11) }),
    key: ({ tokens, cents }) => rentalUsd((tokens / 1e12) * 180_000, cents / 100),
    unit: "",
    tolerance: { relative: 0.01, why: "three digits, rounded along the way" },
    format: (value) => formatUsd(value),
    shown: { tokens: trillions, cents: (cents) => `$${(cents / 100).toFixed(2)}` },
    mistakes: [{ value: ({ tokens }) => (tokens / 1e12) * 180_000, reply: "Those are GPU-hours. Each of them has a price." }],
  }),
  "cost-utilization": numberExercise({
    draw: (random) => ({ tokensPerSecond: 900 + 100 * random.integer(12) }),
    key: ({ tokensPerSecond }) => 100 * modelFlopUtilization(tokensPerSecond * sixTimesActivated(37e9), 989.4e12),
    unit: "%",
    tolerance: { relative: 0.015, why: "three digits; 989 or 989.4 TFLOP/s may stand for the peak" },
    format: percent,
    mistakes: [
      { value: ({ tokensPerSecond }) => 100 * modelFlopUtilization((tokensPerSecond * sixTimesActivated(37e9)) / 3, 989.4e12), reply: "That is 2N, the forward pass alone. The backward pass does twice as much again." },
      { value: ({ tokensPerSecond }) => 100 * modelFlopUtilization(tokensPerSecond * sixTimesActivated(37e9), 1978.9e12), reply: "That is a share of the FP8 peak. The question names the BF16 one." },
      { value: ({ tokensPerSecond }) => 100 * modelFlopUtilization(tokensPerSecond * sixTimesActivated(671e9), 989.4e12), reply: "That counts all parameters. Only the activated ones work on a token." },
    ],
  }),
  "cost-attention-share": numberExercise({
    draw: (random) => ({ context: 4096 * 2 ** (1 + random.integer(5)) }),
    key: ({ context }) => {
      const flop = forwardFlop(deepseekV3, { context });
      return (100 * flop.attention) / sumFlop(flop);
    },
    unit: "%",
    tolerance: { absolute: 0.6, why: "the cell and the figure print three digits; a reading to the next percent is right" },
    format: percent,
    shown: { context: (context) => `${context / 1024}K` },
    mistakes: [
      {
        value: ({ context }) => {
          const flop = forwardFlop(deepseekV3, { context, causal: false });
          return (100 * flop.attention) / sumFlop(flop);
        },
        reply: "That counts the whole square. A causal model needs half of it.",
      },
    ],
  }),
  "cost-same-hours": numberExercise({
    draw: (random) => ({ speed: 1000 + 250 * random.integer(9), tokens: (2 + random.integer(14)) * 1e12 }),
    key: ({ speed, tokens }) => gpuHours(tokens, speed) / 1e6,
    unit: "million GPU-hours",
    tolerance: { relative: 0.01, why: "three digits, rounded along the way" },
    format: (value) => formatNumber(value, 3),
    shown: { tokens: trillions },
    mistakes: [{ value: ({ speed, tokens }) => tokens / speed / 1e6, reply: "Those are seconds. An hour has 3,600 of them." }],
  }),
  "cost-reach-half": stateExercise({
    figure: "gpu-hours",
    reached: ({ known, utilization, peak, usdPerGpuHour }) => known === "utilization" && utilization === 40 && peak === "fp8" && usdPerGpuHour === 3,
    solution: { known: "utilization", utilization: 40, peak: "fp8", usdPerGpuHour: 3 },
  }),
} satisfies Exercises;
