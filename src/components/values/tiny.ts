/** @file Numbers about the tiny V3 (chapter 6.2): its sizes, and its recorded experiments over five seeds. */
import {
  activatedModelParameters,
  cachedValuesPerToken,
  deepseekV3,
  mean,
  modelParameters,
  pairedChange,
  publishedBalance,
  sumFlop,
  sumParameters,
  trainingFlop,
  type PairedChange,
} from "../../compute/index.ts";
import { formatCount, formatFixed, formatNumber, formatPercent, formatSi } from "../../kit/declare/format.ts";
import experimentsFigure, { tinyModel, tinyPrecision } from "../../widgets/tiny-v3-experiments.tsx";
import { recordedMarks } from "../../widgets/tiny-v3-attention.tsx";
import type { Values } from "./entry.ts";
import { figureResult } from "./figure-value.ts";

const tiny = tinyModel.config;
const moe = tiny.moe!;
const plain = { unit: "", format: (value: number) => formatNumber(value, 6) };
const ours = { given: true, ...plain, source: "ours" };
const parameters = { unit: "parameters", format: (value: number) => formatCount(value) };
const flop = { unit: "FLOP", format: (value: number) => formatSi(value, "FLOP") };
const share = { unit: "", format: (value: number) => formatPercent(value) };
const change = {
  unit: "",
  format: (value: number) => `${value < 0 ? "−" : "+"}${formatFixed(100 * Math.abs(value), 1)}%`,
};
const violation = { unit: "MaxVio", format: (value: number) => formatNumber(value, 2) };
const fiveSeeds = "recorded, mean of five seeds";

const perToken = (): number => sumFlop(trainingFlop(tiny, { context: tinyModel.sequenceLength, mtp: true }));
const v3PerToken = (): number => sumFlop(trainingFlop(deepseekV3, { context: 4096, mtp: true }));

type Measure = "loss" | "violation" | "distance" | "acceptance";
/** A measure of each seed, in the order of the seeds. */
const seeds = (setup: string, measure: Measure): number[] =>
  figureResult(experimentsFigure, {})
    .filter((row) => row.setup === setup)
    .map((row) => row[measure]!);
/** Loss against that of the same seed of another setup, at first of the unchanged model: 0.01 is one percent more. */
const lossChange = (setup: string, base = "Unchanged"): PairedChange =>
  pairedChange(seeds(setup, "loss"), seeds(base, "loss"), { relative: true });

/** Those numbers of a setup that the prose speaks of. */
const only = (name: string, said: readonly string[], all: Values): Values =>
  Object.fromEntries(said.map((what) => [`tiny.${name}.${what}`, all[`tiny.${name}.${what}`]]));

/** What the prose says of a change: some of mean, least and most over the seeds, and how many are worse. */
const changed = (name: string, setup: string, said: readonly ("mean" | "low" | "high" | "worse")[]): Values =>
  only(name, said, {
    [`tiny.${name}.mean`]: {
      ...change,
      value: () => lossChange(setup).mean,
      source: `loss on held-out text against the unchanged run of the same seed; ${fiveSeeds}`,
    },
    [`tiny.${name}.low`]: {
      ...change,
      value: () => lossChange(setup).low,
      source: "least of five recorded seeds",
    },
    [`tiny.${name}.high`]: {
      ...change,
      value: () => lossChange(setup).high,
      source: "most of five recorded seeds",
    },
    [`tiny.${name}.worse`]: {
      unit: "seeds",
      format: String,
      value: () => lossChange(setup).up,
      source: "recorded seeds with a higher loss, of five",
    },
  });
/** Of output gradients, and of the loss against BF16. */
const encoded = (name: string, setup: string): Values => ({
  [`tiny.${name}.gradientError`]: {
    ...share,
    value: () => tinyPrecision(setup).relativeError,
    source: "‖decoded − x‖ / ‖x‖ of output gradients; recorded, mean of steps and five seeds",
  },
  [`tiny.${name}.gradientUnderflow`]: {
    ...share,
    value: () => tinyPrecision(setup).underflow,
    source: "values of output gradients that became 0; recorded, mean of steps and five seeds",
  },
  [`tiny.${name}.worseThanBf16`]: {
    unit: "seeds",
    format: String,
    value: () => lossChange(setup, "BF16").up,
    source: "recorded seeds with a higher loss in FP8 than in BF16, of five",
  },
});
const balanced = (
  name: string,
  setup: string,
  said: readonly ("violation" | "violation.low" | "violation.high" | "distance")[],
): Values =>
  only(name, said, {
    [`tiny.${name}.violation`]: {
      ...violation,
      value: () => mean(seeds(setup, "violation")),
      source: `loads of held-out text; ${fiveSeeds}`,
    },
    [`tiny.${name}.violation.low`]: {
      ...violation,
      value: () => Math.min(...seeds(setup, "violation")),
      source: "least of five recorded seeds",
    },
    [`tiny.${name}.violation.high`]: {
      ...violation,
      value: () => Math.max(...seeds(setup, "violation")),
      source: "most of five recorded seeds",
    },
    [`tiny.${name}.distance`]: {
      ...share,
      value: () => mean(seeds(setup, "distance")),
      source: `loads of held-out text; ${fiveSeeds}`,
    },
  });

