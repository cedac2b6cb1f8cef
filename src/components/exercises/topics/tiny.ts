/** @file Exercises about the tiny V3 (chapter 6.2). */
import {
  deepseekV3,
  expectedTokensPerStep,
  expertParameters,
  signTest,
  specialization,
} from "../../../compute/index.ts";
import { formatFixed, formatNumber } from "../../../kit/declare/format.ts";
import { numberExercise, stateExercise, type Exercises } from "../exercise.ts";

const three = (value: number): string => formatNumber(value, 3);
/** Two domains of a hundred choices each, over two experts. */
const twoDomains = ({ first, second }: { first: number; second: number }): Uint32Array =>
  Uint32Array.of(first, 100 - first, second, 100 - second);

export default {
  "tiny-experts": numberExercise({
    draw: (random) => ({
      hiddenDim: 16 * (1 + random.integer(4)),
      expertDim: 8 * (1 + random.integer(6)),
      experts: 4 * (1 + random.integer(6)),
    }),
    key: ({ hiddenDim, expertDim, experts }) =>
      experts * expertParameters({ ...deepseekV3, hiddenDim, moe: { ...deepseekV3.moe!, expertDim } }),
    unit: "parameters",
    tolerance: { relative: 0.001, why: "a count, typed with three digits or more" },
    format: (value) => value.toLocaleString("en-US"),
    mistakes: [
      {
        value: ({ hiddenDim, expertDim, experts }) => experts * 2 * hiddenDim * expertDim,
        reply: "That is two matrices an expert. SwiGLU has a third, for its gate.",
      },
    ],
  }),
  "tiny-signs": numberExercise({
    draw: (random) => ({ seeds: 3 + random.integer(6) }),
    key: ({ seeds }) => 100 * signTest({ wins: seeds, losses: 0 }),
    unit: "%",
    tolerance: { relative: 0.02, why: "two digits" },
    format: three,
    mistakes: [
      {
        value: ({ seeds }) => 50 * signTest({ wins: seeds, losses: 0 }),
        reply: "That is for all of them up. All of them down would have been as remarkable.",
      },
    ],
  }),
  "tiny-chance": numberExercise({
    draw: (random) => ({ vocabulary: 8 * (1 + random.integer(60)) }),
    key: ({ vocabulary }) => Math.log(vocabulary),
    unit: "nats",
    tolerance: { relative: 0.01, why: "three digits, rounded" },
    format: three,
    mistakes: [
      {
        value: ({ vocabulary }) => Math.log2(vocabulary),
        reply: "That is in bits. Losses of this site are in nats: take the natural logarithm.",
      },
    ],
  }),
  "tiny-distance": numberExercise({
    draw: (random) => ({ first: 60 + 5 * random.integer(8), second: 5 * random.integer(9) }),
    key: (given) => specialization(twoDomains(given), { routedExperts: 2 }),
    unit: "",
    tolerance: { absolute: 0.005, why: "two digits" },
    format: three,
    mistakes: [
      {
        value: (given) => 2 * specialization(twoDomains(given), { routedExperts: 2 }),
        reply: "That is from one domain to the other. The distance is to the load of all domains together.",
      },
    ],
  }),
  "tiny-drafts": numberExercise({
    draw: (random) => ({ percent: 30 + 5 * random.integer(14), symbols: 100 * (2 + random.integer(9)) }),
    key: ({ percent, symbols }) => symbols / expectedTokensPerStep([percent / 100]),
    unit: "steps",
    tolerance: { relative: 0.02, why: "a whole number of steps, or not" },
    format: (value) => formatFixed(value, 0),
    mistakes: [
      {
        value: ({ percent, symbols }) => symbols * (1 - percent / 100),
        reply: "Not every symbol is drafted: each step writes one of the main model’s own, and then at most one draft.",
      },
    ],
  }),
  "tiny-reach": stateExercise({
    figure: "tiny-v3-laboratory",
    reached: ({ run, change, balance }) =>
      run === "own" && change === "balance" && (balance === "sequence" || balance === "batch"),
    solution: { run: "own", change: "balance", balance: "sequence" },
  }),
} satisfies Exercises;
