/** @file A call of each function for evaluation. */
import * as compute from "../../../compute/index.ts";
import type { Samples } from "../samples.ts";

export const evaluationSamples = {
  bitsPerByte: () => [{ natsPerToken: 1.5, bytesPerToken: 4 }],
  failureBound: () => [{ trials: 100, level: 0.95 }],
  fittingAnswers: () => [[33.3, 66.7], { mostAnswers: 12, decimals: 1 }],
  isLowerBetter: () => [compute.baseScores.rows[0]],
  judgeStatement: () => ["frames", { correlation: 0.3 }],
  largestCorrelation: () => [{ first: 0.8, second: 0.7 }],
  leadOf: () => [compute.baseScores.rows[1], 3],
  mean: () => [[1, 2, 4]],
  meanOfTenths: () => [[88.5, 59.1, 75.9]],
  natsPerToken: () => [{ bitsPerByte: 0.548, bytesPerToken: 4 }],
  pairedChange: () => [[1, 2, 4], [2, 2, 3], { relative: true }],
  rightAnswers: () => [{ percent: 50, answers: 20, decimals: 1 }],
  scoreDifference: () => [{ first: 0.8, second: 0.7, items: 100, correlation: 0.3 }],
  signTest: () => [{ wins: 8, losses: 2 }],
  standing: () => [
    {
      models: ["A", "B"],
      rows: [
        { id: "x", benchmark: "X", group: "Math", metric: "EM", scores: [80.1, 80.3], items: 100, recalled: false },
      ],
      source: "ours",
    },
    { model: "A", level: 0.3, levelBitsPerByte: false },
  ],
  wilsonInterval: () => [{ share: 0.8, items: 100, z: 1.96 }],
} satisfies Samples;
