/** @file Numbers about long context. */
import { contextPhases, failureBound, publishedYarn, yarnFrequencies, yarnTemperature } from "../../compute/index.ts";
import { formatCount, formatFixed, formatNumber, formatPercent } from "../../kit/declare/format.ts";
import type { Values } from "./entry.ts";

const yarn = yarnFrequencies();
const mistaken = yarnFrequencies({ originalContext: publishedYarn.originalContext * publishedYarn.scale });
const temperature = yarnTemperature();
const pairs = (test: (kept: number) => boolean, { kept } = yarn): Values[string] => ({
  unit: "pairs",
  format: String,
  value: () => kept.filter(test).length,
  source: "s = 40, α = 1, β = 32, §4.3; ramp of the released code",
});
const four = { unit: "", format: (value: number) => formatFixed(value, 4) };

export const contextValues: Values = {
  "yarn.longest.before": {
    unit: "tokens",
    format: (value) => formatNumber(value, 5),
    value: () => (2 * Math.PI) / yarn.plain[31],
    source: "2π over the slowest frequency",
  },
  "yarn.untouched": pairs((kept) => kept === 1),
  "yarn.blended": pairs((kept) => kept > 0 && kept < 1),
  "yarn.divided": pairs((kept) => kept === 0),
  "yarn.mistake.untouched": pairs((kept) => kept === 1, mistaken),
  "yarn.mistake.divided": pairs((kept) => kept === 0, mistaken),
  "yarn.low": {
    unit: "",
    format: String,
    value: () => yarn.low,
    source: "pair with 32 turns in 4,096 tokens, rounded down",
  },
  "yarn.high": {
    unit: "",
    format: String,
    value: () => yarn.high,
    source: "pair with one turn in 4,096 tokens, rounded up",
  },
  "yarn.extended": {
    unit: "tokens",
    format: (value) => formatNumber(value, 6),
    value: () => publishedYarn.scale * publishedYarn.originalContext,
    source: "40 × 4,096",
  },
  "yarn.factor": { ...four, value: () => temperature.factor, source: "0.1 ln 40 + 1" },
  "yarn.temperature.paper": {
    ...four,
    value: () => temperature.paperTemperature,
    source: "1 / (0.1 ln 40 + 1)², arXiv:2309.00071",
  },
  "yarn.temperature.report": { ...four, value: () => temperature.reportTemperature, source: "(0.1 ln 40 + 1)², §4.3" },
  "yarn.multiplier": {
    ...four,
    value: () => temperature.codeMultiplier,
    source: "deepseek-ai/DeepSeek-V3, inference/model.py",
  },
  "yarn.softmax": {
    ...four,
    value: () => temperature.codeSoftmaxScale,
    source: "1.8739 / √192, deepseek-ai/DeepSeek-V3, inference/model.py",
  },
  "yarn.softmax.plain": { ...four, value: () => temperature.plainSoftmaxScale, source: "1 / √192" },
  "context.step.tokens": {
    unit: "tokens",
    format: (value) => formatCount(value),
    value: () => contextPhases[1].context * contextPhases[1].batch,
    source: "480 × 131,072, §4.3",
  },
  "needle.cells": {
    unit: "cells",
    given: true,
    format: String,
    value: () => 225,
    source: "counted in Figure 8 of the report: 15 depths × 15 lengths",
  },
  "needle.bound": {
    unit: "",
    format: (value) => formatPercent(value),
    value: () => failureBound({ trials: 225 }),
    source: "1 − 0.05^(1/225), one-sided 95%",
  },
};
