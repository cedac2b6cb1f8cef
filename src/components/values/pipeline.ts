/** @file Numbers about pipelines, overlap and the published trace (chapters 3.1 and 3.8). */
import {
  bubbleFormula,
  compareSpeeds,
  deepseekV3,
  layerAsChunks,
  layoutSizes,
  measuredStep,
  overlapBySms,
  overlapChunks,
  pipelineSchedule,
  publishedTrace,
  simulate,
  traceAsChunks,
  traceSegments,
  traceTimeByKind,
  unitTimes,
  v3Channels,
  v3Cluster,
  v3Layout,
  type ChunkTimes,
  type ScheduleName,
  type SimulationOptions,
} from "../../compute/index.ts";
import { formatFixed, formatNumber, formatPercent } from "../../kit/declare/format.ts";
import type { Values } from "./entry.ts";

const count = (unit: string): Pick<Values[string], "unit" | "format"> => ({
  unit,
  format: (value) => formatNumber(value, 5),
});
const percent = { unit: "", format: (value: number) => formatPercent(value) };
const milliseconds = { unit: "s", format: (value: number) => `${formatFixed(1000 * value, 1)} ms` };
const forwards = { unit: "forwards", format: (value: number) => formatNumber(value, 4) };
const seconds = { unit: "s", format: (value: number) => `${formatNumber(value)} s` };

const run = (
  name: ScheduleName,
  ranks: number,
  microBatches: number,
  times: ChunkTimes = unitTimes,
  options: SimulationOptions = {},
) => simulate(pipelineSchedule(name, { ranks, microBatches, chunks: 4 }), times, options);
const most = (values: Float64Array): number => values.reduce((top, value) => Math.max(top, value), 0);

/** Micro-batches of one pipeline in a step of V3's largest batch. */
const v3MicroBatches = layoutSizes(deepseekV3, v3Layout).microBatches;
const longWeights = { ...unitTimes, backwardForWeights: 1.5 };
const slowRank = { factorOfRank: [1, 1, 1, 1.5, 1, 1, 1, 1] };

const small = (name: ScheduleName): Values[string] => ({
  ...forwards,
  value: () => most(run(name, 8, 24).idleOfRank),
  source: `${name} simulated, 8 ranks, 24 micro-batches, F = 1, B = 2, W = 1, F&B = 3`,
});
const share = (name: ScheduleName): Values[string] => {
  const ran = () => run(name, v3Layout.pipelineRanks, v3MicroBatches);
  return {
    ...percent,
    value: () => most(ran().idleOfRank) / ran().makespan,
    source: `${name} simulated, 16 ranks, 120 micro-batches, F = 1, B = 2, W = 1, F&B = 3`,
  };
};
const long = (name: ScheduleName): Values => ({
  [`pipe.long.${name}`]: {
    ...forwards,
    value: () => most(run(name, 8, 20, longWeights).idleOfRank),
    source: `${name} simulated, 8 ranks, F = 1, B = 2, W = 1.5, F&B = 3`,
  },
  [`pipe.long.${name}.formula`]: {
    ...forwards,
    value: () => bubbleFormula(name, { ranks: 8 }, longWeights),
    source: `Table 2 for ${name}, 8 ranks, F = 1, B = 2, W = 1.5, F&B = 3`,
  },
});

const figure5 = () => run("DualPipe", 8, 20);
const traced = () => overlapChunks(traceAsChunks());
const estimated = () => overlapChunks(layerAsChunks(deepseekV3, v3Layout));
const kernels = (kind: string, communicates: boolean): number =>
  traceTimeByKind(({ stream }) => (stream === "communication") === communicates).find((row) => row.kind === kind)!
    .seconds;
const mainStream = (): number =>
  traceSegments()
    .filter(({ stream }) => stream === "compute")
    .reduce((sum, { busy }) => sum + busy, 0);
const castTime = (): number =>
  traceTimeByKind(({ stream }) => stream === "compute")
    .filter(({ kind }) => kind === "FP8 cast" || kind === "transpose")
    .reduce((sum, { seconds: of }) => sum + of, 0);
/** The micro-batches of V3's step, each as long as the trace's pair. */
const atPace = (): number => v3MicroBatches * publishedTrace.span;
const ofTrace = "deepseek-ai/profile-data, train.json";
const ofStep = "arXiv:2505.09343, Table 4";

