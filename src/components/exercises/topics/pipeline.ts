/** @file Exercises about filling a pipeline and about the published trace (chapters 3.1 and 3.8). */
import {
  bubbleTime,
  pipelineMemory,
  pipelineSchedule,
  publishedTrace,
  simulate,
  unitTimes,
} from "../../../compute/index.ts";
import { formatNumber } from "../../../kit/declare/format.ts";
import { numberExercise, stateExercise, type Exercises } from "../exercise.ts";

const threeDigits = { relative: 0.01, why: "three digits, rounded along the way" } as const;
const exact = { absolute: 0.001, why: "small numbers, computed by hand" } as const;
const plain = (value: number): string => formatNumber(value, 4);
const times = (backward: number, weights: number, overlapped = 1 + backward) => ({
  forward: 1,
  backward,
  backwardForWeights: weights,
  overlapped,
});

export default {
  "pipe-1f1b": numberExercise({
    draw: (random) => ({ ranks: 4 + 2 * random.integer(7), microBatches: 32 * (1 + random.integer(4)) }),
    key: ({ ranks, microBatches }) =>
      (100 * bubbleTime("1F1B", { ranks }, unitTimes)) / (bubbleTime("1F1B", { ranks }, unitTimes) + 3 * microBatches),
    unit: "%",
    tolerance: threeDigits,
    format: (value) => formatNumber(value, 3),
    mistakes: [
      {
        value: ({ ranks, microBatches }) => (100 * (ranks - 1)) / microBatches,
        reply: "That is idle time over work. The step is work and idle time together.",
      },
      {
        value: ({ ranks, microBatches }) => (100 * ranks) / (ranks + microBatches),
        reply: "The first micro-batch passes one rank less than there are before the last one can begin.",
      },
    ],
  }),
  "pipe-zb1p": numberExercise({
    draw: (random) => ({ ranks: 4 + 2 * random.integer(7), tenths: 5 + random.integer(5) }),
    key: ({ ranks, tenths }) => bubbleTime("ZB1P", { ranks }, times(2, tenths / 10)),
    unit: "forwards",
    tolerance: exact,
    format: plain,
    shown: { tenths: (tenths) => formatNumber(tenths / 10) },
    mistakes: [
      {
        value: ({ ranks, tenths }) => (ranks - 1) * (3 - tenths / 10),
        reply: "B is the whole backward here, so W is in it and comes off twice.",
      },
      { value: ({ ranks, tenths }) => ranks * (3 - (2 * tenths) / 10), reply: "There is one step fewer than ranks." },
    ],
  }),
  "pipe-dualpipe": numberExercise({
    draw: (random) => ({ ranks: 8 + 4 * random.integer(7) }),
    key: ({ ranks }) => bubbleTime("DualPipe", { ranks }, unitTimes),
    unit: "forwards",
    tolerance: exact,
    format: plain,
    mistakes: [
      {
        value: ({ ranks }) => 2 * (ranks - 1),
        reply: "Micro-batches enter from both ends, so only half of the ranks have to be passed.",
      },
      { value: ({ ranks }) => ranks, reply: "Half of the ranks, less one." },
    ],
  }),
  "pipe-kept": numberExercise({
    draw: (random) => ({ ranks: 4 + 2 * random.integer(15) }),
    key: ({ ranks }) => pipelineMemory("DualPipe", { ranks, microBatches: 4 * ranks }).activations,
    unit: "micro-batches",
    tolerance: exact,
    format: plain,
    mistakes: [
      {
        value: ({ ranks }) => ranks,
        reply: "That is 1F1B’s. Here a forward is under way while the backward beside it has not freed anything yet.",
      },
    ],
  }),
  "pipe-find-no-bubble": stateExercise({
    figure: "bubble-curves",
    reached: ({ backward, weights, overlapped, ranks }) =>
      ranks === 8 && zeroOnlyByFormula(Number(backward), Number(weights), Number(overlapped)),
    solution: { ranks: 8, backward: 2, weights: 1.5, overlapped: 3 },
  }),
  "trace-speed": numberExercise({
    draw: (random) => ({ ranks: 8 * (1 + random.integer(4)), milliseconds: 90 + 10 * random.integer(8) }),
    key: ({ ranks, milliseconds }) => publishedTrace.tokens / (milliseconds / 1000) / ranks,
    unit: "tokens per second and GPU",
    tolerance: threeDigits,
    format: plain,
    mistakes: [
      {
        value: ({ milliseconds }) => publishedTrace.tokens / (milliseconds / 1000),
        reply: "The tokens still have to pass the other ranks.",
      },
      {
        value: ({ ranks, milliseconds }) => (2 * publishedTrace.tokens) / (milliseconds / 1000) / ranks,
        reply: "The pair has two micro-batches, but each is only half done: one forward, one backward.",
      },
    ],
  }),
  "trace-hidden": numberExercise({
    draw: (random) => ({
      compute: 100 + 5 * random.integer(6),
      communication: 60 + 5 * random.integer(7),
      span: 135 + 5 * random.integer(3),
    }),
    key: ({ compute, communication, span }) => (100 * Math.max(0, compute + communication - span)) / communication,
    unit: "%",
    tolerance: { absolute: 0.6, why: "a reading to the next percent is right" },
    format: (value) => formatNumber(value, 3),
    mistakes: [
      {
        value: ({ compute, communication, span }) => (100 * (compute + communication - span)) / span,
        reply: "That is the share of the whole span. The question asks for the share of the communication.",
      },
    ],
  }),
  "trace-split": stateExercise({
    figure: "chunk-overlap",
    reached: ({ communicationSms, smsToFillLink, times: source, link }) =>
      source === "trace" && link === 1 && Number(smsToFillLink) === 20 && Number(communicationSms) === 19,
    solution: { communicationSms: 19 },
  }),
} satisfies Exercises;

/** Whether ZB1P's formula promises nothing while the schedule idles. */
function zeroOnlyByFormula(backward: number, weights: number, overlapped: number): boolean {
  const given = times(backward, weights, overlapped);
  const { idleOfRank } = simulate(pipelineSchedule("ZB1P", { ranks: 8, microBatches: 32 }), given);
  return Math.abs(1 + backward - 2 * weights) < 1e-9 && Math.max(...idleOfRank) > 0.01;
}
