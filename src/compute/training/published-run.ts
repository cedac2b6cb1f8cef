/** @file The published training run: what Table 1 prints, and what follows from it. */
import { requireNonNegative, requireObject } from "../check.ts";
import { deepFreeze } from "../freeze.ts";
import { rentalUsd, trainingDays } from "./run.ts";

/** Stages of Table 1, in hours of an H800. @source §1, Table 1 */
export const publishedStages = deepFreeze([
  { stage: "Pre-training", hours: 2_664_000 },
  { stage: "Context extension", hours: 119_000 },
  { stage: "Post-training", hours: 5_000 },
] as const);

/** What the report says of the run, besides the hours. @source §1; §4.2 */
export const publishedRun = deepFreeze({
  /** §1, §4.1 */
  tokens: 14.8e12,
  /** §3.1 */
  gpus: 2048,
  /** §1: an assumption about rent, not a bill. */
  usdPerGpuHour: 2,
  /** §1 */
  hoursPerTrillionTokens: 180_000,
} as const);

/** Phases of context extension. Their steps have as many tokens as one of pre-training. §4.3 @source §4.3 */
export const contextPhases = deepFreeze([
  { context: 32_768, batch: 1920, steps: 1000 },
  { context: 131_072, batch: 480, steps: 1000 },
] as const);

/** Hours of the whole run, as Table 1 prints them; `checkTable1` compares them with the sum of the stages. @source §1, Table 1 */
export const publishedHours = 2_788_000;
/** Cost of the whole run in US dollars, as Table 1 prints it. @source §1, Table 1 */
export const publishedUsd = 5_576_000;

/** GPU-hours of Llama 3.1 405B, and what they were hours of. @source meta-llama/llama-models, models/llama3_1/MODEL_CARD.md; arXiv:2407.21783 */
export const llama31Run = deepFreeze({
  hours: 30.84e6,
  tokens: 15.6e12,
  source:
    "hours: meta-llama/llama-models, models/llama3_1/MODEL_CARD.md, all GPU time of H100-80GB; tokens: arXiv:2407.21783 (the card says 15T+)",
} as const);

/** A printed figure beside the same figure computed from others. */
export type CheckedFigure = {
  statement: string;
  printed: string;
  /** The printed figure as a number, in the unit of `computed`. */
  value: number;
  computed: number;
  /** Half a unit of the last digit printed. */
  tolerance: number;
  agrees: boolean;
  /** How `computed` came about, from other figures than the printed one. */
  formula: string;
  source: string;
};

/**
 * The twelve figures of §1 and Table 1 about cost and time, each recomputed from others of them.
 *
 * The hours of the later stages have nothing in the report to be checked against but the sum, so each is recomputed
 * from that. Two months are read as 61 days, of which the run must take less.
 *
 * @param printed  `totalHours`: hours of the whole run; `usd`: its cost; as printed in the report if left out
 * @throws RangeError if a number is negative
 * @source §1, Table 1
 */
export function checkTable1(printed: { totalHours?: number; usd?: number } = {}): CheckedFigure[] {
  requireObject({ printed });
  const { totalHours = publishedHours, usd = publishedUsd } = printed;
  requireNonNegative({ totalHours, usd });
  const [pre, context, post] = publishedStages.map(({ hours }) => hours);
  const { tokens, gpus, usdPerGpuHour, hoursPerTrillionTokens } = publishedRun;
  const trillions = tokens / 1e12;
  return [
    figure(
      "Pre-training",
      "2664K",
      pre,
      hoursPerTrillionTokens * trillions,
      500,
      "180K hours per trillion × 14.8 trillion tokens",
      "Table 1",
    ),
    figure(
      "Context extension",
      "119K",
      context,
      totalHours - pre - post,
      500,
      "total − pre-training − post-training",
      "Table 1",
    ),
    figure(
      "Post-training",
      "5K",
      post,
      totalHours - pre - context,
      500,
      "total − pre-training − context extension",
      "Table 1",
    ),
    figure("Total", "2788K", totalHours, pre + context + post, 500, "sum of the three stages", "Table 1"),
    figure(
      "Cost of pre-training",
      "$5.328M",
      5_328_000,
      rentalUsd({ hours: pre, usdPerGpuHour }),
      500,
      "pre-training hours × $2",
      "Table 1",
    ),
    figure(
      "Cost of context extension",
      "$0.238M",
      238_000,
      rentalUsd({ hours: context, usdPerGpuHour }),
      500,
      "hours of context extension × $2",
      "Table 1",
    ),
    figure(
      "Cost of post-training",
      "$0.01M",
      10_000,
      rentalUsd({ hours: post, usdPerGpuHour }),
      5000,
      "hours of post-training × $2",
      "Table 1",
    ),
    figure(
      "Cost",
      "$5.576M",
      usd,
      rentalUsd({ hours: pre + context + post, usdPerGpuHour }),
      500,
      "total hours × $2",
      "Table 1",
    ),
    figure(
      "Hours per trillion tokens",
      "180K",
      hoursPerTrillionTokens,
      pre / trillions,
      500,
      "pre-training hours / 14.8",
      "§1",
    ),
    figure(
      "Days per trillion tokens",
      "3.7",
      3.7,
      trainingDays({ hours: hoursPerTrillionTokens, gpus }),
      0.05,
      "180K hours / 2048 GPUs / 24",
      "§1",
    ),
    atMost(
      "Time of pre-training, in days",
      "less than two months",
      61,
      trainingDays({ hours: pre, gpus }),
      "pre-training hours / 2048 GPUs / 24",
      "§1",
    ),
    figure(
      "Later stages, in millions of hours",
      "0.1M",
      0.1,
      (totalHours - pre) / 1e6,
      0.05,
      "total − pre-training",
      "§1",
    ),
  ];
}

function figure(
  statement: string,
  printed: string,
  value: number,
  computed: number,
  tolerance: number,
  formula: string,
  source: string,
): CheckedFigure {
  return {
    statement,
    printed,
    value,
    computed,
    tolerance,
    agrees: Math.abs(computed - value) <= tolerance,
    formula,
    source,
  };
}

/** A figure that is a bound: it agrees if what is computed lies below. */
function atMost(
  statement: string,
  printed: string,
  value: number,
  computed: number,
  formula: string,
  source: string,
): CheckedFigure {
  return { statement, printed, value, computed, tolerance: value, agrees: computed < value, formula, source };
}
