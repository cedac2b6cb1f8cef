/** @file Two levels of scales: a scale of few bits for each group, and one in float32 for the tensor, as NVFP4 has them. */
import { refuse, requireObject, requirePositiveInteger } from "../check.ts";
import { decodeArray, encodeArray, type Codes } from "./arrays.ts";
import { e2m1, ue4m3 } from "./formats.ts";
import { amaxOfGroups, groupsOf } from "./groups.ts";
import { requireFormat, type NumberFormat } from "./number-format.ts";
import { encodeScaled, requireMatrix, type MatrixSize, type Quantized } from "./quantize.ts";

/** What is stored of a matrix with two levels of scales; `scales` are the products of both levels. */
export type TwoLevelQuantized = Quantized & {
  scaleFormat: NumberFormat;
  /** One for each group: a row of groups for each row of the matrix. */
  scaleCodes: Codes;
  /** Factor on all of them, in float32. */
  tensorScale: number;
};

/** NVFP4 where nothing else is said. */
export type TwoLevelOptions = {
  /** Format of the values; E2M1 if left out. */
  format?: NumberFormat;
  /** Format of a group's scale; UE4M3 if left out. */
  scaleFormat?: NumberFormat;
  /** Values of a row that share a scale; 16 if left out. */
  groupSize?: number;
};

/**
 * Quantizes a matrix with two levels of scales.
 *
 * The tensor's scale is its largest magnitude over the product of the largest values of both formats, so that the largest
 * scale of a group is the largest that its format has. A group's scale is its largest magnitude over the format's largest
 * value and over the tensor's scale, rounded to the nearest value of `scaleFormat`: since that may be downward, a group's
 * largest value may saturate. A group so far below the others that its scale rounds to 0 is lost whole.
 *
 * @param values  [rows × columns], row by row
 * @param size  `rows` and `columns`
 * @throws RangeError if the length does not fit, an option is not allowed, or the format has no code for a value
 * @source not in the report; the page on NVFP4 of NVIDIA/TransformerEngine, and pytorch/ao, `NVFP4Tensor`, which keeps a group's scale
 *   from falling below the smallest normal one
 */
export function quantizeTwoLevel(
  values: Float32Array | Float64Array,
  size: MatrixSize,
  options: TwoLevelOptions = {},
): TwoLevelQuantized {
  requireObject({ options });
  const { format = e2m1, scaleFormat = ue4m3, groupSize = 16 } = options;
  requireMatrix(values, size, format);
  requireFormat({ scaleFormat });
  if (!scaleFormat.subnormals) refuse("scaleFormat", "have a zero, for groups of zeros", scaleFormat.name);
  requirePositiveInteger({ groupSize });
  const { scaleOfValue, groups } = groupsOf(size.rows, size.columns, "tile", groupSize);
  const amax = amaxOfGroups(values, scaleOfValue, groups, 0);
  const largest = amax.reduce((most, one) => Math.max(most, one), 0);
  const tensorScale =
    largest === 0
      ? 1
      : Math.fround(Math.min(Math.max(largest / (scaleFormat.largest * format.largest), 2 ** -126), 2 ** 127));
  const scaleCodes = encodeArray(
    scaleFormat,
    Float32Array.from(amax, (one) => one / format.largest / tensorScale),
  );
  const scales = decodeArray(scaleFormat, scaleCodes).map((scale) => scale * tensorScale);
  return {
    ...encodeScaled(values, format, scales, scaleOfValue),
    scales,
    scaleOfValue,
    scaleFormat,
    scaleCodes,
    tensorScale,
  };
}
