/** @file Exercises about latent attention and its cache (chapter 2.1). */
import {
  attentionIntensity,
  cacheBytesPerRequest,
  cacheFormats,
  decodeCost,
  deepseekV3,
  deviceMemories,
  h800,
  kvCacheBytesPerToken,
  largestBatch,
  roofline,
  type LatentAttention,
  type ModelConfig,
} from "../../../compute/index.ts";
import { formatNumber } from "../../../kit/declare/format.ts";
import { numberExercise, stateExercise, type Exercises } from "../exercise.ts";

const threeDigits = { relative: 0.01, why: "three digits, rounded along the way" } as const;
const three = (value: number): string => formatNumber(value, 3);
const latent = deepseekV3.attention as LatentAttention;
const bf16 = cacheFormats[0];
const fourBits = cacheFormats.find(({ id }) => id === "fp4")!;
const sized = ({ layers, kvLoraRank }: { layers: number; kvLoraRank: number }): ModelConfig => ({
  ...deepseekV3,
  layers,
  attention: { ...latent, kvLoraRank },
});
const thousands = (tokens: number): string => `${tokens / 1024}K`;

export default {
  "mla-cache": numberExercise({
    draw: (random) => ({ layers: 24 + 4 * random.integer(10), kvLoraRank: 256 * (1 + random.integer(4)) }),
    key: (given) => kvCacheBytesPerToken(sized(given)) / 1000,
    unit: "KB",
    tolerance: threeDigits,
    format: three,
    mistakes: [
      {
        value: ({ layers, kvLoraRank }) => (2 * layers * kvLoraRank) / 1000,
        reply: "The key that carries position is cached too. It is 64 wide.",
      },
      {
        value: ({ layers, kvLoraRank }) => (2 * layers * (2 * kvLoraRank + 64)) / 1000,
        reply: "Keys and values come from one and the same latent, so it is stored once.",
      },
    ],
  }),
  "mla-requests": numberExercise({
    draw: (random) => ({ context: 4096 * 2 ** random.integer(4), gigabytes: 20 + 10 * random.integer(5) }),
    key: ({ context, gigabytes }) => largestBatch(deepseekV3, { format: bf16, context, memoryBytes: gigabytes * 1e9 }),
    unit: "requests",
    tolerance: { absolute: 0.999, why: "what is left over may be typed as a fraction, but holds no whole request" },
    format: (value) => formatNumber(value, 5),
    shown: { context: thousands },
    mistakes: [
      {
        value: ({ context, gigabytes }) =>
          largestBatch(deepseekV3, { format: bf16, context, memoryBytes: gigabytes * 1e9 }) + 1,
        reply: "Not yet: the last of these does not fit whole.",
      },
      {
        value: ({ context, gigabytes }) => Math.floor((gigabytes * 1e9) / (context * 576 * 2)),
        reply: "That is the cache of one layer. All layers keep theirs.",
      },
    ],
  }),
  "mla-four-bits": numberExercise({
    draw: (random) => ({ tokens: 16_384 * (1 + random.integer(8)) }),
    key: ({ tokens }) => cacheBytesPerRequest(deepseekV3, { format: fourBits, context: tokens }) / 1e9,
    unit: "GB",
    tolerance: threeDigits,
    format: (value) => formatNumber(value, 4),
    shown: { tokens: thousands },
    mistakes: [
      {
        value: ({ tokens }) => (tokens * 288) / 1e9,
        reply: "A published calculator made the same slip: that is one layer.",
      },
    ],
  }),
  "mla-intensity": numberExercise({
    draw: (random) => ({ heads: 8 * (1 + random.integer(16)) }),
    key: ({ heads }) =>
      attentionIntensity(
        decodeCost({ ...deepseekV3, attention: { ...latent, attentionHeads: heads } }, { batch: 1, context: 65_536 }),
      ),
    unit: "FLOP a byte",
    tolerance: threeDigits,
    format: three,
    mistakes: [
      { value: ({ heads }) => (heads * 1088) / 1152, reply: "A multiplication and its addition are two FLOP." },
      {
        value: ({ heads }) => (heads * 640) / 1152,
        reply:
          "Those are the FLOP of rebuilt keys and values. Absorbed, a head works on the latent: 576 entries for the score and 512 for the sum.",
      },
    ],
  }),
  "mla-arithmetic-bound": stateExercise({
    figure: "decode-roofline",
    reached: ({ batch, context, heads, queryTokens, all, format, memory }) => {
      if (all !== false || format !== "bf16" || memory !== "h800") return false;
      const cost = decodeCost(
        { ...deepseekV3, attention: { ...latent, attentionHeads: heads as number } },
        { batch: batch as number, context: context as number, queryTokens: queryTokens as number },
      );
      return (
        (context as number) >= 4096 &&
        roofline({
          flop: cost.scoreFlop + cost.sumFlop + cost.upFlop,
          bytes: cost.cacheBytes,
          flopPerSecond: h800.peakBf16,
          bytesPerSecond: deviceMemories[0].bytesPerSecond,
        }).bound === "compute"
      );
    },
    solution: { queryTokens: 2 },
  }),
} satisfies Exercises;
