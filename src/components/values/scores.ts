/** @file Numbers about evaluations and ablations. */
import {
  balanceAblation,
  baseScores,
  chatScores,
  isLowerBetter,
  leadOf,
  standing,
  wilsonInterval,
  type BenchmarkTable,
} from "../../compute/index.ts";
import { formatFixed, formatNumber, formatPercent } from "../../kit/declare/format.ts";
import ablationForest from "../../widgets/ablation-forest.tsx";
import type { Values } from "./entry.ts";
import { figureResult } from "./figure-value.ts";

const rows = { unit: "rows", format: String };
const v3Base = "DeepSeek-V3 Base";
const v3 = "DeepSeek-V3";
const rowOf = (table: BenchmarkTable, id: string) => table.rows.find((row) => row.id === id)!;
const lead = (id: string): Values[string] => ({
  unit: "points",
  format: (value) => formatFixed(value, 1),
  value: () => leadOf(rowOf(chatScores, id), chatScores.models.indexOf(v3))!,
  source: "computed from §5.3.2, Table 6",
});

/** Rows of Table 3 in which another model is better than V3-Base. */
function behind(model: string): number {
  const [own, other] = [baseScores.models.indexOf(v3Base), baseScores.models.indexOf(model)];
  return baseScores.rows.filter((row) => (row.scores[other]! - row.scores[own]!) * (isLowerBetter(row) ? -1 : 1) > 1e-9)
    .length;
}

/** Rows of Table 5 that go up or down with the bias. */
function balanceRows(size: "small" | "large", direction: 1 | -1): number {
  const first = size === "small" ? 0 : 2;
  return balanceAblation.rows.filter(
    (row) => Math.sign((row.scores[first + 1]! - row.scores[first]!) * (isLowerBetter(row) ? -1 : 1)) === direction,
  ).length;
}

/** Changes of Table 4 that the figure draws with an interval. */
const shownChanges = () => figureResult(ablationForest, {}).points.filter(({ low }) => low !== null);
const isBeyond = ({ low, high }: { low: number | null; high: number | null }): boolean => low! > 0 || high! < 0;

const humanEval = rowOf(baseScores, "humaneval");
const humanEvalInterval = (): { low: number; high: number } =>
  wilsonInterval({ share: humanEval.scores.at(-1)! / 100, items: humanEval.items! });
const frames = rowOf(chatScores, "frames");

export const scoreValues: Values = {
  "scores.base.rows": { ...rows, value: () => baseScores.rows.length, source: "§4.4.2, Table 3" },
  "scores.chat.rows": { ...rows, value: () => chatScores.rows.length, source: "§5.3.2, Table 6" },
  "scores.base.best": {
    ...rows,
    value: () => standing(baseScores, { model: v3Base }).best.length,
    source: "counted in §4.4.2, Table 3",
  },
  "scores.base.best.level": {
    ...rows,
    value: () => standing(baseScores, { model: v3Base, level: 0.3 }).best.length,
    source: "counted in §4.4.2, Table 3, gaps up to 0.3 level",
  },
  "scores.base.best.levelAll": {
    ...rows,
    value: () => standing(baseScores, { model: v3Base, level: 0.3, levelBitsPerByte: true }).best.length,
    source: "the same, bits per byte included",
  },
  "scores.chat.best": {
    ...rows,
    value: () => standing(chatScores, { model: v3 }).best.length,
    source: "counted in §5.3.2, Table 6",
  },
  "scores.base.behind.v2": { ...rows, value: () => behind("DeepSeek-V2 Base"), source: "counted in §4.4.2, Table 3" },
  "scores.base.behind.qwen": { ...rows, value: () => behind("Qwen2.5 72B Base"), source: "counted in §4.4.2, Table 3" },
  "scores.base.behind.llama": {
    ...rows,
    value: () => behind("LLaMA-3.1 405B Base"),
    source: "counted in §4.4.2, Table 3",
  },
  "scores.humaneval.low": {
    unit: "",
    format: (value) => formatPercent(value),
    value: () => humanEvalInterval().low,
    source: "Wilson’s interval, 95%, 65.2% of 164",
  },
  "scores.humaneval.high": {
    unit: "",
    format: (value) => formatPercent(value),
    value: () => humanEvalInterval().high,
    source: "Wilson’s interval, 95%, 65.2% of 164",
  },
  "scores.mmlu.items": {
    unit: "questions",
    given: true,
    format: (value) => formatNumber(value, 5),
    value: () => rowOf(baseScores, "mmlu").items!,
    source: "evalscope’s list of data sets",
  },
  "scores.math500.items": {
    unit: "problems",
    given: true,
    format: String,
    value: () => rowOf(chatScores, "math-500").items!,
    source: "evalscope’s list of data sets",
  },
  "scores.frames.items": {
    unit: "questions",
    given: true,
    format: String,
    value: () => frames.items!,
    source: "evalscope’s list of data sets",
  },
  "scores.frames.behind": {
    unit: "points",
    format: (value) => formatFixed(value, 1),
    value: () => Math.max(...(frames.scores as number[])) - frames.scores.at(-1)!,
    source: "80.5 − 73.3, §5.3.2, Table 6",
  },
  "scores.frames.ahead": {
    unit: "points",
    format: (value) => formatFixed(value, 1),
    value: () => frames.scores.at(-1)! - frames.scores[chatScores.models.indexOf("Claude-3.5-Sonnet-1022")]!,
    source: "73.3 − 72.5, §5.3.2, Table 6",
  },
  "scores.lead.aime": lead("aime-2024"),
  "scores.lead.math": lead("math-500"),
  "scores.lead.cnmo": lead("cnmo-2024"),
  "balance.ablation.small.wins": {
    ...rows,
    value: () => balanceRows("small", 1),
    source: "counted in §4.5.2, Table 5",
  },
  "balance.ablation.small.losses": {
    ...rows,
    value: () => balanceRows("small", -1),
    source: "counted in §4.5.2, Table 5",
  },
  "balance.ablation.large.wins": {
    ...rows,
    value: () => balanceRows("large", 1),
    source: "counted in §4.5.2, Table 5",
  },
  "balance.ablation.large.losses": {
    ...rows,
    value: () => balanceRows("large", -1),
    source: "counted in §4.5.2, Table 5",
  },
  "ablation.mtp.changes": {
    unit: "changes",
    format: String,
    value: () => shownChanges().length,
    source: "rows of Table 4 with a number of questions, at two sizes",
  },
  "ablation.mtp.beyond": {
    unit: "changes",
    format: String,
    value: () => shownChanges().filter(isBeyond).length,
    source: "of them, changes whose 95% interval leaves out zero",
  },
  "ablation.mtp.beyondSmall": {
    unit: "changes",
    format: String,
    value: () => shownChanges().filter((change) => isBeyond(change) && change.size === "small").length,
    source: "of them, those of the small model",
  },
  "scope.gap": {
    unit: "nats",
    format: (value) => formatFixed(value, 3),
    value: () => 2.258 - 2.253,
    source: "2.258 − 2.253, §4.5.3",
  },
  "scope.gap.relative": {
    unit: "",
    format: (value) => formatPercent(value, 2),
    value: () => 2.258 / 2.253 - 1,
    source: "2.258 / 2.253 − 1, §4.5.3",
  },
};
