/** @file Quantization with scales: one for the tensor, for each tile of a row, or for each square block (§3.3.2). */
import { requireLength, requireNonNegative, requireOneOf, requirePositive, requirePositiveInteger } from "../check.ts";
import { decodeArray, encodeArray, type Codes } from "./arrays.ts";
import { exponentOf } from "../exponent-of.ts";
import { largestCode, spacingAt, type NumberFormat } from "./formats.ts";

/** What shares a scale. `none`: nothing is scaled at all. */
export const granularities = ["none", "tensor", "tile", "block"] as const;
export type Granularity = (typeof granularities)[number];

export type QuantizeOptions = {
  /** `tile`: 1 × groupSize along a row, the report's choice for activations; `block`: groupSize × groupSize, for weights. */
  granularity: Granularity;
  /** 128 in the report. The last group of a row or column may be smaller. */
  groupSize?: number;
  /**
   * Round each scale up to a power of two, so that scaling loses nothing (§3.3.3 asks it of some activations). Up, so
   * that nothing saturates: OCP's microscaling formats (groups of 32) take the power from amax rounded down.
   */
  powerOfTwoScales?: boolean;
  /** Least `amax` of a group. The released kernel has 1e-4, of which the report says nothing. */
  amaxFloor?: number;
};

export type Quantized = {
  format: NumberFormat;
  codes: Codes;
  /** One for each group, row of groups by row of groups. */
  scales: Float64Array;
  /** Index into `scales` for each value. */
  scaleOfValue: Uint32Array;
  /** What the codes stand for, scale included. */
  values: Float64Array;
  /** How many values lay so far past the format's largest, after scaling, that they would have rounded past it. */
  saturatedCount: number;
};

/**
 * Quantizes a matrix.
 *
 * Each group's scale is its largest magnitude over the format's largest value ("online": from these very values, not
 * from earlier ones), kept in float32 as on the GPU; a value is divided by it in float32, then rounded once, saturating.
 * A scale is at least 2⁻¹²⁶, the smallest normal float32. A group of zeros has scale 1. Infinity does not enter the scale and saturates; NaN stays NaN.
 *
 * @param values  [rows × columns], row by row
 * @throws RangeError if the length does not fit or an option is not allowed, or if the format has no code for a value
 * @source §3.3.2; deepseek-ai/DeepSeek-V3, inference/kernel.py
 */
export function quantize(values: Float32Array | Float64Array, { rows, columns }: { rows: number; columns: number }, format: NumberFormat, options: QuantizeOptions): Quantized {
  const { granularity, groupSize = 128, powerOfTwoScales = false, amaxFloor = 0 } = options;
  requirePositiveInteger({ rows, columns, groupSize });
  requireLength({ values }, rows * columns);
  requireOneOf({ granularity }, granularities);
  requireNonNegative({ amaxFloor });
  const { scaleOfValue, groups } = groupsOf(rows, columns, granularity, groupSize);
  const scales = granularity === "none" ? new Float64Array(groups).fill(1) : scalesOf(values, scaleOfValue, groups, format, powerOfTwoScales, amaxFloor);
  // Halfway to the value that would come next. On it, a largest value with an even mantissa still holds.
  const limit = format.largest + spacingAt(format, format.largest) / 2;
  const isLargestEven = largestCode(format) % 2 === 0;
  const scaled = new Float32Array(values.length);
  let saturatedCount = 0;
  for (let i = 0; i < values.length; i++) {
    scaled[i] = values[i] / scales[scaleOfValue[i]];
    const magnitude = Math.abs(scaled[i]);
    if (magnitude > limit || (magnitude === limit && !isLargestEven)) saturatedCount++;
  }
  const codes = encodeArray(format, scaled);
  const restored = decodeArray(format, codes);
  for (let i = 0; i < restored.length; i++) restored[i] *= scales[scaleOfValue[i]];
  return { format, codes, scales, scaleOfValue, values: restored, saturatedCount };
}

/**
 * The smallest power of two that is at least `value`: exact, from the bits.
 *
 * @throws RangeError if `value` is not a finite number above 0
 */
export function powerOfTwoAtLeast(value: number): number {
  requirePositive({ value });
  const power = 2 ** exponentOf(value);
  return power === value ? power : 2 * power;
}

function groupsOf(rows: number, columns: number, granularity: Granularity, groupSize: number): { scaleOfValue: Uint32Array; groups: number } {
  const scaleOfValue = new Uint32Array(rows * columns);
  if (granularity === "none" || granularity === "tensor") return { scaleOfValue, groups: 1 };
  const height = granularity === "tile" ? 1 : groupSize;
  const groupsPerRow = Math.ceil(columns / groupSize);
  for (let row = 0; row < rows; row++) {
    const first = Math.floor(row / height) * groupsPerRow;
    for (let column = 0; column < columns; column++) scaleOfValue[row * columns + column] = first + Math.floor(column / groupSize);
  }
  return { scaleOfValue, groups: Math.ceil(rows / height) * groupsPerRow };
}

function scalesOf(values: Float32Array | Float64Array, scaleOfValue: Uint32Array, groups: number, format: NumberFormat, powerOfTwo: boolean, amaxFloor: number): Float64Array {
  const amax = new Float64Array(groups).fill(amaxFloor);
  for (let i = 0; i < values.length; i++) {
    const magnitude = Math.abs(values[i]);
    if (magnitude > amax[scaleOfValue[i]] && magnitude !== Infinity) amax[scaleOfValue[i]] = magnitude;
  }
  return amax.map((largest) => {
    if (largest === 0) return 1;
    // A subnormal scale would be rounded so coarsely that the largest value no longer fits; past the other end it would be infinite.
    const scale = Math.min(Math.max(largest / format.largest, 2 ** -126), 2 ** 127);
    return powerOfTwo ? powerOfTwoAtLeast(scale) : Math.fround(scale);
  });
}
