/** @file A call of each function for the pipeline. */
import * as compute from "../../../compute/index.ts";
import type { Samples } from "../samples.ts";

const { unitTimes } = compute;
const schedule = () => compute.pipelineSchedule("DualPipe", { ranks: 2, microBatches: 4 });
const timeline = () => compute.simulate(schedule(), unitTimes);
const layer = () => ({
  seconds: {
    mlpBackward: 2,
    mlpWeights: 1,
    mlpForward: 1,
    attentionBackward: 2,
    attentionWeights: 1,
    attentionForward: 1,
  },
  bytes: { dispatchForward: 10, dispatchBackward: 20, combineForward: 20, pipelineSend: 5, combineBackward: 10 },
  bytesPerSecond: 10,
  sms: 8,
  communicationSms: 2,
  smsToFillLink: 2,
  layers: 2,
  barriers: true,
});

export const pipelineSamples = {
  bubbleFormula: () => [
    "DualPipe",
    { ranks: 8, chunks: 2 },
    { forward: 1, backward: 2, backwardForWeights: 1, overlapped: 3 },
  ],
  bubbleFormulaHolds: () => ["DualPipe", { forward: 1, backward: 2, backwardForWeights: 1, overlapped: 3 }],
  bubbleTime: () => ["DualPipe", { ranks: 8, chunks: 2 }, unitTimes],
  describeOperation: () => [schedule(), compute.indexOperations(schedule()), 3],
  indexOperations: () => [schedule()],
  needsOf: () => [schedule(), compute.indexOperations(schedule()), 3],
  operationSlack: () => [schedule(), timeline()],
  overlapBySms: () => [layer()],
  overlapChunks: () => [layer()],
  partDurations: () => [layer()],
  pipelineIntervals: () => [schedule(), timeline(), { splitPairs: unitTimes }],
  pipelineMemory: () => ["DualPipe", { ranks: 8, chunks: 2, microBatches: 20 }],
  pipelineSchedule: () => ["Interleaved", { ranks: 2, microBatches: 2, chunks: 2 }],
  readSchedule: () => ["F0 F1 B0 B1\nF0 B0 F1 B1"],
  scheduleExists: () => ["DualPipe", { ranks: 8, microBatches: 20, chunks: 2 }],
  simulate: () => [
    schedule(),
    unitTimes,
    { send: 0.5, factorOfStage: [1, 1.5], factorOfRank: [1, 1], keptForWeights: 0.5 },
  ],
  traceAsChunks: () => [["FP8 cast"]],
  traceIntervals: () => [],
  traceSegments: () => [],
  traceTimeByKind: () => [() => true],
  writeSchedule: () => [schedule()],
} satisfies Samples;