export const pipelineValues: Values = {
  "pipe.gpus": { ...count("GPUs"), given: true, value: () => v3Cluster.gpus, source: "§3.1" },
  "pipe.gpusPerNode": { ...count("GPUs"), given: true, value: () => v3Cluster.gpusPerNode, source: "§3.1" },
  "pipe.ranks": { ...count("ranks"), given: true, value: () => v3Layout.pipelineRanks, source: "§3.2" },
  "pipe.expertRanks": { ...count("GPUs"), given: true, value: () => v3Layout.expertRanks, source: "§3.2" },
  "pipe.nodes": { ...count("nodes"), value: () => v3Layout.expertRanks / v3Cluster.gpusPerNode, source: "64 / 8" },
  "pipe.pipelines": {
    ...count("pipelines"),
    value: () => layoutSizes(deepseekV3, v3Layout).dataRanks,
    source: "2,048 / 16",
  },
  "pipe.batch": { ...count("sequences"), given: true, value: () => v3Layout.batchSequences, source: "§4.2" },
  "pipe.microBatches": {
    ...count("micro-batches"),
    value: () => v3MicroBatches,
    source: "15,360 sequences over 128 pipelines, one sequence each",
  },
  "pipe.gpipe.kept": {
    ...count("micro-batches"),
    value: () => most(run("GPipe", 8, 24).peakActivationsOfRank),
    source: "GPipe simulated, 8 ranks, 24 micro-batches",
  },
  "pipe.1f1b.kept": {
    ...count("micro-batches"),
    value: () => most(run("1F1B", 8, 24).peakActivationsOfRank),
    source: "1F1B simulated, 8 ranks, 24 micro-batches",
  },
  "pipe.small.1f1b": small("1F1B"),
  "pipe.small.interleaved": small("Interleaved"),
  "pipe.small.zb1p": small("ZB1P"),
  "pipe.small.dualpipe": small("DualPipe"),
  "pipe.share.1f1b": share("1F1B"),
  "pipe.share.zb1p": share("ZB1P"),
  "pipe.share.dualpipe": share("DualPipe"),
  "pipe.figure5.length": {
    ...forwards,
    value: () => figure5().makespan,
    source: "DualPipe simulated, 8 ranks, 20 micro-batches; Figure 5 is as long",
  },
  "pipe.figure5.idle": { ...forwards, value: () => most(figure5().idleOfRank), source: "the same, on every rank" },
  "pipe.figure5.kept": {
    ...count("micro-batches"),
    value: () => most(figure5().peakActivationsOfRank),
    source: "the same, PP + 1",
  },
  ...long("ZB1P"),
  ...long("DualPipe"),
  "pipe.slow.1f1b": {
    ...forwards,
    value: () => run("1F1B", 8, 20, unitTimes, slowRank).makespan,
    source: "1F1B simulated, 8 ranks, 20 micro-batches, rank 3 half as slow again",
  },
  "pipe.even.1f1b": { ...forwards, value: () => run("1F1B", 8, 20).makespan, source: "the same with equal ranks" },
  "pipe.slow.least": {
    ...forwards,
    value: () => run("1F1B", 8, 20, unitTimes, slowRank).idleOfRank[3],
    source: "the slow rank itself",
  },
  "pipe.slow.most": {
    ...forwards,
    value: () => most(run("1F1B", 8, 20, unitTimes, slowRank).idleOfRank),
    source: "the others",
  },
  "step.total": { ...seconds, given: true, value: () => measuredStep.total, source: ofStep },
  "step.bubble": { ...seconds, given: true, value: () => measuredStep.bubble, source: ofStep },
  "step.bubbleShare": {
    ...percent,
    value: () => measuredStep.bubble / measuredStep.total,
    source: `2.06 / 19.926, ${ofStep}`,
  },
  "step.overlappedShare": {
    ...percent,
    value: () => compareSpeeds().overlappedShare,
    source: `13.95 / 19.926, ${ofStep}`,
  },
  "step.optimizer": { ...seconds, given: true, value: () => measuredStep.optimizer, source: ofStep },
  "step.atPace": { ...seconds, value: atPace, source: "120 micro-batches × 129 ms" },
  "step.explained": {
    ...percent,
    value: () => (measuredStep.bubble + measuredStep.optimizer) / (measuredStep.total - atPace()),
    source: `(2.06 + 0.29) / (19.926 − 15.48), ${ofStep}`,
  },
  "trace.span": { ...milliseconds, given: true, value: () => publishedTrace.span, source: ofTrace },
  "trace.compute": { ...milliseconds, given: true, value: () => publishedTrace.computeBusy, source: ofTrace },
  "trace.communication": {
    ...milliseconds,
    given: true,
    value: () => publishedTrace.communicationBusy,
    source: ofTrace,
  },
  "trace.both": { ...milliseconds, given: true, value: () => publishedTrace.bothBusy, source: ofTrace },
  "trace.ratio": {
    unit: "",
    format: (value) => formatFixed(value, 2),
    value: () => publishedTrace.communicationBusy / publishedTrace.computeBusy,
    source: "114.5 / 124.3",
  },
  "trace.hidden": {
    ...percent,
    value: () => publishedTrace.bothBusy / publishedTrace.communicationBusy,
    source: "110.3 / 114.5",
  },
  "trace.tokens": {
    ...count("tokens"),
    given: true,
    value: () => publishedTrace.tokens,
    source: `${ofTrace}: blocks of the router’s kernel`,
  },
  "trace.segments": { ...count("segments"), value: () => traceSegments().length, source: ofTrace },
  "trace.layers": { ...count("layers"), given: true, value: () => publishedTrace.layers, source: ofTrace },
  "trace.sms": { ...count("SMs"), given: true, value: () => publishedTrace.sms, source: "§3.5.1" },
  "trace.communicationSms": {
    ...count("SMs"),
    given: true,
    value: () => v3Channels.communicationSms,
    source: "§3.2.2",
  },
  "trace.computeSms": {
    ...count("SMs"),
    given: true,
    value: () => publishedTrace.computeSms,
    source: `${ofTrace}: blocks of the matrix products`,
  },
  "trace.simulated": { ...milliseconds, value: () => traced().span, source: "two streams with the trace’s mean times" },
  "trace.simulatedShare": { ...percent, value: () => traced().span / publishedTrace.span, source: "126.4 / 129.0" },
  "trace.serial": {
    ...milliseconds,
    value: () => traced().serial,
    source: "the same work one after the other, computation on all SMs",
  },
  "trace.best": {
    ...count("SMs"),
    value: () => overlapBySms(traceAsChunks()).reduce((a, b) => (b.span < a.span ? b : a)).communicationSms,
    source: "least time over all splits",
  },
  "trace.bestSpan": {
    ...milliseconds,
    value: () => Math.min(...overlapBySms(traceAsChunks()).map(({ span }) => span)),
    source: "the same",
  },
  "trace.estimated": {
    ...milliseconds,
    value: () => estimated().span,
    source: "two streams with times from assumed rates",
  },
  "trace.estimatedRatio": {
    unit: "",
    format: (value) => formatFixed(value, 2),
    value: () => estimated().communicationBusy / estimated().computeBusy,
    source: "the same",
  },
  "trace.notify": {
    ...milliseconds,
    value: () => kernels("a2a notify", true),
    source: `${ofTrace}: kernels that also wait`,
  },
  "trace.notifyShare": {
    ...percent,
    value: () => kernels("a2a notify", true) / publishedTrace.communicationBusy,
    source: "32.6 / 114.5",
  },
  "trace.casts": {
    ...milliseconds,
    value: castTime,
    source: `${ofTrace}: FP8 casts and transposes on the main stream`,
  },
  "trace.castShare": { ...percent, value: () => castTime() / mainStream(), source: "15.2 / 118.2" },
  "trace.smsBack": {
    ...percent,
    value: () => publishedTrace.sms / publishedTrace.computeSms - 1,
    source: "132 / 112 − 1",
  },
  "speed.steady": {
    ...count("tokens/s"),
    format: (value) => formatNumber(value, 4),
    value: () => compareSpeeds().steadyState,
    source: "4,096 / 0.129 / 16",
  },
  "speed.published": {
    ...count("tokens/s"),
    format: (value) => formatNumber(value, 4),
    value: () => compareSpeeds().published,
    source: "180K GPU-hours per trillion tokens, §1",
  },
  "speed.share": { ...percent, value: () => compareSpeeds().share, source: "1,543 / 1,984" },
};
