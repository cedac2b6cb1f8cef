/** @file Exercises about evaluations and ablations (chapters 4.3 and 4.4). */
import { rightAnswers, scoreDifference, signTest } from "../../../compute/index.ts";
import { formatFixed, formatNumber } from "../../../kit/declare/format.ts";
import { numberExercise, stateExercise, type Exercises } from "../exercise.ts";

/** Standard error of a share, in points. */
const errorOf = (share: number, items: number): number =>
  (100 * scoreDifference({ first: share, second: share, items }).error) / Math.SQRT2;

export default {
  "scores-error": numberExercise({
    draw: (random) => ({
      percent: 40 + random.integer(55),
      items: [125, 164, 198, 250, 500, 800, 1000, 1319][random.integer(8)],
    }),
    key: ({ percent, items }) => errorOf(percent / 100, items),
    unit: "points",
    tolerance: { relative: 0.02, why: "two digits" },
    format: (value) => formatFixed(value, 2),
    shown: { percent: (percent) => `${percent}%` },
    mistakes: [
      {
        value: ({ percent, items }) => (percent * (100 - percent)) / items / 100,
        reply: "That is the variance, in other units. The error is its square root.",
      },
    ],
  }),
  "scores-grim": numberExercise({
    draw: (random) => {
      const items = [164, 198, 500, 225, 133, 176][random.integer(6)];
      const right = Math.round(items * (0.2 + 0.6 * random.uniform()));
      return { items, percent: Math.round((1000 * right) / items) / 10 };
    },
    key: ({ items, percent }) => rightAnswers({ percent, answers: items }).fewest,
    unit: "",
    tolerance: { absolute: 0.1, why: "a whole number" },
    format: String,
  }),
  "scores-needed": numberExercise({
    draw: (random) => ({ percent: 50 + 5 * random.integer(9), points: [0.5, 1, 1.5, 2][random.integer(4)] }),
    key: ({ percent, points }) => (errorOf(percent / 100, 1) / points) ** 2,
    unit: "questions",
    tolerance: { relative: 0.02, why: "two digits" },
    format: (value) => formatNumber(value, 4),
    shown: { percent: (percent) => `${percent}%` },
    mistakes: [
      {
        value: ({ percent, points }) => errorOf(percent / 100, 1) / points,
        reply: "The error falls with the square root of the questions, so square that.",
      },
    ],
  }),
  "scores-find-chat": stateExercise({
    figure: "score-explorer",
    reached: ({ table, other }) => table === "chat" && other === "Claude-3.5-Sonnet",
    solution: { table: "chat", other: "Claude-3.5-Sonnet" },
  }),
  "ablation-sign": numberExercise({
    draw: (random) => ({ rows: 8 + random.integer(5), losses: 1 + random.integer(2) }),
    key: ({ rows, losses }) => 100 * signTest({ wins: rows - losses, losses }),
    unit: "%",
    tolerance: { relative: 0.02, why: "two digits" },
    format: (value) => formatNumber(value, 3),
    mistakes: [
      {
        value: ({ rows, losses }) => 50 * signTest({ wins: rows - losses, losses }),
        reply: "That is one direction. A split as uneven the other way round would be as remarkable.",
      },
    ],
  }),
  "ablation-problems": numberExercise({
    draw: (random) => ({ items: [164, 500, 800, 1319][random.integer(4)], points: 0.5 + 0.5 * random.integer(16) }),
    key: ({ items, points }) => (items * points) / 100,
    unit: "problems",
    tolerance: { absolute: 0.5, why: "to the next whole problem" },
    format: (value) => formatNumber(value, 3),
  }),
  "ablation-find-balance": stateExercise({
    figure: "ablation-forest",
    reached: ({ table, size }) => table === "balance" && size === "large",
    solution: { table: "balance", size: "large" },
  }),
} satisfies Exercises;
