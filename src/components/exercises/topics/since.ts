/** @file Exercises about limits, and what came after (chapter 6.3). */
import {
  cacheBytesPerLayer,
  cacheFormats,
  deepseekV3,
  deepseekV32Indexer,
  indexerBytesPerToken,
  sparseDecodeCost,
} from "../../../compute/index.ts";
import { formatExact, formatFixed, formatNumber } from "../../../kit/declare/format.ts";
import { numberExercise, stateExercise, type Exercises } from "../exercise.ts";

const latentBytes = cacheBytesPerLayer(deepseekV3, cacheFormats[0]);

export default {
  "since-tokens-of-steps": numberExercise({
    draw: (random) => ({ steps: 1000 * (1 + random.integer(20)), sequences: 16 * (1 + random.integer(30)) }),
    key: ({ steps, sequences }) => (steps * sequences * 131_072) / 1e9,
    unit: "B tokens",
    tolerance: { relative: 0.005, why: "three digits; reading 128K as 128,000 is 2.4% off" },
    format: (value) => formatNumber(value, 4),
    shown: { steps: formatExact },
    mistakes: [
      {
        value: ({ steps, sequences }) => (steps * sequences * 128_000) / 1e9,
        reply: "That takes 128K as 128,000. For lengths, K is 1,024.",
      },
    ],
  }),
  "since-index-share": numberExercise({
    draw: (random) => ({ context: 8192 * 2 ** random.integer(7) }),
    key: ({ context }) => {
      const { indexBytes, latentBytes } = sparseDecodeCost(deepseekV3, { context });
      return (100 * indexBytes) / (indexBytes + latentBytes);
    },
    unit: "%",
    tolerance: { absolute: 0.6, why: "whole percents" },
    format: (value) => formatFixed(value, 1),
    shown: { context: formatExact },
    mistakes: [
      {
        value: ({ context }) =>
          (100 * indexerBytesPerToken(deepseekV32Indexer) * context) /
          (indexerBytesPerToken(deepseekV32Indexer) * context + latentBytes * context),
        reply: "That reads the latents of all tokens. Attention reads those of 2,048.",
      },
    ],
  }),
  "since-cost-of-r1": numberExercise({
    draw: (random) => ({
      nodes: 16 * (2 + random.integer(7)),
      hours: 20 * (3 + random.integer(8)),
      rent: 1.5 + 0.25 * random.integer(7),
    }),
    key: ({ nodes, hours, rent }) => (nodes * 8 * hours * rent) / 1000,
    unit: "thousand dollars",
    tolerance: { relative: 0.005, why: "three digits" },
    format: (value) => formatNumber(value, 4),
    shown: { rent: (value) => `$${formatFixed(value, 2)}` },
    mistakes: [
      {
        value: ({ nodes, hours, rent }) => (nodes * hours * rent) / 1000,
        reply: "That rents one GPU a node. A node has eight.",
      },
    ],
  }),
  "since-where-it-pays": stateExercise({
    figure: "sparse-attention",
    reached: ({ context, quantity, selectedTokens, indexerHeads }) => {
      if (quantity !== "bytes" || selectedTokens !== 2048 || indexerHeads !== 64) return false;
      const { indexBytes, latentBytes } = sparseDecodeCost(deepseekV3, { context: Number(context) });
      const all = latentBytesOf(Number(context));
      return Math.abs(all / (indexBytes + latentBytes) - 1) < 0.02;
    },
    solution: { context: 2313 },
  }),
} satisfies Exercises;

/** Bytes of the latents of all tokens, in all layers. */
function latentBytesOf(context: number): number {
  return deepseekV3.layers * context * latentBytes;
}
