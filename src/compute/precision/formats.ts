/** @file Number formats of few bits, as values of one type; encoding and decoding of single numbers. */
import { refuse, requireFinite, requireIntegerInRange, requireOneOf } from "../check.ts";
import { exponentOf } from "../exponent-of.ts";

/** A binary floating-point format: sign, exponent, mantissa, in this order from the highest bit. */
export type NumberFormat = {
  id: string;
  name: string;
  /** Bits of a code. */
  bits: number;
  /** Whether the highest bit is a sign. */
  signed: boolean;
  exponentBits: number;
  mantissaBits: number;
  bias: number;
  /** What the highest exponent means: infinity and NaN (IEEE 754), numbers but for one NaN, or numbers only. */
  special: "ieee" | "one-nan" | "none";
  /** Whether exponent 0 means subnormal numbers and zero. E8M0 has neither. */
  subnormals: boolean;
  /** Largest finite value. */
  largest: number;
  smallestNormal: number;
  /** Smallest value above 0. */
  smallest: number;
  source: string;
};

/** 8 bits, 4 of exponent: the format of every FP8 tensor in V3 (§3.3.2). No infinity, one NaN for each sign. */
export const e4m3 = format("e4m3", "E4M3", 4, 3, "one-nan", "OCP 8-bit Floating Point Specification 1.0");
/** 8 bits, 5 of exponent: others' choice for gradients. */
export const e5m2 = format("e5m2", "E5M2", 5, 2, "ieee", "OCP 8-bit Floating Point Specification 1.0");
/** 12 bits: cached inputs of the projection after attention (§3.3.3). Read as IEEE-like here; the report does not say. */
export const e5m6 = format("e5m6", "E5M6", 5, 6, "ieee", "§3.3.3; infinities are our reading");
/** 16 bits with the range of float32. */
export const bf16 = format("bf16", "BF16", 8, 7, "ieee", "bfloat16");
/** 16 bits, IEEE 754 binary16. */
export const fp16 = format("fp16", "FP16", 5, 10, "ieee", "IEEE 754-2019, binary16");
/** 4 bits, numbers only. */
export const e2m1 = format("e2m1", "E2M1", 2, 1, "none", "OCP Microscaling Formats Specification 1.0");
/** 8 bits of exponent and nothing else: a scale. No zero, one NaN. */
export const e8m0: NumberFormat = {
  id: "e8m0", name: "E8M0", bits: 8, signed: false, exponentBits: 8, mantissaBits: 0, bias: 127, special: "one-nan", subnormals: false,
  largest: 2 ** 127, smallestNormal: 2 ** -127, smallest: 2 ** -127, source: "OCP Microscaling Formats Specification 1.0",
};

export const numberFormats: readonly NumberFormat[] = [e4m3, e5m2, e5m6, bf16, fp16, e2m1, e8m0];

/** What becomes of values past the largest one: the largest, or infinity or NaN as the format has it. */
export const overflowRules = ["saturate", "format"] as const;
export type OverflowRule = (typeof overflowRules)[number];

/**
 * The code of the format's value nearest to `value`; of two that are equally near, the one with an even mantissa.
 *
 * Rounded once, from double precision: a value that went through float32 before may come out one code away.
 * E8M0 has no mantissa to be even: halfway it takes the larger power, and it refuses what is not above 0. E2M1, which
 * has no NaN, refuses NaN. Saturation brings infinity to the largest value too; NaN stays NaN under both rules.
 *
 * @throws RangeError if the format has no code for `value`
 */
export function encode(format: NumberFormat, value: number, overflow: OverflowRule = "saturate"): number {
  requireOneOf({ overflow }, overflowRules);
  return codeOf(format, value, overflow);
}

/** `encode` for callers that have checked the overflow rule, once for many values. */
export function codeOf(format: NumberFormat, value: number, overflow: OverflowRule): number {
  const { bits, bias, mantissaBits } = format;
  if (Number.isNaN(value)) {
    if (format.special === "none") refuse("value", `be a number, since ${format.name} has no NaN`, value);
    return nanCode(format);
  }
  if (!format.signed && !(value > 0)) refuse("value", `be above 0 for ${format.name}`, value);
  const sign = format.signed && (value < 0 || Object.is(value, -0)) ? 2 ** (bits - 1) : 0;
  const magnitude = Math.abs(value);
  const largest = largestCode(format);
  if (magnitude === Infinity) return sign + overflowCode(format, largest, overflow);
  const lowest = format.subnormals ? 1 - bias : -bias;
  const exponent = Math.max(exponentOf(magnitude), lowest);
  // A power of two divides exactly; what is left counts steps of the format from zero (or from the lowest power).
  const steps = roundHalfToEven(magnitude / 2 ** (exponent - mantissaBits));
  const code = format.subnormals ? (exponent - lowest) * 2 ** mantissaBits + steps : exponent - lowest + (steps - 1);
  return sign + (code > largest ? overflowCode(format, largest, overflow) : Math.max(code, 0));
}

