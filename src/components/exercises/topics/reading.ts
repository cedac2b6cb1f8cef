/** @file Exercises about how to read this companion (chapter 0). */
import { deepseekV3, kvCacheBytesPerToken, llama31_405B } from "../../../compute/index.ts";
import { formatNumber } from "../../../kit/declare/format.ts";
import { numberExercise, type Exercises } from "../exercise.ts";

const cacheBytes = (tokens: number): number => tokens * kvCacheBytesPerToken(deepseekV3);

export default {
  "reading-cache-of-request": numberExercise({
    draw: (random) => ({ tokens: 1024 * (4 + random.integer(124)) }),
    key: ({ tokens }) => cacheBytes(tokens) / 1e9,
    unit: "GB",
    tolerance: { relative: 0.01, why: "three digits, rounded along the way" },
    format: (value) => formatNumber(value, 3),
    mistakes: [
      {
        value: ({ tokens }) => cacheBytes(tokens) / 2 ** 30,
        reply: "Those are units of two to the thirtieth bytes. A gigabyte is a billion bytes.",
      },
      {
        value: ({ tokens }) => (tokens * kvCacheBytesPerToken(llama31_405B)) / 1e9,
        reply: "That is the cache of Llama 3.1 405B. The question is about V3.",
      },
    ],
  }),
  "reading-cache-ratio": numberExercise({
    draw: () => ({}),
    key: () => kvCacheBytesPerToken(llama31_405B) / kvCacheBytesPerToken(deepseekV3),
    unit: "times",
    tolerance: { absolute: 0.02, why: "two digits behind the point" },
    format: (value) => formatNumber(value, 3),
    mistakes: [
      {
        value: () => 7.28,
        reply:
          "That is what arXiv:2505.09343 prints in its Table 1. Its own cells, 516.096 KB over 70.272 KB, give another ratio.",
      },
    ],
  }),
} satisfies Exercises;
