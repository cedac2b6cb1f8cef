/** @file Numbers about the data of pre-training and its schedules (chapter 4.1). */
import {
  baseScores,
  batchSizeAt,
  crossDocumentShare,
  deepseekV3,
  gpuHours,
  learningRateAt,
  natsPerToken,
  packDocuments,
  publishedFillInTheMiddle,
  publishedRun,
  publishedSchedule,
  publishedStages,
  rateShares,
  sampleDocumentLengths,
  stepAt,
  tokensAtStep,
  tokensPerSecondFromHours,
  trainingDays,
  type PackingRule,
  type RampShape,
  type RateShare,
} from "../../compute/index.ts";
import { tokenizedTexts, tokenizerCounts } from "../../data/tokenized-texts.ts";
import { formatCount, formatDays, formatFixed, formatNumber, formatPercent } from "../../kit/declare/format.ts";
import type { Values } from "./entry.ts";

type Entry = Values[string];
const s = publishedSchedule;
const tokens = { unit: "tokens", format: (value: number) => formatCount(value) };
const exactTokens = { unit: "tokens", format: (value: number) => formatNumber(value, 9) };
const steps = { unit: "steps", format: (value: number) => formatNumber(Math.round(value), 6) };
const rate = { unit: "", format: (value: number) => formatNumber(value, 3) };
const percent = { unit: "", format: (value: number) => formatPercent(value, 3) };

/** The documents of the figure's preset of 20,000. */
const lengths = sampleDocumentLengths({ documents: 20_000, median: 735, spread: 1.2, seed: 1 });
const packed = (rule: PackingRule) => packDocuments(lengths, { sequenceLength: s.sequenceLength, rule });
const ours = "20,000 documents of a logarithmic normal distribution, ours";

const equal = (documents: number): Entry => ({
  unit: "",
  format: (value) => `${formatFixed(100 * value, 2)}%`,
  source: `${documents} equal documents in 4,096 tokens, each token’s pair with itself included`,
  value: () =>
    crossDocumentShare(
      packDocuments(
        Uint32Array.from({ length: documents }, () => s.sequenceLength / documents),
        { sequenceLength: s.sequenceLength, rule: "concatenation" },
      ),
    ),
});
const share = (stretch: RateShare["stretch"]): Entry => ({
  ...percent,
  value: () => rateShares({ warmup: false }).find((part) => part.stretch === stretch)!.share,
  source: "integral of the rate over tokens, warm-up counted at the full rate, §4.2",
});
const total = (ramp: RampShape): Entry => ({
  ...steps,
  value: () => stepAt(s.tokens, { ramp }),
  source: `integral over the batch, which grows evenly with the ${ramp}, §4.2`,
});
const inRamp = (ramp: RampShape): Entry => ({
  ...steps,
  value: () => stepAt(s.rampTokens, { ramp }),
  source: `integral over the batch, which grows evenly with the ${ramp}, §4.2`,
});
const hoursUntil = (seen: number): number =>
  gpuHours({
    tokens: seen,
    tokensPerSecond: tokensPerSecondFromHours({ tokens: publishedRun.tokens, hours: publishedStages[0].hours }),
  });

const textOf = (id: string) => tokenizedTexts.find((text) => text.id === id)!;
const bytesPerToken = (id: string): number =>
  new TextEncoder().encode(textOf(id).pieces.join("")).length / textOf(id).pieces.length;
const perToken = (id: string): Entry => ({
  unit: "bytes",
  format: (value) => formatFixed(value, 2),
  value: () => bytesPerToken(id),
  source: "a short text of ours, cut by the released tokenizer",
});
const counted = (count: keyof typeof tokenizerCounts): Entry => ({
  unit: "",
  given: true,
  format: (value) => formatNumber(value, 6),
  value: () => tokenizerCounts[count],
  source: "counted in tokenizer.json of deepseek-ai/DeepSeek-V3",
});
const unused = tokenizerCounts.rows - tokenizerCounts.entries - tokenizerCounts.added;
const pile = baseScores.rows.find(({ id }) => id === "pile-test")!.scores.at(-1)!;
const bpb = (bytes: number): Entry => ({
  unit: "nats",
  format: (value) => formatFixed(value, 3),
  value: () => natsPerToken({ bitsPerByte: pile, bytesPerToken: bytes }),
  source: `${pile} × ${bytes} bytes × ln 2; the bytes are ours`,
});

