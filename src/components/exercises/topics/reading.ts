/** @file Exercises about how to read this companion (chapter 0). */
import { deepseekV3, kvCacheBytesPerToken, llama31_405B } from "../../../compute/index.ts";
import { formatNumber } from "../../../kit/declare/format.ts";
import { numberExercise, type Exercises } from "../exercise.ts";

export default {
  "reading-cache-ratio": numberExercise({
    draw: () => ({}),
    key: () => kvCacheBytesPerToken(llama31_405B) / kvCacheBytesPerToken(deepseekV3),
    unit: "times",
    tolerance: { absolute: 0.02, why: "two digits behind the point" },
    format: (value) => formatNumber(value, 3),
    mistakes: [{ value: () => 7.28, reply: "That is what arXiv:2505.09343 prints in its Table 1. Its own cells, 516.096 KB over 70.272 KB, give another ratio." }],
  }),
} satisfies Exercises;
