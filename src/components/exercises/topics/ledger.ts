/** @file Exercises about the ledger of claims (chapter 6.1). */
import { formatFixed, formatNumber } from "../../../kit/declare/format.ts";
import { numberExercise, type Exercises } from "../exercise.ts";

export default {
  "ledger-granularity": numberExercise({
    draw: (random) => ({ questions: 20 * (2 + random.integer(60)) }),
    key: ({ questions }) => 100 / questions,
    unit: "points",
    tolerance: { relative: 0.02, why: "two digits" },
    format: (value) => formatNumber(value, 3),
    mistakes: [
      {
        value: ({ questions }) => 1 / questions,
        reply: "That is the share. In percentage points it is a hundred times as much.",
      },
    ],
  }),
  "ledger-active": numberExercise({
    draw: (random) => ({
      total: 100 * (2 + random.integer(9)),
      active: 20 + random.integer(30),
      embedding: (5 + random.integer(10)) / 10,
    }),
    key: ({ active, embedding }) => active - embedding,
    unit: "billion",
    tolerance: { absolute: 0.05, why: "one digit behind the point" },
    format: (value) => formatFixed(value, 1),
    mistakes: [
      {
        value: ({ total, embedding }) => total - embedding,
        reply: "That starts from all parameters. Start from those that are activated.",
      },
    ],
  }),
} satisfies Exercises;
