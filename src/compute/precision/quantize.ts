/** @file Quantization with scales: one for the tensor, for each tile of a row or column, or for each square block (§3.3.2). */
import {
  refuse,
  requireArray,
  requireIntegers,
  requireLength,
  requireNonNegative,
  requireNumbers,
  requireObject,
  requireOneOf,
  requirePositiveInteger,
} from "../check.ts";
import { decodeArray, encodeArray, type Codes } from "./arrays.ts";
import { spacingAt } from "./code.ts";
import { amaxOfGroups, granularities, groupsOf, type Granularity } from "./groups.ts";
import { largestCode, type NumberFormat } from "./number-format.ts";
import { scaleByRule, scaleRules, type ScaleRule } from "./scale-rules.ts";

/** How values are grouped and scaled. */
export type QuantizeOptions = {
  /**
   * `tile`: 1 × groupSize along a row, the report's choice for activations; `column`: groupSize × 1, for activations in
   * the backward pass; `block`: groupSize × groupSize, for weights.
   */
  granularity: Granularity;
  /** 128 in the report, and if left out. The last group of a row or column may be smaller. */
  groupSize?: number;
  /** "free", the report's, if left out. */
  scaleRule?: ScaleRule;
  /** Least `amax` of a group; 0 if left out. The released kernel has 1e-4, of which the report says nothing. */
  amaxFloor?: number;
};

/** A matrix as codes and scales, and what they stand for. */
export type Quantized = {
  format: NumberFormat;
  /** [rows × columns] */
  codes: Codes;
  /** One for each group, row of groups by row of groups. */
  scales: Float64Array;
  /** Index into `scales` for each value, [rows × columns]. */
  scaleOfValue: Uint32Array;
  /** What the codes stand for, scale included, [rows × columns]. */
  values: Float64Array;
  /** How many values lay so far past the format's largest, after scaling, that they would have rounded past it. */
  saturatedCount: number;
};

/** Rows and columns of a matrix that is given row by row. */
export type MatrixSize = { rows: number; columns: number };

/**
 * Quantizes a matrix.
 *
 * Each group's scale follows from its largest magnitude ("online": from these very values, not from earlier ones): by the
 * report's rule, that over the format's largest value, kept in float32 as on the GPU. A value is divided by it in
 * float32, then rounded once, saturating. A scale of that rule is at least 2⁻¹²⁶, the smallest normal float32. A group of
 * zeros has scale 1. Infinity does not enter the scale and saturates; NaN stays NaN.
 *
 * @param values  [rows × columns], row by row
 * @param size  `rows` and `columns`
 * @throws RangeError if the length does not fit or an option is not allowed, or if the format has no code for a value
 * @source §3.3.2; deepseek-ai/DeepSeek-V3, inference/kernel.py
 */
export function quantize(
  values: Float32Array | Float64Array,
  size: MatrixSize,
  format: NumberFormat,
  options: QuantizeOptions,
): Quantized {
  requireMatrix(values, size, format);
  requireObject({ options });
  const { rows, columns } = size;
  const { granularity, groupSize = 128, scaleRule = "free", amaxFloor = 0 } = options;
  requirePositiveInteger({ groupSize });
  requireOneOf({ granularity }, granularities);
  requireOneOf({ scaleRule }, scaleRules);
  requireNonNegative({ amaxFloor });
  const { scaleOfValue, groups } = groupsOf(rows, columns, granularity, groupSize);
  const scales =
    granularity === "none"
      ? new Float64Array(groups).fill(1)
      : amaxOfGroups(values, scaleOfValue, groups, amaxFloor).map((amax) => scaleByRule(amax, format, scaleRule));
  return { ...encodeScaled(values, format, scales, scaleOfValue), scales, scaleOfValue };
}

/**
 * The values that codes and scales stand for: what is left of a matrix when it is read back.
 *
 * @param quantized  what `quantize` gives, or the same four parts from elsewhere
 * @returns [rows × columns]; code values times scales, in double
 * @throws RangeError if the lengths differ, a code does not belong to the format, or a value has no scale
 * @source §3.3.2: dequantization multiplies by the scale
 */
export function dequantize(quantized: Pick<Quantized, "format" | "codes" | "scales" | "scaleOfValue">): Float64Array {
  requireObject({ quantized });
  const { format, codes, scales, scaleOfValue } = quantized;
  const values = decodeArray(format, codes);
  requireNumbers({ scales });
  requireLength({ scaleOfValue }, values.length);
  requireIntegers({ scaleOfValue }, scales.length - 1);
  for (let i = 0; i < values.length; i++) values[i] *= scales[scaleOfValue[i]];
  return values;
}

/**
 * Checks a matrix that is to be quantized.
 *
 * @throws RangeError that names what does not fit, or the first value that the format has no code for at any scale
 */
export function requireMatrix(values: Float32Array | Float64Array, size: MatrixSize, format: NumberFormat): void {
  requireArray({ values });
  requireObject({ size });
  const { rows, columns } = size;
  requirePositiveInteger({ rows, columns });
  requireLength({ values }, rows * columns);
  largestCode(format);
  for (let i = 0; i < values.length; i++) {
    if (typeof values[i] !== "number") refuse(`values[${i}]`, "be a number", values[i]);
    if (format.special === "none" && Number.isNaN(values[i]))
      refuse(`values[${i}]`, `be a number, since ${format.name} has no NaN`, values[i]);
    if (!format.signed && values[i] < 0) refuse(`values[${i}]`, `be 0 or above for ${format.name}`, values[i]);
  }
}

/** Codes of values over their scales, what they stand for, and how many lay past the end. A value whose scale is 0 becomes 0. */
export function encodeScaled(
  values: Float32Array | Float64Array,
  format: NumberFormat,
  scales: Float64Array,
  scaleOfValue: Uint32Array,
): Pick<Quantized, "format" | "codes" | "values" | "saturatedCount"> {
  // Halfway to the value that would come next. On it, a largest value with an even mantissa still holds.
  const limit = format.largest + spacingAt(format, format.largest) / 2;
  const isLargestEven = largestCode(format) % 2 === 0;
  const scaled = new Float32Array(values.length);
  let saturatedCount = 0;
  for (let i = 0; i < values.length; i++) {
    const scale = scales[scaleOfValue[i]];
    scaled[i] = scale === 0 ? (values[i] < 0 ? -0 : 0) : values[i] / scale;
    const magnitude = Math.abs(scaled[i]);
    if (magnitude > limit || (magnitude === limit && !isLargestEven)) saturatedCount++;
  }
  const codes = encodeArray(format, scaled);
  const restored = decodeArray(format, codes);
  for (let i = 0; i < restored.length; i++) restored[i] *= scales[scaleOfValue[i]];
  return { format, codes, values: restored, saturatedCount };
}
