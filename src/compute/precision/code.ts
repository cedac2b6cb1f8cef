/** @file Codes of single numbers, and back. */
import { refuse, requireFinite, requireIntegerInRange, requireOneOf } from "../check.ts";
import { exponentOf } from "../exponent-of.ts";
import { deepFreeze } from "../freeze.ts";
import { largestCode, magnitudeOf, type NumberFormat } from "./number-format.ts";

/**
 * What becomes of values past the largest one: the largest, or infinity or NaN as the format has it.
 *
 * @source OCP 8-bit Floating Point Specification 1.0, §5: saturating and non-saturating conversion
 */
export const overflowRules = deepFreeze(["saturate", "format"] as const);
export type OverflowRule = (typeof overflowRules)[number];

/**
 * The code of the format's value nearest to `value`; of two that are equally near, the one with an even mantissa.
 *
 * Rounded once, from double precision: a value that went through float32 before may come out one code away.
 * E8M0 has no mantissa to be even: halfway it takes the larger power, and it refuses what is not above 0. Unsigned
 * formats with a zero refuse what is negative. E2M1, which has no NaN, refuses NaN. Saturation brings infinity to the
 * largest value too; NaN stays NaN under both rules.
 *
 * @param overflow  "saturate" if left out
 * @throws RangeError if the format has no code for `value`, or was not made by `numberFormat`
 * @source OCP 8-bit Floating Point Specification 1.0, §5; IEEE 754-2019, §4.3.1
 */
export function encode(format: NumberFormat, value: number, overflow: OverflowRule = "saturate"): number {
  requireOneOf({ overflow }, overflowRules);
  return codeOf(format, value, overflow);
}

/** `encode` for callers that have checked the overflow rule. `name` is what a refused value is called, made when needed. */
export function codeOf(
  format: NumberFormat,
  value: number,
  overflow: OverflowRule,
  name: () => string = () => "value",
): number {
  const largest = largestCode(format);
  const { bits, bias, mantissaBits } = format;
  if (typeof value !== "number") refuse(name(), "be a number", value);
  if (Number.isNaN(value)) {
    if (format.special === "none") refuse(name(), `be a number, since ${format.name} has no NaN`, value);
    return nanCode(format);
  }
  if (!format.signed && (value < 0 || (value === 0 && !format.subnormals)))
    refuse(name(), `be ${format.subnormals ? "0 or above" : "above 0"} for ${format.name}`, value);
  if (value === 0 && !format.subnormals) refuse(name(), `not be 0, which ${format.name} does not have`, value);
  const sign = format.signed && (value < 0 || Object.is(value, -0)) ? 2 ** (bits - 1) : 0;
  const magnitude = Math.abs(value);
  if (magnitude === Infinity) return sign + overflowCode(format, largest, overflow);
  const lowest = format.subnormals ? 1 - bias : -bias;
  const exponent = Math.max(exponentOf(magnitude), lowest);
  // A power of two divides exactly; what is left counts steps of the format from zero (or from the lowest power).
  const steps = roundHalfToEven(magnitude / 2 ** (exponent - mantissaBits));
  const code = format.subnormals
    ? (exponent - lowest) * 2 ** mantissaBits + steps
    : (exponent - lowest - 1) * 2 ** mantissaBits + steps;
  return sign + (code > largest ? overflowCode(format, largest, overflow) : Math.max(code, 0));
}

/**
 * The value of a code.
 *
 * @param code  integer from 0 to 2^bits − 1
 * @throws RangeError if `code` is not an integer of the format's bits, or the format was not made by `numberFormat`
 * @source OCP 8-bit Floating Point Specification 1.0, §5; IEEE 754-2019, §3.4
 */
export function decode(format: NumberFormat, code: number): number {
  largestCode(format);
  requireIntegerInRange({ code }, 0, 2 ** format.bits - 1);
  return valueOfCode(format, code);
}

/** `decode` for callers that go through all codes. */
export function valueOfCode(format: NumberFormat, code: number): number {
  const { bits, signed } = format;
  const signBit = signed ? 2 ** (bits - 1) : 2 ** bits;
  const negative = code >= signBit;
  const magnitudeCode = negative ? code - signBit : code;
  const largest = largestCode(format);
  if (magnitudeCode > largest) {
    const isInfinity = format.special === "ieee" && magnitudeCode === largest + 1;
    return isInfinity ? (negative ? -Infinity : Infinity) : NaN;
  }
  const magnitude = magnitudeOf(format, magnitudeCode);
  return negative ? -magnitude : magnitude;
}

/**
 * `value` as the format holds it.
 *
 * @param overflow  "saturate" if left out
 * @throws RangeError if the format has no code for `value`, or was not made by `numberFormat`
 * @source ours: `encode`, then `decode`
 */
export function roundTo(format: NumberFormat, value: number, overflow: OverflowRule = "saturate"): number {
  return decode(format, encode(format, value, overflow));
}

/**
 * Every finite value of the format, in rising order; zero once.
 *
 * @throws RangeError if the format was not made by `numberFormat`
 * @source ours: `decode`, code by code
 */
export function numberLine(format: NumberFormat): Float64Array {
  const positive = Float64Array.from({ length: largestCode(format) + 1 }, (_, code) => magnitudeOf(format, code));
  if (!format.signed) return positive;
  const zero = format.subnormals ? 1 : 0;
  const negative = positive
    .slice(zero)
    .map((value) => -value)
    .reverse();
  const line = new Float64Array(negative.length + positive.length);
  line.set(negative);
  line.set(positive, negative.length);
  return line;
}

/**
 * Distance from the largest value of the format that is not past `value` to the next one away from zero; of what is
 * past the largest value, the distance below that. At a power of two the gap toward zero is half of it.
 *
 * @throws RangeError if `value` is not finite, or the format was not made by `numberFormat`
 * @source IEEE 754-2019, §3.3: the unit in the last place
 */
export function spacingAt(format: NumberFormat, value: number): number {
  largestCode(format);
  requireFinite({ value });
  const magnitude = Math.min(Math.abs(value), format.largest);
  const lowest = format.subnormals ? 1 - format.bias : -format.bias;
  return 2 ** (Math.max(magnitude === 0 ? lowest : exponentOf(magnitude), lowest) - format.mantissaBits);
}

/** The canonical NaN: the highest code for one-NaN formats, the first quiet one otherwise. */
function nanCode({ exponentBits, mantissaBits, special }: NumberFormat): number {
  const all = 2 ** (exponentBits + mantissaBits) - 1;
  return special === "one-nan" ? all : all - 2 ** mantissaBits + 1 + 2 ** (mantissaBits - 1);
}

function overflowCode(format: NumberFormat, largest: number, overflow: OverflowRule): number {
  if (overflow === "saturate" || format.special === "none") return largest;
  return format.special === "ieee" ? largest + 1 : nanCode(format);
}

function roundHalfToEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest !== 0.5) return rest < 0.5 ? floor : floor + 1;
  return floor % 2 === 0 ? floor : floor + 1;
}