/**
 * The value of a code.
 *
 * @throws RangeError if `code` is not an integer of the format's bits
 */
export function decode(format: NumberFormat, code: number): number {
  requireIntegerInRange({ code }, 0, 2 ** format.bits - 1);
  return valueOfCode(format, code);
}

/** `decode` for callers that go through all codes. */
export function valueOfCode(format: NumberFormat, code: number): number {
  const { bits, bias, mantissaBits, signed } = format;
  const signBit = signed ? 2 ** (bits - 1) : 2 ** bits;
  const negative = code >= signBit;
  const magnitudeCode = negative ? code - signBit : code;
  if (magnitudeCode > largestCode(format)) {
    const isInfinity = format.special === "ieee" && magnitudeCode === infinityCode(format);
    return isInfinity ? (negative ? -Infinity : Infinity) : NaN;
  }
  const exponentField = Math.floor(magnitudeCode / 2 ** mantissaBits);
  const mantissa = magnitudeCode % 2 ** mantissaBits;
  const magnitude = format.subnormals && exponentField === 0
    ? mantissa * 2 ** (1 - bias - mantissaBits)
    : (1 + mantissa / 2 ** mantissaBits) * 2 ** (exponentField - bias);
  return negative ? -magnitude : magnitude;
}

/**
 * `value` as the format holds it.
 *
 * @throws RangeError if the format has no code for `value`
 */
export function roundTo(format: NumberFormat, value: number, overflow: OverflowRule = "saturate"): number {
  return decode(format, encode(format, value, overflow));
}

/** Every finite value of the format, in rising order; zero once. */
export function numberLine(format: NumberFormat): Float64Array {
  const positive = Array.from({ length: largestCode(format) + 1 }, (_, code) => decode(format, code));
  if (!format.signed) return Float64Array.from(positive);
  const negative = positive.slice(1).map((value) => -value).reverse();
  return Float64Array.from([...negative, ...positive]);
}

/**
 * Distance from the largest value of the format that is not past `value` to the next one away from zero; of what is
 * past the largest value, the distance below that. At a power of two the gap toward zero is half of it.
 *
 * @throws RangeError if `value` is not finite
 */
export function spacingAt(format: NumberFormat, value: number): number {
  requireFinite({ value });
  const magnitude = Math.min(Math.abs(value), format.largest);
  const lowest = format.subnormals ? 1 - format.bias : -format.bias;
  return 2 ** (Math.max(magnitude === 0 ? lowest : exponentOf(magnitude), lowest) - format.mantissaBits);
}

/** Code of the largest finite value, without sign. */
export function largestCode({ exponentBits, mantissaBits, special }: NumberFormat): number {
  const all = 2 ** (exponentBits + mantissaBits) - 1;
  if (special === "none") return all;
  return special === "one-nan" ? all - 1 : all - 2 ** mantissaBits;
}

function infinityCode(format: NumberFormat): number {
  return largestCode(format) + 1;
}

/** The canonical NaN: the highest code for one-NaN formats, the first quiet one otherwise. */
function nanCode({ exponentBits, mantissaBits, special }: NumberFormat): number {
  const all = 2 ** (exponentBits + mantissaBits) - 1;
  return special === "one-nan" ? all : all - 2 ** mantissaBits + 1 + 2 ** (mantissaBits - 1);
}

function overflowCode(format: NumberFormat, largest: number, overflow: OverflowRule): number {
  if (overflow === "saturate" || format.special === "none") return largest;
  return format.special === "ieee" ? infinityCode(format) : nanCode(format);
}

function roundHalfToEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest !== 0.5) return rest < 0.5 ? floor : floor + 1;
  return floor % 2 === 0 ? floor : floor + 1;
}

function format(id: string, name: string, exponentBits: number, mantissaBits: number, special: NumberFormat["special"], source: string): NumberFormat {
  const bias = 2 ** (exponentBits - 1) - 1;
  const topExponent = 2 ** exponentBits - (special === "ieee" ? 2 : 1) - bias;
  const step = 2 ** -mantissaBits;
  return {
    id, name, bits: 1 + exponentBits + mantissaBits, signed: true, exponentBits, mantissaBits, bias, special, subnormals: true,
    largest: 2 ** topExponent * (2 - (special === "one-nan" ? 2 : 1) * step),
    smallestNormal: 2 ** (1 - bias),
    smallest: 2 ** (1 - bias) * step,
    source,
  };
}
