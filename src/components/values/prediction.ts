/** @file Numbers about multi-token prediction. */
import {
  deepseekV3,
  impliedExtraCost,
  mtpAblation,
  predictionModuleParameters,
  publishedPrediction,
  publishedSchedule,
  signTest,
  isLowerBetter,
} from "../../compute/index.ts";
import { formatCount, formatNumber, formatPercent } from "../../kit/declare/format.ts";
import type { Values } from "./entry.ts";

const humanEval = mtpAblation.rows.find(({ id }) => id === "humaneval")!;

/** Rows of Table 4 in which a model with the module is better or worse than without. */
function rows(size: "small" | "large"): { wins: number; losses: number } {
  const first = size === "small" ? 0 : 2;
  const signs = mtpAblation.rows.map((row) =>
    Math.sign((row.scores[first + 1]! - row.scores[first]!) * (isLowerBetter(row) ? -1 : 1)),
  );
  return { wins: signs.filter((sign) => sign > 0).length, losses: signs.filter((sign) => sign < 0).length };
}

const ablation = (size: "small" | "large"): Values => ({
  [`mtp.ablation.${size}.wins`]: {
    unit: "rows",
    format: String,
    value: () => rows(size).wins,
    source: "counted in §4.5.1, Table 4",
  },
  [`mtp.ablation.${size}.losses`]: {
    unit: "rows",
    format: String,
    value: () => rows(size).losses,
    source: "counted in §4.5.1, Table 4",
  },
  [`mtp.ablation.${size}.sign`]: {
    unit: "",
    format: (value) => formatPercent(value, 2),
    value: () => signTest(rows(size)),
    source: "two-sided sign test over the rows of Table 4, level ones left out",
  },
});

export const predictionValues: Values = {
  "mtp.projection": {
    unit: "parameters",
    format: (value) => formatCount(value),
    value: () => predictionModuleParameters(deepseekV3).projection,
    source: "2 × 7,168 × 7,168, eq. 21",
  },
  "mtp.lambda.early": {
    unit: "",
    given: true,
    format: (value) => formatNumber(value),
    value: () => publishedPrediction.earlyWeight,
    source: "§4.2",
  },
  "mtp.lambda.late": {
    unit: "",
    given: true,
    format: (value) => formatNumber(value),
    value: () => publishedPrediction.lateWeight,
    source: "§4.2",
  },
  "mtp.lambda.change": {
    unit: "tokens",
    given: true,
    format: (value) => formatCount(value),
    value: () => publishedPrediction.earlyTokens,
    source: "§4.2",
  },
  "context.pretraining": {
    unit: "tokens",
    given: true,
    format: (value) => formatNumber(value, 5),
    value: () => publishedSchedule.sequenceLength,
    source: "§4.2",
  },
  "mtp.implied.low": {
    unit: "",
    format: (value) => formatPercent(value, 2),
    value: () => impliedExtraCost([0.85], 1.8),
    source: "1.85 / 1.8 − 1",
  },
  "mtp.implied.high": {
    unit: "",
    format: (value) => formatPercent(value, 2),
    value: () => impliedExtraCost([0.9], 1.8),
    source: "1.90 / 1.8 − 1",
  },
  "mtp.humaneval.items": {
    unit: "problems",
    given: true,
    format: String,
    value: () => humanEval.items!,
    source: "evalscope’s list of data sets",
  },
  "mtp.humaneval.problems": {
    unit: "problems",
    format: (value) => formatNumber(value, 2),
    value: () => (humanEval.items! * (humanEval.scores[3]! - humanEval.scores[2]!)) / 100,
    source: "164 × (53.7% − 44.5%), Table 4",
  },
  ...ablation("small"),
  ...ablation("large"),
};
