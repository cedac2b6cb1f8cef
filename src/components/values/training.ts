/** @file Numbers about the training run. */
import {
  achievedFlopPerSecond,
  checkTable1,
  contextPhases,
  gpuHours,
  h100,
  h800,
  llama31Run,
  modelFlopUtilization,
  publishedHours,
  publishedRun,
  publishedStages,
  rentalUsd,
  sixTimesActivated,
  sumFlop,
  deepseekV3,
  tokensPerSecondFromHours,
  trainingDays,
  trainingFlop,
} from "../../compute/index.ts";
import { formatCount, formatDays, formatNumber, formatPercent, formatSi, formatUsd } from "../../kit/declare/format.ts";
import { times, type Values } from "./entry.ts";

const [pre, context, post] = publishedStages;
const hours = { unit: "GPU-hours", format: (value: number) => formatCount(value, 4) };
const speed = tokensPerSecondFromHours({ tokens: publishedRun.tokens, hours: pre.hours });
const six = achievedFlopPerSecond({ tokensPerSecond: speed, flopPerToken: sixTimesActivated(37e9) });
const causal = achievedFlopPerSecond({
  tokensPerSecond: speed,
  flopPerToken: sumFlop(trainingFlop(deepseekV3, { context: 4096 })),
});
const full = achievedFlopPerSecond({
  tokensPerSecond: speed,
  flopPerToken: sumFlop(trainingFlop(deepseekV3, { context: 4096, causal: false })),
});
/** Llama 3.1 405B by the rule of 6N, over all hours of its card. */
const llamaSix = achievedFlopPerSecond({
  tokensPerSecond: tokensPerSecondFromHours({ tokens: llama31Run.tokens, hours: llama31Run.hours }),
  flopPerToken: sixTimesActivated(405e9),
});
const inContext = contextPhases.map(({ context, batch, steps }) => ({ context, tokens: context * batch * steps }));
const contextTokens = inContext.reduce((sum, { tokens }) => sum + tokens, 0);
const flopAt = (context: number, causal: boolean): number => sumFlop(trainingFlop(deepseekV3, { context, causal }));
/** FLOP of a token of context extension over those of a token at 4K. */
const contextFlop = (causal: boolean): number =>
  inContext.reduce((sum, { context, tokens }) => sum + flopAt(context, causal) * tokens, 0) /
  contextTokens /
  flopAt(4096, causal);
const percent = { unit: "", format: (value: number) => formatPercent(value) };
const flopPerSecond = { unit: "FLOP/s", format: (value: number) => formatSi(value, "FLOP/s") };

