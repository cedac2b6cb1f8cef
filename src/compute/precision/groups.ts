/** @file Which values of a matrix share a scale. */
import { deepFreeze } from "../freeze.ts";

/** What shares a scale. `none`: nothing is scaled at all. @source §3.3.2, Figure 7 */
export const granularities = deepFreeze(["none", "tensor", "tile", "column", "block"] as const);
export type Granularity = (typeof granularities)[number];

/** Index of the group of each value, and how many groups there are, counted row of groups by row of groups. */
export function groupsOf(
  rows: number,
  columns: number,
  granularity: Granularity,
  groupSize: number,
): { scaleOfValue: Uint32Array; groups: number } {
  const scaleOfValue = new Uint32Array(rows * columns);
  if (granularity === "none" || granularity === "tensor") return { scaleOfValue, groups: 1 };
  const height = granularity === "tile" ? 1 : groupSize;
  const width = granularity === "column" ? 1 : groupSize;
  const groupsPerRow = Math.ceil(columns / width);
  for (let row = 0; row < rows; row++) {
    const first = Math.floor(row / height) * groupsPerRow;
    for (let column = 0; column < columns; column++)
      scaleOfValue[row * columns + column] = first + Math.floor(column / width);
  }
  return { scaleOfValue, groups: Math.ceil(rows / height) * groupsPerRow };
}

/** Largest finite magnitude of each group, but at least `floor`. */
export function amaxOfGroups(
  values: Float32Array | Float64Array,
  scaleOfValue: Uint32Array,
  groups: number,
  floor: number,
): Float64Array {
  const amax = new Float64Array(groups).fill(floor);
  for (let i = 0; i < values.length; i++) {
    const magnitude = Math.abs(values[i]);
    if (magnitude > amax[scaleOfValue[i]] && magnitude !== Infinity) amax[scaleOfValue[i]] = magnitude;
  }
  return amax;
}
