/** @file Encoding and decoding of whole arrays, fast. */
import { refuse, requireArray, requireIntegerInRange, requireLength, requireOneOf } from "../check.ts";
import { codeOf, overflowRules, valueOfCode, type OverflowRule } from "./code.ts";
import { largestCode, type NumberFormat } from "./number-format.ts";

/** Codes of many values: bytes where those are enough. */
export type Codes = Uint8Array | Uint16Array;

/**
 * Codes of many values: what `encode` gives for each.
 *
 * Float32 values into a format of at most 5 mantissa bits take a table of 65,536 codes, one for each upper half of a
 * float32. The lower half can only matter by being zero or not, so it is folded into the lowest bit of the upper one
 * ("rounding to odd"); that is exact as long as the table sees two bits more than the format keeps.
 *
 * Formats whose smallest values lie below float32's, where the upper half has too few bits, take no table.
 *
 * @param values  [values], float32 or double
 * @param overflow  "saturate" if left out
 * @param into  where to write; left out, a new array of the format's width
 * @throws RangeError if `into` has another length than `values` or too few bits for the format, if the format has no
 *   code for a value, or was not made by `numberFormat`
 * @source ours: `encode`, value by value; rounding to odd: doi:10.1109/TC.2007.70819
 */
export function encodeArray(
  format: NumberFormat,
  values: Float32Array | Float64Array,
  overflow: OverflowRule = "saturate",
  into?: Codes,
): Codes {
  largestCode(format);
  requireArray({ values });
  requireOneOf({ overflow }, overflowRules);
  const codes = into ?? newCodes(format, values.length);
  requireLength({ into: codes }, values.length);
  if (!(codes instanceof Uint8Array || codes instanceof Uint16Array))
    refuse("into", "be a Uint8Array or Uint16Array", codes);
  if (codes.BYTES_PER_ELEMENT * 8 < format.bits)
    refuse("into", `have ${format.bits} bits an entry for ${format.name}`, codes.BYTES_PER_ELEMENT * 8);
  if (values instanceof Float32Array && everyValueHasCode(format)) {
    const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
    lookUp(codeTable(format, overflow), bits, codes);
  } else {
    for (let i = 0; i < values.length; i++) codes[i] = codeOf(format, values[i], overflow, () => `values[${i}]`);
  }
  return codes;
}

/**
 * Values of many codes.
 *
 * @param codes  [values]
 * @returns [values], in double
 * @throws RangeError if a code has more bits than the format, or the format was not made by `numberFormat`
 * @source ours: `decode`, code by code
 */
export function decodeArray(format: NumberFormat, codes: Codes): Float64Array {
  largestCode(format);
  requireArray({ codes });
  const table = valueTable(format);
  const values = new Float64Array(codes.length);
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i];
    const value = table[code];
    if (value === undefined || typeof code !== "number")
      refuse(`codes[${i}]`, `be from 0 to ${table.length - 1}`, code);
    values[i] = value;
  }
  return values;
}

/**
 * An array for codes of the format: a byte each if that is enough.
 *
 * @param length  at most 2²⁸
 * @throws RangeError if `length` is not allowed, or the format was not made by `numberFormat`
 * @source ours: how this module keeps codes
 */
export function newCodes(format: NumberFormat, length: number): Codes {
  largestCode(format);
  requireIntegerInRange({ length }, 0, 2 ** 28);
  return format.bits <= 8 ? new Uint8Array(length) : new Uint16Array(length);
}

/** Whether float32 values find their codes in a table: it must see two bits more than the format keeps, and every one has a code. */
export function everyValueHasCode({ mantissaBits, signed, special, subnormals, smallest }: NumberFormat): boolean {
  return mantissaBits <= 5 && signed && special !== "none" && subnormals && smallest >= 2 ** -131;
}

function lookUp(codeOfUpperHalf: Codes, bits: Uint32Array, into: Codes): void {
  const { length } = bits;
  for (let i = 0; i < length; i++) {
    const word = bits[i];
    into[i] = codeOfUpperHalf[(word >>> 16) | (((word & 0xffff) + 0xffff) >>> 16)];
  }
}

/** Tables are made once for each format as an object: two formats may have the same id. */
const codeTables = new WeakMap<NumberFormat, Map<OverflowRule, Codes>>();
const valueTables = new WeakMap<NumberFormat, Float64Array>();

/** Code of each upper half of a float32. */
function codeTable(format: NumberFormat, overflow: OverflowRule): Codes {
  let tables = codeTables.get(format);
  if (!tables) codeTables.set(format, (tables = new Map()));
  let table = tables.get(overflow);
  if (!table) {
    const view = new DataView(new ArrayBuffer(4));
    table = newCodes(format, 0x1_0000);
    for (let upper = 0; upper < table.length; upper++) {
      view.setUint16(0, upper);
      table[upper] = codeOf(format, view.getFloat32(0), overflow);
    }
    tables.set(overflow, table);
  }
  return table;
}

function valueTable(format: NumberFormat): Float64Array {
  let table = valueTables.get(format);
  if (!table) {
    table = Float64Array.from({ length: 2 ** format.bits }, (_, code) => valueOfCode(format, code));
    valueTables.set(format, table);
  }
  return table;
}
