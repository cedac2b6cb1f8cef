/** @file How many scales a matrix has, and how many values share one: counts alone, for matrices of any size (§3.3.2). */
import { requireObject, requireOneOf, requirePositiveInteger } from "../check.ts";
import { granularities, type Granularity } from "./groups.ts";
import type { MatrixSize } from "./quantize.ts";

/** Rows and columns of a full group; a whole matrix has one scale. @source §3.3.2, Figure 7 */
function groupShape({ rows, columns }: MatrixSize, granularity: Granularity, groupSize: number): [number, number] {
  if (granularity === "none" || granularity === "tensor") return [rows, columns];
  return [granularity === "tile" ? 1 : groupSize, granularity === "column" ? 1 : groupSize];
}

/** Scales of a matrix, and what they hold together. */
export type ScaleCount = {
  /** Rows and columns of groups; one scale for each. None where nothing is scaled. */
  groupRows: number;
  groupColumns: number;
  scales: number;
  /** Values of a full group. */
  valuesPerScale: number;
};

/**
 * Scales of a matrix. A group at an edge may be smaller and has a scale all the same.
 *
 * @param size  `rows` and `columns`
 * @param options  `granularity` and `groupSize` as for `quantize`, the latter 128 if left out
 * @throws RangeError if a size or an option is not allowed
 * @source §3.3.2, Figure 7
 */
export function scaleCount(size: MatrixSize, options: { granularity: Granularity; groupSize?: number }): ScaleCount {
  requireObject({ size, options });
  const { granularity, groupSize = 128 } = options;
  const { rows, columns } = size;
  requirePositiveInteger({ rows, columns, groupSize });
  requireOneOf({ granularity }, granularities);
  const [height, width] = groupShape(size, granularity, groupSize);
  const groupRows = Math.ceil(rows / height);
  const groupColumns = Math.ceil(columns / width);
  return {
    groupRows,
    groupColumns,
    scales: granularity === "none" ? 0 : groupRows * groupColumns,
    valuesPerScale: Math.min(height, rows) * Math.min(width, columns),
  };
}