export const trainingValues: Values = {
  "run.tokens": {
    given: true,
    unit: "tokens",
    format: (value) => formatCount(value),
    value: () => publishedRun.tokens,
    source: "§1",
  },
  "run.gpus": {
    given: true,
    unit: "GPUs",
    format: (value) => formatNumber(value, 6),
    value: () => publishedRun.gpus,
    source: "§3.1",
  },
  "run.hours.pretraining": { given: true, ...hours, value: () => pre.hours, source: "Table 1" },
  "run.hours.context": { given: true, ...hours, value: () => context.hours, source: "Table 1" },
  "run.hours.posttraining": { given: true, ...hours, value: () => post.hours, source: "Table 1" },
  "run.hours.total": { ...hours, value: () => publishedHours, source: "sum of the stages of Table 1" },
  "run.hours.perTrillion": {
    ...hours,
    value: () => pre.hours / (publishedRun.tokens / 1e12),
    source: "pre-training hours / 14.8",
  },
  "run.usd.total": {
    unit: "US dollars",
    format: (value) => formatUsd(value),
    value: () => rentalUsd({ hours: publishedHours, usdPerGpuHour: publishedRun.usdPerGpuHour }),
    source: "total hours × $2",
  },
  "run.usd.perHour": {
    given: true,
    unit: "US dollars",
    format: (value) => formatUsd(value),
    value: () => publishedRun.usdPerGpuHour,
    source: "assumed in §1",
  },
  "run.usd.fortyOfFp8": {
    unit: "US dollars",
    format: (value) => formatUsd(value),
    value: () =>
      rentalUsd({
        hours:
          gpuHours({
            tokens: publishedRun.tokens,
            tokensPerSecond: (0.4 * h800.peakFp8) / sixTimesActivated(37e9),
          }) +
          context.hours +
          post.hours,
        usdPerGpuHour: 3,
      }),
    source: "14.8T tokens at 40% of the FP8 peak by 6 × 37B, and the later stages, × $3",
  },
  "run.usd.pretrainingShare": {
    ...percent,
    value: () => pre.hours / publishedHours,
    source: "pre-training over all stages",
  },
  "run.days.perTrillion": {
    unit: "days",
    format: (value) => formatDays(value),
    value: () => trainingDays({ hours: pre.hours / (publishedRun.tokens / 1e12), gpus: publishedRun.gpus }),
    source: "180K hours / 2,048 GPUs / 24",
  },
  "run.days.pretraining": {
    unit: "days",
    format: (value) => formatDays(value, 3),
    value: () => trainingDays({ hours: pre.hours, gpus: publishedRun.gpus }),
    source: "pre-training hours / 2,048 / 24",
  },
  "run.hours.posttrainingOfCluster": {
    unit: "hours",
    format: (value) => `${formatNumber(value, 2)} hours`,
    value: () => post.hours / publishedRun.gpus,
    source: "post-training hours / 2,048",
  },
  "run.speed.perGpu": {
    unit: "tokens/s",
    format: (value) => formatNumber(value, 4),
    value: () => speed,
    source: "14.8T tokens / 2.664M hours / 3,600",
  },
  "run.speed.cluster": {
    unit: "tokens/s",
    format: (value) => formatCount(value),
    value: () => speed * publishedRun.gpus,
    source: "the same × 2,048",
  },
  "run.flopPerSecond.six": { ...flopPerSecond, value: () => six, source: "6 × 37B × tokens per second" },
  "run.flopPerSecond.causal": {
    ...flopPerSecond,
    value: () => causal,
    source: "exact FLOP, causal, × tokens per second",
  },
  "run.flopPerSecond.full": {
    ...flopPerSecond,
    value: () => full,
    source: "exact FLOP, whole square, × tokens per second",
  },
  "run.mfu.six": {
    ...percent,
    value: () => modelFlopUtilization({ flopPerSecond: six, peakFlopPerSecond: h800.peakBf16 }),
    source: "6 × 37B, of the BF16 peak",
  },
  "run.mfu.causal": {
    ...percent,
    value: () => modelFlopUtilization({ flopPerSecond: causal, peakFlopPerSecond: h800.peakBf16 }),
    source: "exact, causal, of the BF16 peak",
  },
  "run.mfu.full": {
    ...percent,
    value: () => modelFlopUtilization({ flopPerSecond: full, peakFlopPerSecond: h800.peakBf16 }),
    source: "exact, whole square, of the BF16 peak",
  },
  "run.mfu.fp8": {
    ...percent,
    value: () => modelFlopUtilization({ flopPerSecond: causal, peakFlopPerSecond: h800.peakFp8 }),
    source: "exact, causal, of the FP8 peak",
  },
  "run.mfu.at128K": {
    ...percent,
    value: () =>
      modelFlopUtilization({ flopPerSecond: speed * flopAt(131_072, true), peakFlopPerSecond: h800.peakBf16 }),
    source: "exact at 128K, causal, × the published speed, of the BF16 peak",
  },
  "run.context.tokens": {
    unit: "tokens",
    format: (value) => formatCount(value),
    value: () => contextTokens,
    source: "1,000 steps of 1,920 × 32,768 tokens, 1,000 of 480 × 131,072, §4.3",
  },
  "run.context.tokensShare": {
    unit: "",
    format: (value) => formatPercent(value, 2),
    value: () => contextTokens / publishedRun.tokens,
    source: "tokens of context extension over 14.8T",
  },
  "run.context.hoursShare": {
    unit: "",
    format: (value) => formatPercent(value, 2),
    value: () => context.hours / pre.hours,
    source: "119K / 2,664K",
  },
  "run.context.hoursPerToken": {
    ...times,
    value: () => context.hours / contextTokens / (pre.hours / publishedRun.tokens),
    source: "hours per token, context extension over pre-training",
  },
  "run.context.flop.causal": {
    ...times,
    value: () => contextFlop(true),
    source: "FLOP per token, both phases over 4K, causal",
  },
  "run.context.flop.full": {
    ...times,
    value: () => contextFlop(false),
    source: "the same, with the whole attention square",
  },
  "run.hours.laterPaper": {
    ...hours,
    value: () => (publishedRun.tokens / 272.8e9) * 24 * publishedRun.gpus,
    source: "14.8T tokens at 272.80B a day on 2,048 GPUs, arXiv:2505.09343, Table 4",
  },
  "run.mfu.fullFp8": {
    ...percent,
    value: () => modelFlopUtilization({ flopPerSecond: full, peakFlopPerSecond: h800.peakFp8 }),
    source: "exact, whole square, of the FP8 peak",
  },
  "run.mfu.sixFp8": {
    ...percent,
    value: () => modelFlopUtilization({ flopPerSecond: six, peakFlopPerSecond: h800.peakFp8 }),
    source: "6 × 37B, of the FP8 peak",
  },
  "h800.peak.bf16": { given: true, ...flopPerSecond, value: () => h800.peakBf16, source: h800.source },
  "h800.peak.fp8": {
    given: true,
    unit: "FLOP/s",
    format: (value) => formatSi(value, "FLOP/s", 4),
    value: () => h800.peakFp8,
    source: h800.source,
  },
  "table1.figures": { unit: "figures", format: String, value: () => checkTable1().length, source: "§1 and Table 1" },
  "table1.agree": {
    unit: "figures",
    format: String,
    value: () => checkTable1().filter(({ agrees }) => agrees).length,
    source: "figures that recompute",
  },
  "llama405.hours": { given: true, ...hours, value: () => llama31Run.hours, source: llama31Run.source },
  "llama405.tokens": {
    given: true,
    unit: "tokens",
    format: (value) => formatCount(value),
    value: () => llama31Run.tokens,
    source: "arXiv:2407.21783",
  },
  "llama405.flopPerSecond.six": {
    ...flopPerSecond,
    value: () => llamaSix,
    source: "6 × 405B × 15.6T tokens over all hours of the model card, no attention",
  },
  "llama405.mfu.six": {
    ...percent,
    value: () => modelFlopUtilization({ flopPerSecond: llamaSix, peakFlopPerSecond: h100.peakBf16 }),
    source: "the same, of the BF16 peak of an H100",
  },
  "llama405.overV3.hours": {
    unit: "",
    format: (value) => `${formatNumber(value, 4)} times`,
    value: () => llama31Run.hours / publishedHours,
    source: "30.84M H100 hours / 2.788M H800 hours",
  },
  "llama405.overV3.hoursPerToken": {
    ...times,
    value: () => llama31Run.hours / llama31Run.tokens / (pre.hours / publishedRun.tokens),
    source: "hours per token; of V3 those of pre-training, of Llama all that its card counts",
  },
};