export const tinyValues: Values = {
  "tiny.parameters": { ...parameters, value: () => sumParameters(modelParameters(tiny)), source: "counted by shape" },
  "tiny.activated": {
    ...parameters,
    value: () => sumParameters(activatedModelParameters(tiny), "withoutEmbedding"),
    source: "counted by shape, with the head",
  },
  "tiny.hiddenDim": { ...ours, value: () => tiny.hiddenDim },
  "tiny.layers": { ...ours, unit: "layers", value: () => tiny.layers },
  "tiny.denseLayers": { ...ours, unit: "layers", value: () => tiny.denseLayers },
  "tiny.routedExperts": { ...ours, unit: "experts", value: () => moe.routedExperts },
  "tiny.activatedExperts": { ...ours, unit: "experts", value: () => moe.activatedExperts },
  "tiny.expertDim": { ...ours, value: () => moe.expertDim },
  "tiny.cachedValues": {
    ...plain,
    unit: "values",
    value: () => cachedValuesPerToken(tiny),
    source: "latent and rotary key",
  },
  "tiny.vocabulary": { ...ours, unit: "symbols", value: () => tiny.vocabulary },
  "tiny.domains": { ...ours, unit: "domains", value: () => tinyModel.domains.length },
  "tiny.batch.tokens": {
    ...plain,
    unit: "tokens",
    value: () => tinyModel.batchTokens,
    source: "sequences of a step times their length",
  },
  "tiny.steps": { ...ours, unit: "steps", value: () => tinyModel.steps },
  "tiny.chance": {
    unit: "nats",
    format: (value) => formatFixed(value, 2),
    value: () => Math.log(tiny.vocabulary),
    source: "ln 64",
  },
  "tiny.flop": { ...flop, value: perToken, source: "exact shapes, causal, with the prediction module" },
  "tiny.flop.v3": {
    ...flop,
    value: v3PerToken,
    source: "exact shapes, causal, 4,096 tokens, with the prediction module",
  },
  "tiny.flop.ratio": {
    unit: "tokens",
    format: (value) => formatCount(value),
    value: () => v3PerToken() / perToken(),
    source: "FLOP of training on a token, V3 over the tiny model",
  },
  "tiny.alpha.published": { given: true, ...plain, value: () => publishedBalance.balanceFactor, source: "§4.2" },
  "tiny.alpha.ours": { ...ours, value: () => tinyModel.balanceFactor },
  ...balanced("bias", "Unchanged", ["violation", "violation.high", "distance"]),
  ...balanced("none", "No balancing", ["violation", "violation.low"]),
  ...balanced("sequence", "Sequence-wise loss, α 0.1", ["violation", "distance"]),
  ...balanced("weak", "Sequence-wise loss, α 0.01", ["violation", "distance"]),
  ...balanced("batch", "Batch-wise loss, α 0.1", ["violation", "distance"]),
  ...changed("none", "No balancing", ["low", "high"]),
  ...changed("sequence", "Sequence-wise loss, α 0.1", ["low", "high"]),
  ...changed("latent", "Latent of 2", ["low", "high", "worse"]),
  ...changed("full", "Full heads", ["low", "high"]),
  ...changed("fp8", "FP8 fine-grained", ["mean", "low", "high"]),
  ...changed("tensor", "FP8 per tensor", ["low", "high"]),
  ...changed("bf16", "BF16", ["low", "high"]),
  ...encoded("fp8", "FP8 fine-grained"),
  ...encoded("tensor", "FP8 per tensor"),
  ...changed("mtp", "Without MTP", ["low", "high", "worse"]),
  ...changed("finer", "Sixteen half experts", ["low", "high"]),
  "tiny.finer.better": {
    unit: "seeds",
    format: String,
    value: () => lossChange("Sixteen half experts").down,
    source: "recorded seeds with a lower loss, of five",
  },
  "tiny.full.cached": {
    ...plain,
    unit: "values",
    value: () => cachedValuesPerToken(tinyModel.fullHeads),
    source: "keys and values of four heads",
  },
  "tiny.spread": {
    ...share,
    value: () => Math.max(...seeds("Unchanged", "loss")) / Math.min(...seeds("Unchanged", "loss")) - 1,
    source: "largest over least loss on held-out text of five recorded seeds, less one",
  },
  "tiny.marks.back": {
    unit: "symbols",
    format: String,
    value: () => recordedMarks().back,
    source: "the distance at which the third head of layer 2 looks most, recorded, seed 1",
  },
  "tiny.marks.afterLetters": {
    ...share,
    value: () => recordedMarks().afterLetters,
    source: "mean share at that distance after three letters, recorded, seed 1",
  },
  "tiny.marks.toCopy": {
    ...share,
    value: () => recordedMarks().toCopy,
    source: "mean share at that distance from the bar to the second letter of the copy, recorded, seed 1",
  },
  "tiny.acceptance.low": {
    ...share,
    value: () => Math.min(...seeds("Unchanged", "acceptance")),
    source: "least of five recorded seeds",
  },
  "tiny.acceptance.high": {
    ...share,
    value: () => Math.max(...seeds("Unchanged", "acceptance")),
    source: "most of five recorded seeds",
  },
};
