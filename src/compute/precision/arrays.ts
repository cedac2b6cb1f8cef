/** @file Encoding and decoding of whole arrays, fast. */
import { refuse, requireLength, requireOneOf } from "../check.ts";
import { codeOf, overflowRules, valueOfCode, type NumberFormat, type OverflowRule } from "./formats.ts";

export type Codes = Uint8Array | Uint16Array;

/**
 * Codes of many values: what `encode` gives for each.
 *
 * Float32 values into a format of at most 5 mantissa bits take a table of 65,536 codes, one for each upper half of a
 * float32. The lower half can only matter by being zero or not, so it is folded into the lowest bit of the upper one
 * ("rounding to odd"); that is exact as long as the table sees two bits more than the format keeps.
 *
 * @param into  where to write; left out, a new array of the format's width
 * @throws RangeError if `into` has another length than `values` or too few bits for the format, or if the format has
 *   no code for a value
 */
export function encodeArray(format: NumberFormat, values: Float32Array | Float64Array, overflow: OverflowRule = "saturate", into: Codes = newCodes(format, values.length)): Codes {
  requireOneOf({ overflow }, overflowRules);
  requireLength({ into }, values.length);
  if (into.BYTES_PER_ELEMENT * 8 < format.bits) refuse("into", `have ${format.bits} bits an entry for ${format.name}`, into.BYTES_PER_ELEMENT * 8);
  if (values instanceof Float32Array && format.mantissaBits <= 5 && format.signed && format.special !== "none") {
    const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
    lookUp(codeTable(format, overflow), bits, into);
  } else {
    for (let i = 0; i < values.length; i++) into[i] = codeOf(format, values[i], overflow);
  }
  return into;
}

/**
 * Values of many codes.
 *
 * @throws RangeError if a code has more bits than the format
 */
export function decodeArray(format: NumberFormat, codes: Codes): Float64Array {
  const table = valueTable(format);
  const values = new Float64Array(codes.length);
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i];
    if (code >= table.length) refuse(`codes[${i}]`, `be from 0 to ${table.length - 1}`, code);
    values[i] = table[code];
  }
  return values;
}

/** An array for codes of the format: a byte each if that is enough. */
export function newCodes({ bits }: NumberFormat, length: number): Codes {
  return bits <= 8 ? new Uint8Array(length) : new Uint16Array(length);
}

function lookUp(codeOfUpperHalf: Codes, bits: Uint32Array, into: Codes): void {
  const { length } = bits;
  for (let i = 0; i < length; i++) {
    const word = bits[i];
    into[i] = codeOfUpperHalf[(word >>> 16) | (((word & 0xffff) + 0xffff) >>> 16)];
  }
}

/** Tables are made once for each format as an object: one that is made from another, with its id, is another format. */
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
