/** @file Exercises about data and schedules of pre-training (chapter 4.1). */
import {
  bitsPerByte,
  crossDocumentShare,
  learningRateAt,
  natsPerToken,
  packDocuments,
  publishedSchedule,
  stepAt,
} from "../../../compute/index.ts";
import { formatFixed, formatNumber } from "../../../kit/declare/format.ts";
import { numberExercise, stateExercise, type Exercises } from "../exercise.ts";

const { constantUntil, cosineUntil, lateRate, peakRate, lastBatch, rampTokens, sequenceLength } = publishedSchedule;

export default {
  "data-cross": numberExercise({
    draw: (random) => ({ documents: 2 ** (2 + random.integer(5)) }),
    key: ({ documents }) =>
      100 *
      crossDocumentShare(
        packDocuments(
          Uint32Array.from({ length: documents }, () => sequenceLength / documents),
          { sequenceLength, rule: "concatenation" },
        ),
      ),
    unit: "percent",
    tolerance: { absolute: 0.1, why: "1 − 1/k is within a tenth of a percent" },
    format: (value) => formatFixed(value, 2),
    mistakes: [
      { value: ({ documents }) => 100 / documents, reply: "That is the share within the documents. The rest crosses." },
    ],
  }),
  "data-steps": numberExercise({
    draw: (random) => ({ trillion: 2 + random.integer(12) }),
    key: ({ trillion }) => stepAt(trillion * 1e12) - stepAt(rampTokens),
    unit: "steps",
    tolerance: { relative: 0.005, why: "three digits" },
    format: (value) => formatNumber(Math.round(value), 6),
    mistakes: [
      {
        value: ({ trillion }) => (trillion * 1e12) / (lastBatch * sequenceLength),
        reply: "The first 469B tokens were seen in the ramp. Only the rest counts here.",
      },
      {
        value: ({ trillion }) => (trillion * 1e12 - rampTokens) / lastBatch,
        reply: "A batch counts sequences. Each has 4,096 tokens.",
      },
    ],
  }),
  "data-cosine": numberExercise({
    draw: (random) => ({ tenths: (random.integer(2) === 0 ? 108 : 128) + 2 * random.integer(5) }),
    key: ({ tenths }) => 1e4 * learningRateAt(tenths * 1e11),
    unit: "· 10⁻⁴",
    tolerance: { relative: 0.003, why: "three digits" },
    format: (value) => formatFixed(value, 3),
    shown: { tenths: (tenths) => `${(tenths / 10).toFixed(1)}T` },
    mistakes: [
      {
        value: ({ tenths }) =>
          1e4 * (peakRate + ((lateRate - peakRate) * (tenths * 1e11 - constantUntil)) / (cosineUntil - constantUntil)),
        reply: "That is a straight line. A cosine is flat at both ends.",
      },
      {
        value: ({ tenths }) =>
          1e4 *
          (peakRate / 2) *
          (1 + Math.cos((Math.PI * (tenths * 1e11 - constantUntil)) / (cosineUntil - constantUntil))),
        reply: "That cosine ends at zero. This one ends at a tenth of the peak.",
      },
    ],
  }),
  "data-bits": numberExercise({
    draw: (random) => ({ thousandths: 500 + random.integer(300), tenths: 30 + random.integer(21) }),
    key: ({ thousandths, tenths }) => natsPerToken({ bitsPerByte: thousandths / 1000, bytesPerToken: tenths / 10 }),
    unit: "nats",
    tolerance: { relative: 0.005, why: "three digits" },
    format: (value) => formatFixed(value, 3),
    shown: { thousandths: (value) => (value / 1000).toFixed(3), tenths: (value) => (value / 10).toFixed(1) },
    mistakes: [
      {
        value: ({ thousandths, tenths }) => (thousandths / 1000) * (tenths / 10),
        reply: "That is in bits. A nat is 1/ln 2 bits, so multiply by ln 2.",
      },
      {
        value: ({ thousandths, tenths }) =>
          bitsPerByte({ natsPerToken: thousandths / 1000, bytesPerToken: tenths / 10 }),
        reply: "That goes the other way, from nats per token to bits per byte.",
      },
    ],
  }),
  "data-find-least": stateExercise({
    figure: "packing-bench",
    reached: ({ rule, spread, median, sequenceLength: sequence }) =>
      rule === "concatenation" && spread === 0 && Number(sequence) % Number(median) === 0,
    solution: { rule: "concatenation", spread: 0, median: 1024 },
  }),
} satisfies Exercises;
