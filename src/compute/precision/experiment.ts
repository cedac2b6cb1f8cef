/** @file One matrix through one format and back: what it loses, beside BF16. */
import {
  refuse,
  requireArray,
  requireBoolean,
  requireIntegerInRange,
  requireObject,
  requireOneOf,
  requirePositive,
} from "../check.ts";
import { errorByMagnitude, errorMetrics, type ErrorMetrics, type MagnitudeBin } from "./error.ts";
import { bf16, numberFormats } from "./formats.ts";
import type { NumberFormat } from "./number-format.ts";
import type { Granularity } from "./groups.ts";
import { quantize, type Quantized } from "./quantize.ts";
import { sampleMatrix, sampleShapes, type SampleShape } from "./samples.ts";

export type ExperimentOptions = {
  /** A kind of sample, or the numbers given. */
  values: SampleShape | "given";
  given: readonly number[];
  /** Id of a format. */
  format: string;
  granularity: Granularity;
  groupSize: number;
  powerOfTwoScales: boolean;
  /** Standard deviation of the bulk of a sample. */
  spread: number;
  outlierFactor: number;
  seed: number;
};

export type Experiment = {
  format: NumberFormat;
  count: number;
  metrics: ErrorMetrics & { saturatedShare: number };
  /** BF16 without scales, for comparison. */
  reference: ErrorMetrics;
  byMagnitude: MagnitudeBin[];
  referenceByMagnitude: MagnitudeBin[];
  /** Row-major: [128 × 512] of a sample, or one row of the numbers given. */
  original: Float32Array;
  /** Codes, scales and restored values. */
  quantized: Quantized;
  scales: { count: number; smallest: number; largest: number };
};

/** Sample matrices are [128 × 512]: four blocks, and a row has four tiles, of which an outlier channel lies in one. */
const sampleRows = 128;
const sampleColumns = 512;

/**
 * Quantizes, restores and measures.
 *
 * Numbers given are one row. Numbers past float32's range are refused.
 *
 * @throws RangeError if an option is not allowed
 * @source ours: the experiment of the figures, on `quantize` and `errorMetrics`
 */
export function quantizationExperiment(options: ExperimentOptions): Experiment {
  requireObject({ options });
  const { values, given, format: id, granularity, groupSize, powerOfTwoScales, spread, outlierFactor, seed } = options;
  requireOneOf({ values }, ["given", ...sampleShapes]);
  requireBoolean({ powerOfTwoScales });
  requireOneOf(
    { format: id },
    numberFormats.map((format) => format.id),
  );
  requirePositive({ spread });
  requireIntegerInRange({ groupSize }, 1, sampleColumns);
  const format = numberFormats.find((candidate) => candidate.id === id)!;
  if (!format.signed) refuse("format", "have a sign", format.name);
  const isGiven = values === "given";
  const original = isGiven
    ? givenValues(given)
    : sampleMatrix({ shape: values, rows: sampleRows, columns: sampleColumns, seed, spread, outlierFactor });
  const size = isGiven ? { rows: 1, columns: original.length } : { rows: sampleRows, columns: sampleColumns };
  const quantized = quantize(original, size, format, {
    granularity,
    groupSize,
    scaleRule: powerOfTwoScales ? "power" : "free",
  });
  const reference = quantize(original, size, bf16, { granularity: "none" });
  return {
    format,
    count: original.length,
    metrics: {
      ...errorMetrics({ original, restored: quantized.values }),
      saturatedShare: quantized.saturatedCount / original.length,
    },
    reference: errorMetrics({ original, restored: reference.values }),
    byMagnitude: errorByMagnitude({ original, restored: quantized.values }),
    referenceByMagnitude: errorByMagnitude({ original, restored: reference.values }),
    original,
    quantized,
    scales: {
      count: quantized.scales.length,
      smallest: quantized.scales.reduce((a, b) => Math.min(a, b)),
      largest: quantized.scales.reduce((a, b) => Math.max(a, b)),
    },
  };
}

function givenValues(given: readonly number[]): Float32Array {
  requireArray({ given });
  if (given.length === 0) refuse("given", "hold at least one number", "none");
  const values = Float32Array.from(given, (value, i) =>
    typeof value === "number" ? value : refuse(`given[${i}]`, "be a number", value),
  );
  values.forEach(
    (value, i) => Number.isFinite(value) || refuse(`given[${i}]`, "lie within the range of float32", given[i]),
  );
  return values;
}
