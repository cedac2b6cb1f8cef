/** @file Numbers about scales over time, and about what formats cost in memory. */
import {
  deepseekV3,
  cachedActivations,
  precisionRecipes,
  trainingBytesPerParameter,
  v3Recipe,
  type PrecisionRecipe,
} from "../../compute/index.ts";
import { formatBytes, formatNumber, formatPercent } from "../../kit/declare/format.ts";
import delayedScaling from "../../widgets/delayed-scaling.tsx";
import trainingRace from "../../widgets/training-race.tsx";
import type { Values } from "./entry.ts";
import { figureResult, figureValue } from "./figure-value.ts";

const recipe = (name: string): PrecisionRecipe => precisionRecipes.find((each) => each.name === name)!;

const stateBytes = (of: PrecisionRecipe): number => {
  const { masterWeight, gradient, firstMoment, secondMoment } = trainingBytesPerParameter(of);
  return masterWeight + gradient + firstMoment + secondMoment;
};

const cachedBytes = (of: PrecisionRecipe): number =>
  cachedActivations(deepseekV3, of).reduce((sum, { bytesPerToken }) => sum + bytesPerToken, 0);

/** Of the four recipes in eight bits, over five recorded seeds. */
const raceErrors = figureResult(trainingRace, {}).bySeed.filter(({ name }) => name.startsWith("FP8"));

const bytes = { unit: "bytes", format: (value: number) => formatNumber(value) };
const cached = { unit: "bytes", format: (value: number) => formatBytes(value) };
const share = { unit: "", format: (value: number) => formatPercent(value, 2) };

export const lowPrecisionValues: Values = {
  "state.bytes.v3": {
    ...bytes,
    value: () => stateBytes(v3Recipe),
    source: "§3.3.3: FP32 master weight and gradient, two moments in BF16",
  },
  "state.bytes.fp32Moments": {
    ...bytes,
    value: () => stateBytes(recipe("FP32 moments")),
    source: "master weight, gradient and both moments in FP32",
  },
  "cached.token.v3": {
    ...cached,
    value: () => cachedBytes(v3Recipe),
    source: "§3.3.3, inputs of V3’s linear layers and of SwiGLU, scales included",
  },
  "cached.token.bf16": {
    ...cached,
    value: () => cachedBytes(recipe("BF16")),
    source: "the same in BF16, with SwiGLU’s outputs",
  },
  "delayed.jump": {
    ...share,
    value: () => figureValue(delayedScaling, {}, (steps) => Math.max(...steps.map(({ delayedError }) => delayedError))),
    source: "our seeded tensor, largest RMS error of a step with a scale from the 16 steps before",
  },
  "delayed.online": {
    ...share,
    value: () => figureValue(delayedScaling, {}, (steps) => Math.max(...steps.map(({ onlineError }) => onlineError))),
    source: "our seeded tensor, largest RMS error of a step with its own scale",
  },
  "race.fp8.low": {
    ...share,
    value: () => Math.min(...raceErrors.map(({ mean }) => mean)),
    source: "our network, the recipe with the least mean over five recorded seeds, last quarter of the steps",
  },
  "race.fp8.high": {
    ...share,
    value: () => Math.max(...raceErrors.map(({ mean }) => mean)),
    source: "our network, the recipe with the largest mean over five recorded seeds, last quarter of the steps",
  },
  "race.fp32.largest": {
    ...share,
    value: () => figureResult(trainingRace, {}).bySeed.find(({ name }) => name === "FP32")!.largest,
    source: "our network, five recorded seeds, last quarter of the steps",
  },
  "race.inner": {
    unit: "terms",
    format: (value) => formatNumber(value),
    given: true,
    value: () => 128,
    source: "inner width of the gated layers, and predictions of a step",
  },
};
