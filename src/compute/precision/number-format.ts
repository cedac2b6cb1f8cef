/** @file Number formats of few bits: what one is made of, and the only way to make one. */
import { refuse, requireBoolean, requireIntegerInRange, requireObject, requireOneOf } from "../check.ts";
import { deepFreeze } from "../freeze.ts";

/**
 * What the highest exponent can mean: infinity and NaN (IEEE 754), numbers but for one NaN, or numbers only.
 *
 * @source IEEE 754-2019, §3; OCP 8-bit Floating Point Specification 1.0, §5; OCP Microscaling Formats Specification 1.0, §5.3
 */
export const specialValues = deepFreeze(["ieee", "one-nan", "none"] as const);

/** A binary floating-point format: sign, exponent, mantissa, in this order from the highest bit. Made by `numberFormat`. */
export type NumberFormat = {
  readonly id: string;
  readonly name: string;
  /** Bits of a code. */
  readonly bits: number;
  /** Whether the highest bit is a sign. */
  readonly signed: boolean;
  readonly exponentBits: number;
  readonly mantissaBits: number;
  readonly bias: number;
  /** What the highest exponent means. */
  readonly special: (typeof specialValues)[number];
  /** Whether exponent 0 means subnormal numbers and zero. E8M0 has neither. */
  readonly subnormals: boolean;
  /** Largest finite value. */
  readonly largest: number;
  readonly smallestNormal: number;
  /** Smallest value above 0. */
  readonly smallest: number;
  readonly source: string;
};

/** What a format is made from; the rest of its fields follow, and are ignored where they are given. */
export type NumberFormatSpec = Pick<NumberFormat, "exponentBits" | "mantissaBits"> & Partial<NumberFormat>;

/** Code of the largest finite value of each format that was made here; what is not in it is no format. */
const largestCodes = new WeakMap<NumberFormat, number>();

/**
 * A format from its fields, checked, frozen, with `bits`, `largest`, `smallestNormal` and `smallest` derived.
 *
 * `numberFormat({ ...e4m3, id: "e4m3-bias-8", bias: 8 })` is E4M3 with all values halved.
 *
 * @param spec  `exponentBits`: 1 to 11; `mantissaBits`: 0 to 10, both with the sign at most 16; `signed`: true if left
 *   out; `bias`: 2^(exponentBits − 1) − 1; `special`: "ieee"; `subnormals`: true; `id` and `name`: E, M and the numbers
 * @returns a format that every function of the module takes; an object that was not made here is refused by all of them
 * @throws RangeError if a field is not allowed: among them "ieee" without a mantissa, which has no code for NaN, or a
 *   bias that puts a value where a double cannot hold it
 * @source IEEE 754-2019, §3; OCP 8-bit Floating Point Specification 1.0, §5
 */
export function numberFormat(spec: NumberFormatSpec): NumberFormat {
  requireObject({ spec });
  const { exponentBits, mantissaBits, signed = true, special = "ieee", subnormals = true } = spec;
  requireIntegerInRange({ exponentBits }, 1, 11);
  requireIntegerInRange({ mantissaBits }, 0, 10);
  requireBoolean({ signed, subnormals });
  requireOneOf({ special }, specialValues);
  const bits = (signed ? 1 : 0) + exponentBits + mantissaBits;
  if (bits > 16)
    refuse(
      "exponentBits",
      `leave the code at most 16 bits with ${mantissaBits} of mantissa${signed ? " and a sign" : ""}`,
      exponentBits,
    );
  if (special === "ieee" && mantissaBits === 0)
    refuse("mantissaBits", 'be at least 1 for "ieee", whose NaN is told from infinity by the mantissa', mantissaBits);
  if (special === "ieee" && exponentBits === 1)
    refuse("exponentBits", 'be at least 2 for "ieee", whose highest exponent holds no numbers', exponentBits);
  const { bias = 2 ** (exponentBits - 1) - 1 } = spec;
  // With these bounds the smallest value is at least 2⁻¹⁰⁷⁴ and the largest below 2¹⁰²⁴.
  const topField = 2 ** exponentBits - (special === "ieee" ? 2 : 1);
  requireIntegerInRange({ bias }, topField - 1023, 1074 - mantissaBits);
  const letters = `${signed ? "" : "u"}e${exponentBits}m${mantissaBits}`;
  const { id = letters, name = letters.toUpperCase(), source = "made by numberFormat" } = spec;
  for (const [field, text] of Object.entries({ id, name, source })) {
    if (typeof text !== "string" || text === "") refuse(field, "be a text", text);
  }
  const all = 2 ** (exponentBits + mantissaBits) - 1;
  const largestCode = special === "none" ? all : special === "one-nan" ? all - 1 : all - 2 ** mantissaBits;
  if (largestCode < 1) refuse("mantissaBits", "leave a code for a number above 0", mantissaBits);
  const fields = { bits, signed, exponentBits, mantissaBits, bias, subnormals };
  const smallestNormal = 2 ** ((subnormals ? 1 : 0) - bias);
  const format = deepFreeze({
    id,
    name,
    ...fields,
    special,
    largest: magnitudeOf(fields, largestCode),
    smallestNormal,
    smallest: subnormals ? smallestNormal / 2 ** mantissaBits : smallestNormal,
    source,
  });
  largestCodes.set(format, largestCode);
  return format;
}

/**
 * Each value must be a format that `numberFormat` made.
 *
 * @throws RangeError that names the first value that is not
 */
export function requireFormat(formats: Record<string, NumberFormat>): void {
  for (const [name, format] of Object.entries(formats)) {
    if (!largestCodes.has(format)) refuse(name, "be made by numberFormat, as e4m3 is", format);
  }
}

/**
 * Code of the largest finite value of a format, without sign.
 *
 * @throws RangeError if `format` was not made by `numberFormat`
 * @source IEEE 754-2019, §3; OCP 8-bit Floating Point Specification 1.0, §5
 */
export function largestCode(format: NumberFormat): number {
  return largestCodes.get(format) ?? refuse("format", "be made by numberFormat, as e4m3 is", format);
}

/** The magnitude of a code without sign, up to the largest finite one. */
export function magnitudeOf(
  { mantissaBits, bias, subnormals }: Pick<NumberFormat, "mantissaBits" | "bias" | "subnormals">,
  code: number,
): number {
  const exponentField = Math.floor(code / 2 ** mantissaBits);
  const mantissa = code % 2 ** mantissaBits;
  return subnormals && exponentField === 0
    ? mantissa * 2 ** (1 - bias - mantissaBits)
    : (1 + mantissa / 2 ** mantissaBits) * 2 ** (exponentField - bias);
}
