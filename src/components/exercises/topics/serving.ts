/** @file Exercises about serving (chapters 3.5 and 3.9). */
import {
  cacheFormats,
  cacheTransfer,
  deepseekV3,
  deploymentUnit,
  deviceById,
  publishedDay,
  publishedSpeedLimit,
  requestsInFlight,
  serviceDay,
  smallestDeployment,
  speedLimit,
  unitSizes,
  weightFormats,
} from "../../../compute/index.ts";
import { formatNumber } from "../../../kit/declare/format.ts";
import { numberExercise, stateExercise, type Exercises } from "../exercise.ts";

const threeDigits = { relative: 0.01, why: "three digits, rounded along the way" } as const;
const three = (value: number): string => formatNumber(value, 3);
const exactly = { relative: 1e-9, why: "a whole number" } as const;

export default {
  "serve-places": numberExercise({
    draw: (random) => ({ nodes: 2 ** (1 + random.integer(3)), extra: 1 + random.integer(3) }),
    key: ({ nodes, extra }) =>
      unitSizes(deepseekV3, {
        ...deploymentUnit("prefill-overview"),
        nodes,
        attentionDataRanks: 8 * nodes,
        expertRanks: 8 * nodes,
        routedReplicas: 256 + extra * 8 * nodes,
      }).placesPerGpu,
    unit: "experts",
    tolerance: exactly,
    format: three,
    shown: { extra: (extra) => formatNumber(extra) },
    mistakes: [{ value: ({ nodes }) => 256 / (8 * nodes), reply: "Those are the experts without the redundant ones." }],
  }),
  "serve-limit": numberExercise({
    draw: (random) => ({ tokens: 16 * (1 + random.integer(4)), rate: 25 * (1 + random.integer(6)) }),
    key: ({ tokens, rate }) =>
      speedLimit({
        ...publishedSpeedLimit.infiniband,
        hiddenDim: 7168,
        tokensPerGpu: tokens,
        bytesPerSecond: rate * 1e9,
      }).tokensPerSecond,
    unit: "tokens/s",
    tolerance: threeDigits,
    format: three,
    mistakes: [
      {
        value: ({ tokens, rate }) =>
          2 *
          speedLimit({
            ...publishedSpeedLimit.infiniband,
            hiddenDim: 7168,
            tokensPerGpu: tokens,
            bytesPerSecond: rate * 1e9,
          }).tokensPerSecond,
        reply: "There are two micro-batches, and the links serve one after the other.",
      },
      {
        value: ({ tokens, rate }) =>
          3 *
          speedLimit({
            ...publishedSpeedLimit.infiniband,
            hiddenDim: 7168,
            tokensPerGpu: tokens,
            bytesPerSecond: rate * 1e9,
          }).tokensPerSecond,
        reply: "That is dispatch alone, in FP8. Combine brings two bytes a value back.",
      },
    ],
  }),
  "serve-prefix": numberExercise({
    draw: (random) => ({ tokens: 1000 * (2 + random.integer(30)) }),
    key: ({ tokens }) => cacheTransfer(deepseekV3, { tokens, bytesPerSecond: 50e9 }).seconds * 1000,
    unit: "ms",
    tolerance: threeDigits,
    format: three,
    mistakes: [
      {
        value: ({ tokens }) => cacheTransfer(deepseekV3, { tokens, bytesPerSecond: 400e9 }).seconds * 1000,
        reply: "400 Gbit/s are 50 GB/s.",
      },
      {
        value: ({ tokens }) =>
          cacheTransfer(deepseekV3, { tokens, bytesPerSecond: 50e9, bytesPerValue: 1 }).seconds * 1000,
        reply: "The cache is in BF16: two bytes a number.",
      },
    ],
  }),
  "serve-flight": numberExercise({
    draw: (random) => ({ node: 1000 * (8 + random.integer(17)), each: 15 + random.integer(26) }),
    key: ({ node, each }) => requestsInFlight({ tokensPerSecond: node / 8, tokensPerSecondPerRequest: each }),
    unit: "requests",
    tolerance: threeDigits,
    format: three,
    mistakes: [{ value: ({ node, each }) => node / each, reply: "That is a node. It has eight GPUs." }],
  }),
  "serve-margin": numberExercise({
    draw: (random) => ({ paid: 20 + 5 * random.integer(15) }),
    key: ({ paid }) =>
      100 *
      serviceDay({
        ...publishedDay,
        hitShare: publishedDay.cachedTokens / publishedDay.inputTokens,
        paidShare: paid / 100,
      }).marginOnIncome,
    unit: "%",
    tolerance: { absolute: 0.5, why: "rounded income and cost may be used" },
    format: three,
    mistakes: [
      {
        value: ({ paid }) =>
          100 *
          serviceDay({
            ...publishedDay,
            hitShare: publishedDay.cachedTokens / publishedDay.inputTokens,
            paidShare: paid / 100,
          }).marginOnCost,
        reply: "That is profit over cost. The question asks for profit over income.",
      },
    ],
  }),
  "serve-eight": stateExercise({
    figure: "gpus-needed",
    reached: ({ model, weights, device, requests, context, gpusPerNode, reserve, layout, cache }) => {
      if (model !== "deepseek-v3" || requests !== 10 || context !== 32_768 || reserve !== 0.1) return false;
      const memoryBytes = deviceById(String(device)).memoryBytes!.value;
      const need = {
        weights: weightFormats.find(({ id }) => id === weights)!,
        cache: cacheFormats.find(({ id }) => id === cache)!,
        requests,
        context,
        memoryBytes,
        reservedBytes: reserve * memoryBytes,
        gpusPerNode: Number(gpusPerNode),
        layout: layout === "onEach" ? ("onEach" as const) : ("onOne" as const),
      };
      return smallestDeployment(deepseekV3, need)?.gpus === 8;
    },
    solution: { weights: "int4" },
  }),
} satisfies Exercises;
