/** @file How the scale of a group of values follows from their largest magnitude (§3.3.2, §3.3.3, and others' rules). */
import { requireNonNegative, requireOneOf, requirePositive } from "../check.ts";
import { exponentOf } from "../exponent-of.ts";
import { deepFreeze } from "../freeze.ts";
import { powerOfTwo } from "./cut.ts";
import { largestCode, type NumberFormat } from "./number-format.ts";

/**
 * How a scale follows from the largest magnitude of a group, amax.
 *
 * - `free`: amax over the largest value of the format, in float32: the report's.
 * - `power`: the same, rounded up to a power of two, so that nothing saturates (§3.3.3 asks it of some activations).
 * - `nearest-power`: to the nearest one, as log₂ has it; what lies past the largest value by up to √2 then saturates.
 * - `mx`: 2 to the exponent of amax, less that of the format's largest value; saturates by less than a factor of 2.
 * - `mx-up`: log₂ of amax rounded up, less the same.
 * - `mx-even`: the exponent of amax after rounding it to the mantissa of the format (halves go up), less the same.
 * - `mx-nearest`: log₂ of amax rounded to the nearest integer, less the same.
 *
 * All but `free` are powers that E8M0 has.
 *
 * @source §3.3.2, §3.3.3; `mx` is OCP Microscaling Formats Specification 1.0, §6.3, the others are modes of
 *   pytorch/ao, `ScaleCalculationMode`, and of quantizers like it
 */
export const scaleRules = deepFreeze([
  "free",
  "power",
  "nearest-power",
  "mx",
  "mx-up",
  "mx-even",
  "mx-nearest",
] as const);
export type ScaleRule = (typeof scaleRules)[number];

/**
 * The scale of a group whose largest magnitude is `amax`; 1 where that is 0.
 *
 * At amax 150 in E4M3, 150/448 = 0.33: `power` gives 2⁻¹. 150 lies between 2⁷ and 2⁸ and the largest value between 2⁸ and
 * 2⁹: `mx` gives 2⁻¹ and `mx-up` 2⁰.
 *
 * @throws RangeError if `amax` is not a finite number, 0 or above, the format was not made by `numberFormat`, or the rule
 *   is not known
 * @source §3.3.2; see `scaleRules`
 */
export function scaleOf(amax: number, format: NumberFormat, rule: ScaleRule): number {
  requireNonNegative({ amax });
  largestCode(format);
  requireOneOf({ rule }, scaleRules);
  return scaleByRule(amax, format, rule);
}

/** `scaleOf` for callers that have checked, once for many groups. */
export function scaleByRule(amax: number, format: NumberFormat, rule: ScaleRule): number {
  if (amax === 0) return 1;
  if (rule.startsWith("mx"))
    return powerOfTwo(clamp(exponentByRule(amax, format, rule) - exponentOf(format.largest), -127, 127));
  // A subnormal scale would be rounded so coarsely that the largest value no longer fits; past the other end it would be infinite.
  const scale = clamp(amax / format.largest, 2 ** -126, 2 ** 127);
  if (rule === "free") return Math.fround(scale);
  const power = powerOfTwo(exponentOf(scale));
  if (rule === "nearest-power") return scale / power < Math.SQRT2 ? power : 2 * power;
  return power === scale ? power : 2 * power;
}

/**
 * The smallest power of two that is at least `value`: exact, from the bits.
 *
 * @throws RangeError if `value` is not a finite number above 0
 * @source ours: bits of a double, IEEE 754-2019, §3.4
 */
export function powerOfTwoAtLeast(value: number): number {
  requirePositive({ value });
  const power = 2 ** exponentOf(value);
  return power === value ? power : 2 * power;
}

function exponentByRule(amax: number, { mantissaBits }: NumberFormat, rule: ScaleRule): number {
  const exponent = exponentOf(amax);
  const significand = amax / 2 ** exponent; // from 1 to below 2
  switch (rule) {
    case "mx-up":
      return significand > 1 ? exponent + 1 : exponent;
    case "mx-even":
      return significand >= 2 - 2 ** -(mantissaBits + 1) ? exponent + 1 : exponent;
    case "mx-nearest":
      return significand >= Math.SQRT2 ? exponent + 1 : exponent;
    default:
      return exponent;
  }
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}
