/**
 * @file A matrix product of few bits (§3.3.2): encoded operands, the adder of a tensor core, scales applied on the way, and
 * promotion to FP32.
 */
import {
  refuse,
  requireLength,
  requireObject,
  requirePositive,
  requirePositiveInteger,
  requireReals,
  requireTyped,
} from "../check.ts";
import { deepFreeze } from "../freeze.ts";
import { createAdder, exponentAsCoded, requireAccumulator, type Accumulator, type Terms } from "./accumulator.ts";
import { decodeArray } from "./arrays.ts";
import { sumCut } from "./cut.ts";
import { exponentOf } from "../exponent-of.ts";
import { requireFormat, type NumberFormat } from "./number-format.ts";
import { encodeTiles, tileShapes, type EncodedTiles, type TileOptions, type TileShape } from "./tiles.ts";

/** A matrix [rows × inner], ready to be multiplied along its rows. */
export type Operand = {
  rows: number;
  inner: number;
  /** Numbers of the format, not scaled, and their exponents. */
  terms: Terms;
  tile: TileShape;
  scales: Float64Array;
};

/**
 * The operand that codes stand for.
 *
 * @throws RangeError if a field of `encoded` does not fit the others, or a code has more bits than the format
 * @source §3.3.2; `decode`, code by code
 */
export function operandOf(encoded: EncodedTiles): Operand {
  requireObject({ encoded });
  const { format, rows, columns, codes, tile, scales } = encoded;
  requireFormat({ format });
  requirePositiveInteger({ rows, columns });
  if (!(codes instanceof Uint8Array || codes instanceof Uint16Array))
    refuse("codes", "be a Uint8Array or Uint16Array", codes);
  requireLength({ codes }, rows * columns);
  requireScales("encoded", { rows, inner: columns, tile, scales });
  const { values: valueOfCode, exponents: exponentOfCode } = tableOf(format);
  const values = new Float64Array(codes.length);
  const exponents = new Int16Array(codes.length);
  for (let i = 0; i < codes.length; i++) {
    if (codes[i] >= valueOfCode.length) refuse(`codes[${i}]`, `be below ${valueOfCode.length}`, codes[i]);
    values[i] = valueOfCode[codes[i]];
    exponents[i] = exponentOfCode[codes[i]];
  }
  return { rows, inner: columns, terms: { values, exponents }, tile, scales };
}

/**
 * An operand of plain float32 numbers, without scales.
 *
 * @throws RangeError if the length does not fit
 * @source IEEE 754-2019, §3.4: binary32
 */
export function float32Operand(values: Float32Array | Float64Array, size: { rows: number; columns: number }): Operand {
  requireObject({ size });
  const { rows, columns } = size;
  requirePositiveInteger({ rows, columns });
  requireLength({ values }, rows * columns);
  requireReals({ values });
  const rounded = Float64Array.from(values, Math.fround);
  return {
    rows,
    inner: columns,
    terms: { values: rounded, exponents: Int16Array.from(rounded, (value) => exponentAsCoded(value, -1074)) },
    tile: { height: rows, width: columns },
    scales: Float64Array.of(1),
  };
}

/**
 * a · bᵀ: each row of `a` with each row of `b`, so both run along the inner dimension, as a tensor core reads them.
 *
 * Where a tile ends along a row, the partial sum leaves the tensor core, is multiplied by both scales and added up outside.
 * With promotion that happens in FP32, N_C elements at a time or at each tile, whichever comes first (Figure 7). Without,
 * the scaled partial sums are added in a register as narrow as the adder's: Hopper has nothing of the kind, it is what a
 * tensor core that scales by itself would do without a wider register. Both scales are multiplied first, in float32 where
 * the sum is.
 *
 * @returns [a.rows × b.rows], as the last register holds them
 * @throws RangeError if the inner dimensions differ or the accumulator has an option that is not allowed
 * @source §3.3.2, Figure 7; order of scaling: deepseek-ai/DeepGEMM
 */
export function gemm(a: Operand, b: Operand, accumulator: Accumulator): Float64Array {
  const rows = gemmByRows(a, b, accumulator);
  for (;;) {
    const { done, value } = rows.next();
    if (done) return value;
  }
}

/**
 * `gemm`, which stops after each row of the result and yields how many there are: for progress, and to be given up.
 *
 * @throws RangeError, on the first step, as `gemm` does
 * @source §3.3.2, Figure 7; `gemm`
 */
