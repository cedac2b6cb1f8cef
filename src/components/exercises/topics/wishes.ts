/** @file Exercises about wishes for hardware (chapter 3.6). */
import {
  castTrips,
  deepseekV3,
  exchangeTime,
  fatTree,
  h800Design,
  partDurations,
  scalingBound,
  traceAsChunks,
  trainOnDesign,
  type Design,
} from "../../../compute/index.ts";
import { formatNumber } from "../../../kit/declare/format.ts";
import { numberExercise, stateExercise, type Exercises } from "../exercise.ts";

const threeDigits = { relative: 0.01, why: "three digits, rounded along the way" } as const;
const three = (value: number): string => formatNumber(value, 3);
const bytesPerValue = (id: string): number => castTrips.find((trips) => trips.id === id)!.bytesPerValue;
/** Time of a computing part of the trace with so many SMs for communication; 0 if something else moves the bytes. */
const computing = (sms: number, communicationSms: number): number =>
  partDurations({ ...traceAsChunks(), sms, communicationSms, smsToFillLink: communicationSms === 0 ? 0 : 20 })[0];
const exchange = (gigabytes: number, tokens: number, destinations: number, bytes: number): number =>
  1e6 *
  exchangeTime({
    tokens,
    destinations,
    outside: 1,
    bytesPerCopy: bytes * deepseekV3.hiddenDim,
    scaleUpBytesPerSecond: 1e12,
    scaleOutBytesPerSecond: gigabytes * 1e9,
    latency: 0,
  });
const switches = ["communicationSms", "cast", "transposedReads", "appliesScales"];

export default {
  "wishes-sms": numberExercise({
    draw: (random) => ({ sms: 108 + 12 * random.integer(5), communicationSms: 8 + 4 * random.integer(6) }),
    key: ({ sms, communicationSms }) => 100 * (computing(sms, communicationSms) / computing(sms, 0) - 1),
    unit: "%",
    tolerance: threeDigits,
    format: three,
    mistakes: [
      {
        value: ({ sms, communicationSms }) => (100 * communicationSms) / sms,
        reply: "That is their share of all SMs. Speed grows from those that compute now to all of them.",
      },
    ],
  }),
  "wishes-cast": numberExercise({
    draw: (random) => ({ tokens: 1024 * (1 + random.integer(8)), width: 1024 * (2 + random.integer(7)) }),
    key: ({ tokens, width }) => (tokens * width * (bytesPerValue("today") - bytesPerValue("fused"))) / 1e6,
    unit: "MB",
    tolerance: threeDigits,
    format: three,
    shown: { tokens: (value) => formatNumber(value, 5), width: (value) => formatNumber(value, 5) },
    mistakes: [
      {
        value: ({ tokens, width }) => (tokens * width * (bytesPerValue("today") - bytesPerValue("near-memory"))) / 1e6,
        reply:
          "That is what a cast beside the memory saves. On the way to a tile the two bytes of BF16 are still read.",
      },
      {
        value: ({ tokens, width }) => (tokens * width * bytesPerValue("today")) / 1e6,
        reply: "That is all that moves today. Some of it remains.",
      },
    ],
  }),
  "wishes-scales": numberExercise({
    draw: (random) => ({ teraflops: 40 + 10 * random.integer(8), values: 16 * 2 ** random.integer(4) }),
    key: ({ teraflops, values }) => scalingBound({ valuesPerScale: values, peakFp32: teraflops * 1e12 }) / 1e12,
    unit: "TFLOP/s",
    tolerance: threeDigits,
    format: (value) => formatNumber(value, 4),
    mistakes: [
      {
        value: ({ teraflops, values }) => 2 * teraflops * values,
        reply: "A multiplication with its addition is two FLOP on both sides.",
      },
      {
        value: ({ teraflops, values }) => (teraflops * values) / 2,
        reply: "A multiplication with its addition is two FLOP on both sides.",
      },
    ],
  }),
  "wishes-exchange": numberExercise({
    draw: (random) => ({ gigabytes: 50 * (1 + random.integer(9)), tokens: 16 * (1 + random.integer(6)) }),
    key: ({ gigabytes, tokens }) => exchange(gigabytes, tokens, 9, 3),
    unit: "µs",
    tolerance: { relative: 0.03, why: "the later paper rounds the width to 7,000" },
    format: three,
    mistakes: [
      {
        value: ({ gigabytes, tokens }) => exchange(gigabytes, tokens, 9, 2),
        reply: "Dispatch has one byte a value and combine two: three in all.",
      },
      {
        value: ({ gigabytes, tokens }) => exchange(gigabytes, tokens, 1, 3),
        reply: "Each token goes to nine experts.",
      },
    ],
  }),
  "wishes-planes": numberExercise({
    draw: (random) => ({ ports: 32 * 2 ** random.integer(3), planes: 2 ** (1 + random.integer(4)) }),
    key: ({ ports, planes }) => fatTree({ ports, layers: 2, planes }).endpoints,
    unit: "endpoints",
    tolerance: { relative: 1e-9, why: "whole endpoints are counted" },
    format: (value) => formatNumber(value, 7),
    mistakes: [
      {
        value: ({ ports, planes }) => planes * ports * ports,
        reply: "Half of a leaf’s ports go up, so it has half as many endpoints as ports.",
      },
      { value: ({ ports }) => fatTree({ ports, layers: 2 }).endpoints, reply: "That is one plane." },
    ],
  }),
  "wishes-days": stateExercise({
    figure: "design-accelerator",
    reached: (values) => {
      const design = Object.fromEntries(Object.keys(h800Design).map((key) => [key, values[key]])) as Design;
      const others = (Object.keys(h800Design) as (keyof Design)[]).filter((key) => !switches.includes(key));
      return others.every((key) => design[key] === h800Design[key]) && trainOnDesign(design).days < 44;
    },
    solution: { communicationSms: 0, cast: "near-memory" },
  }),
} satisfies Exercises;
