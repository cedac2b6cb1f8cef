/** @file Exercises about post-training (chapters 5.1 to 5.3). */
import {
  cosineRate,
  groupAdvantages,
  klEstimate,
  majorityAccuracy,
  rejectionSampling,
  shareWithoutSignal,
  speculativeSpeedUp,
  tokensPerSolved,
} from "../../../compute/index.ts";
import { formatFixed, formatNumber, formatPercent } from "../../../kit/declare/format.ts";
import { numberExercise, stateExercise, type Exercises } from "../exercise.ts";

const threeDigits = { relative: 0.01, why: "three digits, rounded along the way" } as const;
const percent = (share: number): string => formatPercent(share);

export default {
  "sft-precision": numberExercise({
    draw: (random) => ({ pass: 0.05 * (1 + random.integer(6)), false: 0.02 * (2 + random.integer(5)) }),
    key: (given) => 100 * rejectionSampling({ passRate: given.pass, falsePositiveRate: given.false }).precision,
    unit: "%",
    tolerance: threeDigits,
    format: (value) => formatNumber(value, 3),
    shown: { pass: percent, false: percent },
    mistakes: [
      {
        value: (given) => 100 * (1 - given.false),
        reply:
          "That is the share of wrong answers that are refused. How many answers are accepted in all, and how many of them are right?",
      },
    ],
  }),
  "sft-samples": numberExercise({
    draw: (random) => ({ pass: [0.02, 0.04, 0.05, 0.08, 0.1, 0.125, 0.2][random.integer(7)] }),
    key: ({ pass }) => rejectionSampling({ passRate: pass }).samplesPerAccepted,
    unit: "samples",
    tolerance: threeDigits,
    format: (value) => formatNumber(value, 3),
    shown: { pass: percent },
  }),
  "sft-rate": numberExercise({
    draw: (random) => ({ progress: 0.1 * (1 + random.integer(9)) }),
    key: ({ progress }) => 1e6 * cosineRate({ from: 5e-6, to: 1e-6, progress }),
    unit: "· 10⁻⁶",
    tolerance: { absolute: 0.02, why: "two digits behind the point" },
    format: (value) => formatFixed(value, 2),
    shown: { progress: percent },
  }),
  "grpo-advantage": numberExercise({
    draw: (random) => {
      const size = 4 * (1 + random.integer(4));
      return { size, right: 1 + random.integer(size / 2 - 1) };
    },
    key: ({ size, right }) => groupAdvantages(Array.from({ length: size }, (_, i) => (i < right ? 1 : 0)))[0],
    unit: "",
    tolerance: { relative: 0.005, why: "the deviations over G and over G − 1 lie further apart than that" },
    format: (value) => formatFixed(value, 3),
    mistakes: [
      {
        value: ({ size, right }) =>
          groupAdvantages(
            Array.from({ length: size }, (_, i) => (i < right ? 1 : 0)),
            { recipe: "sample" },
          )[0],
        reply: "That divides by G − 1, as trainers do. The question asks for the deviation over G.",
      },
      {
        value: ({ size, right }) => 1 - right / size,
        reply: "That is the reward less the mean. Eq. 28 divides it by the deviation.",
      },
    ],
  }),
  "grpo-silent": numberExercise({
    draw: (random) => ({ pass: 0.02 * (1 + random.integer(8)), size: 8 * 2 ** random.integer(3) }),
    key: ({ pass, size }) => 100 * shareWithoutSignal({ groupSize: size, passRate: pass }),
    unit: "%",
    tolerance: { relative: 0.02, why: "two digits" },
    format: (value) => formatNumber(value, 3),
    shown: { pass: percent },
  }),
  "grpo-k3": numberExercise({
    draw: (random) => ({ ratio: [0.25, 0.4, 0.5, 0.8, 1.25, 2, 2.5, 4][random.integer(8)] }),
    key: ({ ratio }) => klEstimate(ratio),
    unit: "nats",
    tolerance: { relative: 0.02, why: "two digits" },
    format: (value) => formatFixed(value, 4),
    mistakes: [
      {
        value: ({ ratio }) => klEstimate(1 / ratio),
        reply: "That has the ratio upside down. Eq. 27 divides the reference by the policy.",
      },
      { value: ({ ratio }) => -Math.log(ratio), reply: "That is k1, the logarithm alone." },
    ],
  }),
  "grpo-find-no-signal": stateExercise({
    figure: "grpo-group",
    reached: ({ rewards, recipe }) => {
      const list = rewards as readonly number[];
      return (
        list.length === 4 &&
        recipe === "population" &&
        Math.abs(Math.max(...groupAdvantages(list)) - Math.sqrt(3)) < 1e-6
      );
    },
    solution: { rewards: [1, 0, 0, 0] },
  }),
  "learned-tokens-per-solved": numberExercise({
    draw: (random) => ({ pass: 0.05 * (4 + random.integer(14)), length: 100 * (5 + random.integer(20)) }),
    key: ({ pass, length }) => tokensPerSolved({ passRate: pass, meanTokens: length }),
    unit: "tokens",
    tolerance: threeDigits,
    format: (value) => formatNumber(value, 4),
    shown: { pass: percent },
    mistakes: [
      {
        value: ({ pass, length }) => pass * length,
        reply: "Multiplying makes a solved problem cheaper than an attempt. Failed attempts have to be paid, too.",
      },
    ],
  }),
  "learned-three-votes": numberExercise({
    draw: (random) => ({ accuracy: 0.05 * (12 + random.integer(7)) }),
    key: ({ accuracy }) => 100 * majorityAccuracy({ judges: 3, accuracy }),
    unit: "%",
    tolerance: { absolute: 0.15, why: "one digit behind the point" },
    format: (value) => formatFixed(value, 1),
    shown: { accuracy: percent },
    mistakes: [
      { value: ({ accuracy }) => 100 * accuracy ** 3, reply: "That is all three right. Two are a majority as well." },
    ],
  }),
  "learned-speed-up": numberExercise({
    draw: (random) => ({ acceptance: 0.7 + 0.05 * random.integer(6), extra: 0.02 * (1 + random.integer(8)) }),
    key: ({ acceptance, extra }) => speculativeSpeedUp([acceptance], extra),
    unit: "times",
    tolerance: { relative: 0.005, why: "three digits" },
    format: (value) => formatFixed(value, 2),
    shown: { acceptance: percent, extra: percent },
    mistakes: [
      {
        value: ({ acceptance }) => 1 + acceptance,
        reply: "Those are tokens a step. Each step costs more than a plain one.",
      },
    ],
  }),
  "learned-find-alike": stateExercise({
    figure: "reward-votes",
    reached: ({ judges, correlation }) => judges === 6 && correlation === 1,
    solution: { correlation: 1 },
  }),
} satisfies Exercises;
