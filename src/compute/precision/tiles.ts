/** @file Encoding a matrix with one scale for each tile: fast, and as a tensor core takes it (§3.3.2). */
import { refuse, requireObject, requireOneOf, requirePositive, requirePositiveInteger } from "../check.ts";
import { deepFreeze } from "../freeze.ts";
import { exponentOf } from "../exponent-of.ts";
import { createRandom, type Random } from "../random.ts";
import { encodeArray, everyValueHasCode, newCodes, type Codes } from "./arrays.ts";
import { powerOfTwo } from "./cut.ts";
import type { NumberFormat } from "./number-format.ts";
import { requireMatrix } from "./quantize.ts";
import { scaleByRule, scaleRules, type ScaleRule } from "./scale-rules.ts";

/** What shares a scale: so many rows by so many values of a row. `Infinity` is all of them. */
export type TileShape = { height: number; width: number };

/**
 * The shapes that the report and its successors speak of. Along a row runs the inner dimension of the product, so the
 * 128 × 1 tiles of the backward pass are `row` tiles of the transposed matrix; `column` is what they are before that.
 *
 * @source §3.3.2; OCP Microscaling Formats Specification 1.0, §5.2, for `mx`
 */
export const tileShapes = deepFreeze({
  tensor: { height: Infinity, width: Infinity },
  row: { height: 1, width: 128 },
  block: { height: 128, width: 128 },
  column: { height: 128, width: 1 },
  mx: { height: 1, width: 32 },
} as const satisfies Record<string, TileShape>);

/**
 * To the nearest value, of two the even one; toward zero; or up with the chance that the part cut off has.
 *
 * @source IEEE 754-2019, §4.3, for the first two; arXiv:1502.02551, §3, for stochastic rounding
 */
export const roundings = deepFreeze(["nearest-even", "truncate", "stochastic"] as const);
export type Rounding = (typeof roundings)[number];

export type TileOptions = {
  format: NumberFormat;
  /** `null`: nothing is scaled. */
  tile?: TileShape | null;
  scaleRule?: ScaleRule;
  /** One scale that is known before, for delayed scaling; the tile must be the tensor. */
  scale?: number;
  rounding?: Rounding;
  /** Of stochastic rounding. */
  seed?: number;
};

export type EncodedTiles = {
  format: NumberFormat;
  rows: number;
  columns: number;
  codes: Codes;
  tile: TileShape;
  /** Row of tiles by row of tiles. */
  scales: Float64Array;
};

/**
 * Encodes a matrix [rows × columns].
 *
 * A tile of zeros has scale 1. Infinity does not enter the scale and saturates; NaN stays NaN where the format has one.
 * Each value is divided by its scale in float32 and rounded once.
 *
 * @throws RangeError if the length does not fit, an option is not allowed, or the format has no code for a value
 * @source §3.3.2; deepseek-ai/DeepSeek-V3, inference/kernel.py
 */
export function encodeTiles(
  values: Float32Array | Float64Array,
  size: { rows: number; columns: number },
  options: TileOptions,
): EncodedTiles {
  requireObject({ size, options });
  const { rows, columns } = size;
  const { format, tile = tileShapes.tensor, scaleRule = "free", scale, rounding = "nearest-even", seed = 1 } = options;
  requireMatrix(values, size, format);
  requireOneOf({ scaleRule }, scaleRules);
  requireOneOf({ rounding }, roundings);
  if (!format.signed) refuse("format", "have a sign", format.name);
  const shape = within(tile === null ? tileShapes.tensor : tile, rows, columns);
  const tilesPerRow = Math.ceil(columns / shape.width);
  const scales = new Float64Array(Math.ceil(rows / shape.height) * tilesPerRow).fill(1);
  if (scale !== undefined) {
    requirePositive({ scale });
    if (scales.length !== 1)
      refuse("tile", "be the whole tensor where the scale is given", `${shape.height} × ${shape.width}`);
    scales[0] = scale;
  } else if (tile !== null) {
    takeLargest(values, rows, columns, shape, scales);
    for (let i = 0; i < scales.length; i++) scales[i] = scaleByRule(scales[i], format, scaleRule);
  }
  const codes = newCodes(format, values.length);
  const random = rounding === "stochastic" ? createRandom(seed) : null;
  // Some rows at a time stay in the processor's cache; a value without a code is named by its place among all.
  const rowsAtOnce = everyValueHasCode(format) ? Math.min(rows, Math.ceil(valuesAtOnce / columns)) : rows;
  const scaled = new Float32Array(rowsAtOnce * columns);
  for (let first = 0; first < rows; first += rowsAtOnce) {
    const end = Math.min(rows, first + rowsAtOnce);
    for (let row = first; row < end; row++) {
      const firstTile = Math.floor(row / shape.height) * tilesPerRow;
      for (let tile = 0, start = 0; start < columns; tile++, start += shape.width) {
        const count = Math.min(shape.width, columns - start);
        divide(values, row * columns + start, count, scales[firstTile + tile], scaled, (row - first) * columns + start);
      }
    }
    const some = scaled.subarray(0, (end - first) * columns);
    if (rounding !== "nearest-even") for (let i = 0; i < some.length; i++) some[i] = roundedTo(format, some[i], random);
    encodeArray(format, some, "saturate", codes.subarray(first * columns, end * columns));
  }
  return { format, rows, columns, codes, tile: shape, scales };
}

/** About how many values are scaled before they are encoded. */
const valuesAtOnce = 8192;

/** Largest finite magnitude of each tile. */
function takeLargest(
  values: Float32Array | Float64Array,
  rows: number,
  columns: number,
  { height, width }: TileShape,
  largest: Float64Array,
): void {
  const tilesPerRow = Math.ceil(columns / width);
  largest.fill(0);
  for (let row = 0; row < rows; row++) {
    const at = row * columns;
    const firstTile = Math.floor(row / height) * tilesPerRow;
    for (let tile = 0, start = 0; start < columns; tile++, start += width) {
      const end = at + Math.min(start + width, columns);
      largest[firstTile + tile] = largestFinite(values, at + start, end, largest[firstTile + tile]);
    }
  }
}

/** Loops of their own: engines compile them once and well. */
function largestFinite(values: Float32Array | Float64Array, start: number, end: number, largest: number): number {
  for (let i = start; i < end; i++) {
    const magnitude = Math.abs(values[i]);
    if (magnitude > largest && magnitude !== Infinity) largest = magnitude;
  }
  return largest;
}

function divide(
  values: Float32Array | Float64Array,
  from: number,
  count: number,
  scale: number,
  into: Float32Array,
  to: number,
): void {
  for (let i = 0; i < count; i++) into[to + i] = values[from + i] / scale;
}

/** A value of the format, by truncation or, with a stream of random numbers, by chance; past the largest: that. */
function roundedTo(format: NumberFormat, value: number, random: Random | null): number {
  const magnitude = Math.abs(value);
  if (!(magnitude < format.largest) || magnitude === 0) return value;
  const unit = powerOfTwo(Math.max(exponentOf(magnitude), exponentOf(format.smallestNormal)) - format.mantissaBits);
  const steps = Math.floor(magnitude / unit + (random ? random.uniform() : 0));
  return value < 0 ? -steps * unit : steps * unit;
}

function within(tile: TileShape, rows: number, columns: number): TileShape {
  requireObject({ tile });
  const { height, width } = tile;
  for (const [name, size] of Object.entries({ "tile.height": height, "tile.width": width }))
    if (size !== Infinity) requirePositiveInteger({ [name]: size });
  return { height: Math.min(height, rows), width: Math.min(width, columns) };
}
