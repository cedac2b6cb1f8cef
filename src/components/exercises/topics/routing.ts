/** @file Exercises about experts and their router (chapter 2.2). */
import {
  deepseekV3,
  expertLoad,
  maxViolation,
  routerBench,
  routerSymptoms,
  type RouterSymptoms,
} from "../../../compute/index.ts";
import { formatFixed, formatNumber } from "../../../kit/declare/format.ts";
import { numberExercise, stateExercise, type Exercises } from "../exercise.ts";

/** MaxVio where expert 0 gets every token and the others share the rest as evenly as can be. */
function everyTokenToOne(experts: number, chosen: number): number {
  const tokens = experts - 1; // then the others' slots come out even
  const slots = new Uint16Array(tokens * chosen);
  for (let token = 0, next = 0; token < tokens; token++) {
    for (let slot = 1; slot < chosen; slot++) slots[token * chosen + slot] = 1 + (next++ % (experts - 1));
  }
  return maxViolation(expertLoad(slots, experts));
}

type BenchValues = {
  router: string;
  biasInWeight: boolean;
  maskOfZero: boolean;
  normalizedFirst: boolean;
  float16Sums: boolean;
  commonBias: number;
  biasSpread: number;
  level: number;
  seed: number;
};

/** What the figure of a broken router measures, if that switch alone is on; null otherwise. */
function symptomsWith(
  bug: "maskOfZero" | "float16Sums",
  values: Readonly<Record<string, unknown>>,
): RouterSymptoms | null {
  const { router, biasInWeight, maskOfZero, normalizedFirst, float16Sums, ...bench } = values as BenchValues;
  const on = { biasInWeight, maskOfZero, normalizedFirst, float16Sums };
  if (router !== "switches" || !on[bug] || Object.values(on).filter(Boolean).length > 1) return null;
  const { gate, logits, bias } = routerBench(bench);
  return routerSymptoms(logits, bias, gate, on);
}

export default {
  "router-mean-load": numberExercise({
    draw: (random) => ({
      experts: 16 * 2 ** random.integer(5),
      chosen: 2 ** (1 + random.integer(3)),
      tokens: 128 * (1 + random.integer(32)),
    }),
    key: ({ experts, chosen, tokens }) => (tokens * chosen) / experts,
    unit: "tokens",
    tolerance: { relative: 0.005, why: "three digits" },
    format: (value) => formatNumber(value, 4),
    mistakes: [
      {
        value: ({ experts, tokens }) => tokens / experts,
        reply: "That would be right if a token went to one expert. It goes to several.",
      },
    ],
  }),
  "router-worst-case": numberExercise({
    draw: (random) => ({ experts: 16 * 2 ** random.integer(5), chosen: 2 ** (1 + random.integer(3)) }),
    key: ({ experts, chosen }) => everyTokenToOne(experts, chosen),
    unit: "",
    tolerance: { relative: 0.005, why: "three digits" },
    format: (value) => formatNumber(value, 4),
    mistakes: [
      {
        value: ({ experts, chosen }) => experts / chosen,
        reply: "That is the load over the mean. MaxVio is what lies above the mean.",
      },
    ],
  }),
  "router-gate": numberExercise({
    draw: (random) => ({
      a: 0.6 + 0.05 * random.integer(5),
      b: 0.4 + 0.05 * random.integer(3),
      c: 0.2 + 0.05 * random.integer(4),
    }),
    key: ({ a, c }) => (deepseekV3.moe!.routeScale * a) / (a + c),
    unit: "",
    tolerance: { relative: 0.005, why: "three digits" },
    format: (value) => formatFixed(value, 3),
    shown: {
      a: (value) => formatFixed(value, 2),
      b: (value) => formatFixed(value, 2),
      c: (value) => formatFixed(value, 2),
    },
    mistakes: [
      { value: ({ a, c }) => a / (a + c), reply: "The released model multiplies the gates by a route scale." },
      {
        value: ({ a, c }) => (deepseekV3.moe!.routeScale * a) / (a + c + 0.5),
        reply: "The bias steers the choice. It has no part in the weight.",
      },
      {
        value: ({ a, b }) => (deepseekV3.moe!.routeScale * a) / (a + b),
        reply: "With its bias, the third expert beats the second one.",
      },
    ],
  }),
  "router-free-experts": numberExercise({
    draw: (random) => ({
      fast: 50 * (3 + random.integer(16)),
      slow: 25 * (1 + random.integer(4)),
      nodes: 2 + random.integer(5),
    }),
    key: ({ fast, slow, nodes }) => (nodes * fast) / slow,
    unit: "experts",
    tolerance: { relative: 0.01, why: "three digits" },
    format: (value) => formatNumber(value, 3),
    mistakes: [{ value: ({ fast, slow }) => fast / slow, reply: "That is for one node. The token visits several." }],
  }),
  "router-find-no-limit": stateExercise({
    figure: "router-playground",
    reached: ({ routedExperts, expertGroups, limitedGroups }) =>
      routedExperts === 256 && expertGroups === 8 && limitedGroups === 8,
    solution: { routedExperts: 256, expertGroups: 8, activatedExperts: 8, limitedGroups: 8 },
  }),
  "router-show-mask": stateExercise({
    figure: "broken-router",
    reached: (values) => (symptomsWith("maskOfZero", values)?.otherChoices ?? 0) > 0.1,
    solution: { maskOfZero: true, commonBias: -0.9 },
  }),
  "router-show-float16": stateExercise({
    figure: "broken-router",
    reached: (values) => (symptomsWith("float16Sums", values)?.notFinite ?? 0) > 0,
    solution: { float16Sums: true, level: -18 },
  }),
} satisfies Exercises;
