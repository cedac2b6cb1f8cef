/**
 * @file Logarithms with the same bits on every machine: the language leaves the last bits of `Math.log` to each engine.
 *
 * x = 2^k · m with m between √½ and √2. With f = m − 1 and s = f / (2 + f), ln m = 2 artanh s = f − s (f − r), where
 * r = 2 (s²/3 + s⁴/5 + …). The split is that of fdlibm's `log` (netlib.org/fdlibm/e_log.c): f is exact, and what is added
 * to it is small. Here r is the plain series: |s| ≤ 0.172, so what follows its eleventh term is below 2⁻⁶⁰ of the whole.
 */
import { exponentOf } from "./exponent-of.ts";

/** ln 2 in two parts; a product of the first with an integer below 2²¹ is exact. */
const ln2High = 0.6931471803691238; // the leading 32 bits
const ln2Low = 1.9082149292705877e-10; // the rest, to double precision
const terms = 11;

/**
 * Natural logarithm, within 1 ulp of the true value.
 *
 * @param x  NaN below 0, −∞ at 0
 */
export function logarithm(x: number): number {
  if (!(x > 0 && x < Infinity)) return outside(x);
  const { k, f, tail } = parts(x);
  return k === 0 ? f - tail : k * ln2High - (tail - k * ln2Low - f);
}

/**
 * Logarithm to base 2, within 2 ulp of the true value; exact for powers of 2.
 *
 * @param x  NaN below 0, −∞ at 0
 */
export function logarithm2(x: number): number {
  if (!(x > 0 && x < Infinity)) return outside(x);
  const { k, f, tail } = parts(x);
  return k + (f - tail) / Math.LN2;
}

/** k, f and s (f − r), so that ln x = k ln 2 + f − s (f − r). */
function parts(x: number): { k: number; f: number; tail: number } {
  let k = exponentOf(x);
  // Two steps for subnormal x, whose factor alone would be infinite.
  let m = k < -1022 ? x * 2 ** 600 * 2 ** (-k - 600) : x / 2 ** k;
  if (m > Math.SQRT2) {
    m /= 2;
    k++;
  }
  const f = m - 1;
  const s = f / (2 + f);
  const square = s * s;
  let r = 0;
  for (let n = terms; n >= 1; n--) r = square * (2 / (2 * n + 1) + r);
  return { k, f, tail: s * (f - r) };
}

function outside(x: number): number {
  return x === 0 ? -Infinity : x === Infinity ? Infinity : NaN;
}
