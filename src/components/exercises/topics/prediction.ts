/** @file Exercises about multi-token prediction (chapter 2.4). */
import {
  expectedTokensPerStep,
  impliedExtraCost,
  predictionTargets,
  speculativeSpeedUp,
} from "../../../compute/index.ts";
import { formatCount, formatFixed, formatPercent } from "../../../kit/declare/format.ts";
import { numberExercise, stateExercise, type Exercises } from "../exercise.ts";

const percent = (share: number): string => formatPercent(share);

export default {
  "mtp-target": numberExercise({
    draw: (random) => ({ depth: 1 + random.integer(4), position: 2 + random.integer(12) }),
    key: ({ depth, position }) =>
      predictionTargets({ tokens: 32, mtpDepth: depth }).find(
        (target) => target.depth === depth && target.position === position,
      )!.targetToken,
    unit: "",
    tolerance: { absolute: 0.1, why: "a whole number" },
    format: String,
    mistakes: [
      {
        value: ({ depth, position }) => position + depth,
        reply: "That token enters the module. It predicts the one after it.",
      },
      { value: ({ position }) => position + 1, reply: "That is what the main model predicts there." },
    ],
  }),
  "mtp-tokens-per-step": numberExercise({
    draw: (random) => ({ first: 0.05 * (14 + random.integer(6)), second: 0.05 * (8 + random.integer(8)) }),
    key: ({ first, second }) => expectedTokensPerStep([first, second]),
    unit: "tokens",
    tolerance: { absolute: 0.006, why: "two digits behind the point" },
    format: (value) => formatFixed(value, 3),
    shown: { first: percent, second: percent },
    mistakes: [
      {
        value: ({ first, second }) => 1 + first + second,
        reply: "The second draft can only stand if the first one did.",
      },
    ],
  }),
  "mtp-cost": numberExercise({
    draw: (random) => ({ speed: 1.5 + 0.05 * random.integer(4), acceptance: 0.75 + 0.05 * random.integer(4) }),
    key: ({ speed, acceptance }) => 100 * impliedExtraCost([acceptance], speed),
    unit: "%",
    tolerance: { absolute: 0.3, why: "one digit behind the point, rounded along the way" },
    format: (value) => formatFixed(value, 1),
    shown: { acceptance: percent },
    mistakes: [
      {
        value: ({ speed, acceptance }) => 100 * (1 + acceptance - speed),
        reply: "That is the difference. A cost divides: how many plain steps is a step worth?",
      },
    ],
  }),
  "mtp-projection": numberExercise({
    draw: (random) => ({ width: 1024 * (1 + random.integer(8)) }),
    key: ({ width }) => 2 * width * width,
    unit: "parameters",
    tolerance: { relative: 0.005, why: "three digits" },
    format: (value) => formatCount(value),
    mistakes: [
      { value: ({ width }) => width * width, reply: "It takes two vectors of that width, one after the other." },
    ],
  }),
  "mtp-find-break-even": stateExercise({
    figure: "speculative-decoding",
    reached: ({ depth, acceptance, extraCost }) =>
      depth === 1 && acceptance === 0.5 && Math.abs(speculativeSpeedUp([0.5], extraCost as number) - 1) < 0.002,
    solution: { acceptance: 0.5, extraCost: 0.5 },
  }),
} satisfies Exercises;
