/** @file Exercises about long context (chapter 4.2). */
import { deepseekV3, sumFlop, trainingFlop, yarnFrequencies } from "../../../compute/index.ts";
import { formatFixed, formatNumber } from "../../../kit/declare/format.ts";
import { numberExercise, stateExercise, type Exercises } from "../exercise.ts";

const work = (context: number, causal = true): number => sumFlop(trainingFlop(deepseekV3, { context, causal }));

export default {
  "context-turns": numberExercise({
    draw: (random) => ({ pair: 1 + random.integer(30) }),
    key: ({ pair }) => (2 * Math.PI) / yarnFrequencies().plain[pair],
    unit: "tokens",
    tolerance: { relative: 0.01, why: "three digits" },
    format: (value) => formatNumber(value, 4),
    mistakes: [
      { value: ({ pair }) => 1 / yarnFrequencies().plain[pair], reply: "That is a radian. A turn has 2π of them." },
    ],
  }),
  "context-kept": numberExercise({
    draw: (random) => ({ pair: 14 + random.integer(9) }),
    key: ({ pair }) => {
      const { plain, scaled } = yarnFrequencies();
      return scaled[pair] / plain[pair];
    },
    unit: "",
    tolerance: { absolute: 0.004, why: "two digits behind the point" },
    format: (value) => formatFixed(value, 3),
    mistakes: [
      {
        value: ({ pair }) => yarnFrequencies().kept[pair],
        reply: "That is the share that is kept. The rest still turns, at a fortieth of its speed.",
      },
    ],
  }),
  "context-attention": numberExercise({
    draw: (random) => ({ context: 8192 * 2 ** random.integer(5) }),
    key: ({ context }) => work(context) / work(4096),
    unit: "times",
    tolerance: { relative: 0.02, why: "read from the figure" },
    format: (value) => formatNumber(value, 3),
    shown: { context: (context) => `${context / 1024}K` },
    mistakes: [
      {
        value: ({ context }) => context / 4096,
        reply: "Only attention grows with the context. The products with weights stay.",
      },
    ],
  }),
  "context-find-one-left": stateExercise({
    figure: "yarn-frequencies",
    reached: ({ scale, fastTurns, slowTurns, originalContext, base }) =>
      yarnFrequencies({ scale, fastTurns, slowTurns, originalContext, base } as never).kept.filter((kept) => kept === 1)
        .length === 1,
    solution: { originalContext: 512, fastTurns: 200 },
  }),
} satisfies Exercises;