export function* gemmByRows(a: Operand, b: Operand, accumulator: Accumulator): Generator<number, Float64Array, void> {
  const { promotionInterval, registerBits, cut, adder } = requireAccumulator(accumulator);
  requireOperand("a", a);
  requireOperand("b", b);
  if (a.inner !== b.inner) refuse("b.inner", `be ${a.inner}, as of a`, b.inner);
  const add = createAdder(accumulator);
  const { inner } = a;
  const isNarrow = adder === "register" || adder === "aligned";
  const bounds = boundaries(a.tile.width, b.tile.width, promotionInterval, inner);
  const tilesOfA = Math.ceil(inner / a.tile.width);
  const tilesOfB = Math.ceil(inner / b.tile.width);
  const result = new Float64Array(a.rows * b.rows);
  for (let row = 0; row < a.rows; row++) {
    const scalesOfA = Math.floor(row / a.tile.height) * tilesOfA;
    for (let column = 0; column < b.rows; column++) {
      const scalesOfB = Math.floor(column / b.tile.height) * tilesOfB;
      let total = 0;
      let start = 0;
      for (const end of bounds) {
        const partial = add(a.terms, row * inner + start, b.terms, column * inner + start, end - start, 0);
        const scale =
          a.scales[scalesOfA + Math.floor(start / a.tile.width)] *
          b.scales[scalesOfB + Math.floor(start / b.tile.width)];
        if (promotionInterval > 0 || (adder === "fp32" && bounds.length > 1))
          total = Math.fround(total + Math.fround(scale) * Math.fround(partial));
        else if (bounds.length === 1) total = partial * scale;
        else total = isNarrow ? sumCut(total, partial * scale, registerBits, cut) : total + partial * scale;
        start = end;
      }
      result[row * b.rows + column] = total;
    }
    yield row + 1;
  }
  return result;
}

/**
 * a · bᵀ of two matrices that are encoded first, each in its own way.
 *
 * @param a  [rows × inner]
 * @param b  [columns × inner]
 * @returns [rows × columns]
 * @throws RangeError as `encodeTiles` and `gemm` do
 * @source §3.3.2; `encodeTiles`, then `gemm`
 */
export function encodedProduct(
  a: Float32Array | Float64Array,
  b: Float32Array | Float64Array,
  options: { rows: number; inner: number; columns: number; a: TileOptions; b: TileOptions; accumulator: Accumulator },
): Float64Array {
  requireObject({ options });
  const { rows, inner, columns, accumulator } = options;
  requirePositiveInteger({ rows, inner, columns });
  requireLength({ a }, rows * inner);
  requireLength({ b }, columns * inner);
  return gemm(
    operandOf(encodeTiles(a, { rows, columns: inner }, options.a)),
    operandOf(encodeTiles(b, { rows: columns, columns: inner }, options.b)),
    accumulator,
  );
}

/** V3's formats of both operands of a forward product, less the format: tiles of a row for activations, blocks for weights. @source §3.3.2 */
export const v3Tiles = deepFreeze({ activation: tileShapes.row, weight: tileShapes.block } as const);

function requireOperand(name: string, operand: Operand): void {
  requireObject({ [name]: operand });
  const { rows, inner, terms } = operand;
  requirePositiveInteger({ [`${name}.rows`]: rows, [`${name}.inner`]: inner });
  requireObject({ [`${name}.terms`]: terms });
  requireTyped({ [`${name}.terms.values`]: terms.values }, Float64Array);
  requireTyped({ [`${name}.terms.exponents`]: terms.exponents }, Int16Array);
  requireLength({ [`${name}.terms.values`]: terms.values, [`${name}.terms.exponents`]: terms.exponents }, rows * inner);
  requireScales(name, operand);
}

/** One scale for each tile. */
function requireScales(
  name: string,
  { rows, inner, tile, scales }: Pick<Operand, "rows" | "inner" | "tile" | "scales">,
): void {
  requireObject({ [`${name}.tile`]: tile });
  const { height, width } = tile;
  requirePositiveInteger({ [`${name}.tile.height`]: height, [`${name}.tile.width`]: width });
  requireTyped({ [`${name}.scales`]: scales }, Float64Array);
  requireLength({ [`${name}.scales`]: scales }, Math.ceil(rows / height) * Math.ceil(inner / width));
  for (let i = 0; i < scales.length; i++)
    if (!(scales[i] > 0)) requirePositive({ [`${name}.scales[${i}]`]: scales[i] });
}

/** Where a partial sum ends: at each tile of either operand, after each promotion, and at the end. */
function boundaries(widthOfA: number, widthOfB: number, promotionInterval: number, inner: number): number[] {
  const ends = new Set<number>([inner]);
  for (const step of [widthOfA, widthOfB, promotionInterval || inner]) {
    for (let end = step; end < inner; end += step) ends.add(end);
  }
  return [...ends].sort((x, y) => x - y);
}

/** Value and exponent of each code. */
const tables = new WeakMap<NumberFormat, Terms>();

function tableOf(format: NumberFormat): Terms {
  let table = tables.get(format);
  if (!table) {
    const codes = Uint16Array.from({ length: 2 ** format.bits }, (_, code) => code);
    const values = decodeArray(format, codes);
    const lowest = exponentOf(format.smallestNormal);
    tables.set(
      format,
      (table = { values, exponents: Int16Array.from(values, (value) => exponentAsCoded(value, lowest)) }),
    );
  }
  return table;
}