export const dataValues: Values = {
  "data.cross.2": equal(2),
  "data.cross.4": equal(4),
  "data.cross.16": equal(16),
  "data.cross.bestFit": { ...percent, value: () => crossDocumentShare(packed("best-fit")), source: ours },
  "data.cross.concatenation": { ...percent, value: () => crossDocumentShare(packed("concatenation")), source: ours },
  "data.needless.concatenation": {
    ...percent,
    value: () => packed("concatenation").needlesslyCut / lengths.length,
    source: ours,
  },
  "data.needless.bestFit": { ...percent, value: () => packed("best-fit").needlesslyCut / lengths.length, source: ours },
  "data.fim.rate": {
    unit: "",
    given: true,
    format: (value) => formatPercent(value),
    value: () => publishedFillInTheMiddle.rate,
    source: "§4.1",
  },
  "tokenizer.entries": counted("entries"),
  "tokenizer.added": counted("added"),
  "tokenizer.rows": counted("rows"),
  "tokenizer.lineBreaks": counted("lineBreakAndVisible"),
  "tokenizer.unused": {
    unit: "rows",
    format: String,
    value: () => unused,
    source: "129,280 rows − 128,000 entries − 815 added",
  },
  "tokenizer.unused.parameters": {
    unit: "parameters",
    format: (value) => formatCount(value),
    value: () => 2 * unused * deepseekV3.hiddenDim,
    source: "unused rows × 7,168, in embedding and head",
  },
  "tokenizer.english": perToken("english"),
  "tokenizer.chinese": perToken("chinese"),
  "tokenizer.code": perToken("code"),
  "tokenizer.prompt": perToken("prompt"),
  "bpb.pile": {
    unit: "bits per byte",
    given: true,
    format: (value) => formatFixed(value, 3),
    value: () => pile,
    source: "§4.4.2, Table 3, Pile-test",
  },
  "bpb.nats.4": bpb(4),
  "bpb.nats.45": bpb(4.5),
  "schedule.batch.first": {
    unit: "sequences",
    given: true,
    format: (value) => formatNumber(value, 5),
    value: () => s.firstBatch,
    source: "§4.2; the unit is not printed",
  },
  "schedule.batch.last": {
    unit: "sequences",
    given: true,
    format: (value) => formatNumber(value, 5),
    value: () => s.lastBatch,
    source: "§4.2; the unit is not printed",
  },
  "schedule.stepTokens.first": {
    ...exactTokens,
    value: () => batchSizeAt(0) * s.sequenceLength,
    source: "3,072 × 4,096, §4.2",
  },
  "schedule.stepTokens.last": {
    ...exactTokens,
    value: () => batchSizeAt(s.tokens) * s.sequenceLength,
    source: "15,360 × 4,096, §4.2",
  },
  "schedule.ramp.tokens": { ...tokens, given: true, value: () => s.rampTokens, source: "§4.2" },
  "schedule.ramp.steps.tokens": inRamp("tokens"),
  "schedule.ramp.steps.steps": inRamp("steps"),
  "schedule.steps.tokens": total("tokens"),
  "schedule.steps.steps": total("steps"),
  "schedule.warmup.steps": { ...steps, given: true, value: () => s.warmupSteps, source: "§4.2" },
  "schedule.warmup.tokens": {
    ...tokens,
    value: () => tokensAtStep(s.warmupSteps),
    source: "tokens of 2,000 steps, the batch growing evenly with the tokens",
  },
  "schedule.warmup.hours": {
    unit: "hours",
    format: (value) => `${formatNumber(value, 2)} hours`,
    value: () => 24 * trainingDays({ hours: hoursUntil(tokensAtStep(s.warmupSteps)), gpus: publishedRun.gpus }),
    source: "the same, at the mean speed of Table 1",
  },
  "schedule.ramp.days": {
    unit: "days",
    format: (value) => formatDays(value, 2),
    value: () => trainingDays({ hours: hoursUntil(s.rampTokens), gpus: publishedRun.gpus }),
    source: "469B tokens at the mean speed of Table 1",
  },
  "schedule.rate.peak": { ...rate, given: true, value: () => s.peakRate, source: "§4.2" },
  "schedule.rate.late": { ...rate, given: true, value: () => s.lateRate, source: "§4.2" },
  "schedule.rate.middle": {
    ...rate,
    value: () => learningRateAt((s.constantUntil + s.cosineUntil) / 2),
    source: "half way down the cosine, at 12.15T tokens",
  },
  "schedule.rate.third": {
    unit: "",
    format: (value) => formatNumber(value, 4),
    value: () => s.lateRate / 3,
    source: "a third of 2.2 × 10⁻⁵",
  },
  "schedule.share.constant": share("constant"),
  "schedule.share.cosine": share("cosine"),
  "schedule.share.late": share("late"),
  "schedule.share.last": share("last"),
  "schedule.constantUntil": { ...tokens, given: true, value: () => s.constantUntil, source: "§4.2" },
  "schedule.cosineUntil": {
    ...tokens,
    given: true,
    value: () => s.cosineUntil,
    source: "sum of the stretches of §4.2",
  },
  "schedule.lateUntil": {
    unit: "tokens",
    given: true,
    format: (value) => formatCount(value, 5),
    value: () => s.lateUntil,
    source: "sum of the stretches of §4.2",
  },
};
