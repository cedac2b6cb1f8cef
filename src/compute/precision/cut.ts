/** @file Cutting sums to a number of bits, exactly. */
import { deepFreeze } from "../freeze.ts";
import { exponentOf } from "../exponent-of.ts";

/**
 * Toward zero, as a magnitude loses its last bits; or down, as a number in two's complement does when it is shifted right.
 *
 * @source §3.3.2 speaks of shifting to the right; arXiv:2511.10909 for the cut toward zero
 */
export const cutRules = deepFreeze(["toward-zero", "down"] as const);
export type CutRule = (typeof cutRules)[number];

const least = -1074;
const powers = new Float64Array(1023 - least + 1);
powers[-least] = 1;
for (let n = 1; n <= 1023; n++) powers[n - least] = 2 * powers[n - 1 - least];
for (let n = -1; n >= least; n--) powers[n - least] = powers[n + 1 - least] / 2;

/** 2ⁿ for an integer n from −1074 to 1023, from a table. */
export function powerOfTwo(n: number): number {
  return powers[n - least];
}

/** x + y, cut to `bits` significant bits as if the sum had been exact. Infinity and NaN stay what they are. */
export function sumCut(x: number, y: number, bits: number, rule: CutRule): number {
  const sum = x + y;
  const back = sum - x;
  return pairCut(sum, x - (sum - back) + (y - back), bits, rule);
}

/**
 * large + small, cut to `bits` significant bits: a number of which one double does not hold all bits. What the second part
 * adds decides on which side of a multiple of the last bit the number lies.
 */
export function pairCut(large: number, small: number, bits: number, rule: CutRule): number {
  const sum = large + small;
  if (sum === 0 || !Number.isFinite(sum)) return Number.isFinite(large) ? sum : large;
  const rest = small - (sum - large);
  const unit = powerOfTwo(Math.max(exponentOf(sum) - (bits - 1), least));
  const steps = sum / unit;
  const kept = (rule === "down" ? Math.floor(steps) : Math.trunc(steps)) * unit;
  if (rest === 0 || kept !== sum) return kept;
  // The number lies a little beside one that has the bits: if below it, the next one down is meant.
  const isBelow = rule === "down" ? rest < 0 : rest < 0 === sum > 0;
  if (!isBelow) return kept;
  if (rule === "down" && sum < 0) return sum - unit;
  const isPower = Math.abs(steps) === powerOfTwo(bits - 1);
  return sum - Math.sign(sum) * (isPower ? unit / 2 : unit);
}
