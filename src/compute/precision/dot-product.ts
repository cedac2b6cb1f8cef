/** @file One dot product, whole or step by step: what an adder aligns, shifts, cuts and adds (§3.3.2, §3.5.2). */
import { refuse, requireArray, requireIntegerInRange, requireLength, requireObject } from "../check.ts";
import { exponentOf } from "../exponent-of.ts";
import {
  createAdder,
  exactAdder,
  exponentsOf,
  requireAccumulator,
  zeroExponent,
  type Accumulator,
  type Terms,
} from "./accumulator.ts";
import { powerOfTwo } from "./cut.ts";
import { codeOf, valueOfCode } from "./code.ts";
import { requireFormat, type NumberFormat } from "./number-format.ts";

export type Formats = { a: NumberFormat; b: NumberFormat };

/**
 * The dot product of two rows, as an accumulator has it; promoted partial sums are added in float32.
 *
 * @param a  numbers that `formats.a` has; NaN and infinity give what IEEE 754 says
 * @returns what the register holds at the end, not rounded to float32 unless the accumulator does so
 * @throws RangeError if the lengths differ, a number is not of its format, or the accumulator has an option that is not allowed
 * @source §3.3.2; arXiv:2511.10909 for the aligned adder
 */
export function dotProduct(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  formats: Formats,
  accumulator: Accumulator,
): number {
  const [termsOfA, termsOfB] = requireTerms(a, b, formats);
  const { promotionInterval } = requireAccumulator(accumulator);
  const add = createAdder(accumulator);
  if (promotionInterval === 0) return add(termsOfA, 0, termsOfB, 0, a.length, 0);
  let total = 0;
  for (let k = 0; k < a.length; k += promotionInterval) {
    const partial = add(termsOfA, k, termsOfB, k, Math.min(promotionInterval, a.length - k), 0);
    total = Math.fround(total + Math.fround(partial));
  }
  return total;
}

/** One number on its way into the aligned adder. */
export type AlignedTerm = {
  /** The product, exactly, or the running sum. */
  value: number;
  /** Both factors' exponents, added; `null` for a zero. */
  exponent: number | null;
  /** Places that it is shifted to the right. */
  shift: number;
  /** What is left after the cut. */
  kept: number;
  /** value − kept. */
  lost: number;
  /** Bits of the magnitude, from weight 2^top down to 2^lowest. */
  digits: string;
};

export type AdderStep = {
  /** Index of the first product. */
  first: number;
  /** Largest exponent of the group: the one that all others are aligned to; `null` if all is zero. */
  largestExponent: number | null;
  /** Weight of the first of `digits`: products may have two bits before the point, so largestExponent + 1. */
  top: number;
  /** Weight of the last of `digits`. */
  lowest: number;
  /** How many of `digits` the adder keeps. */
  keptDigits: number;
  terms: AlignedTerm[];
  /** The running sum before this step, if it is aligned with the products. */
  running: AlignedTerm | null;
  /** Terms that lost bits, the running sum among them, and the sum of what they lost. */
  lost: { terms: number; sum: number };
  /** Sum of all that was kept, before it is cut to the register. */
  sum: number;
  /** What the register holds after the step. */
  register: number;
  /** Sum of all promoted partial sums, in float32, if the register was promoted after this step. */
  promoted: number | null;
};

export type DotProductSteps = { steps: AdderStep[]; value: number; exact: number };

/** Most products that are shown one by one. @source ours: a bound on what is listed */
export const mostTracedProducts = 1024;

/**
 * The dot product in Hopper's adder, with everything that happens to each product.
 *
 * @param a  finite numbers that `formats.a` has, 1 to 1,024 of them
 * @returns one step for each group; `value` is what `dotProduct` gives
 * @throws RangeError as `dotProduct` does; if a number is not finite; if the adder is not `aligned`
 * @source §3.5.2
 */
export function traceDotProduct(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  formats: Formats,
  accumulator: Accumulator,
): DotProductSteps {
  const [termsOfA, termsOfB] = requireTerms(a, b, formats);
  requireAccumulator(accumulator);
  if (a.length < 1 || a.length > mostTracedProducts)
    refuse("a", `have from 1 to ${mostTracedProducts} entries`, a.length);
  if (accumulator.adder !== "aligned") refuse("adder", 'be "aligned" to be followed', accumulator.adder);
  for (const [name, { values }] of Object.entries({ a: termsOfA, b: termsOfB }))
    values.forEach((value, k) => Number.isFinite(value) || refuse(`${name}[${k}]`, "be a finite number", value));
  const { bits, cut, groupSize, promotionInterval, runningSum } = accumulator;
  const add = createAdder(accumulator);
  const steps: AdderStep[] = [];
  let register = 0;
  let total = 0;
  for (let first = 0; first < a.length; first += groupSize) {
    const count = Math.min(groupSize, a.length - first);
    const products = Array.from({ length: count }, (_, i) => {
      const exponent = termsOfA.exponents[first + i] + termsOfB.exponents[first + i];
      return {
        value: termsOfA.values[first + i] * termsOfB.values[first + i] + 0,
        exponent: exponent < zeroExponent / 2 ? null : exponent,
      };
    });
    const before =
      runningSum === "aligned" ? { value: register, exponent: register === 0 ? null : exponentOf(register) } : null;
    const all = before ? [...products, before] : products;
    const largest = Math.max(...all.map(({ exponent }) => exponent ?? -Infinity));
    const largestExponent = Number.isFinite(largest) ? largest : null;
    const unitExponent = (largestExponent ?? 0) - bits + 1;
    const top = (largestExponent ?? 0) + 1;
    const lowest = Math.min(
      unitExponent,
      ...all.filter(({ value }) => value !== 0).map(({ value }) => lastBitOf(value)),
    );
    const aligned = all.map(({ value, exponent }): AlignedTerm => {
      const inUnits = value * powerOfTwo(-unitExponent);
      const kept = (cut === "down" ? Math.floor(inUnits) : Math.trunc(inUnits)) * powerOfTwo(unitExponent) + 0;
      return {
        value,
        exponent,
        shift: exponent === null ? 0 : largest - exponent,
        kept,
        lost: value - kept,
        digits: digitsOf(Math.abs(value), top, lowest),
      };
    });
    const sum = aligned.reduce((total, { kept }) => total + kept, 0);
    register = add(termsOfA, first, termsOfB, first, count, register);
    const isPromoted =
      promotionInterval > 0 && ((first + groupSize) % promotionInterval === 0 || first + groupSize >= a.length);
    if (isPromoted) total = Math.fround(total + Math.fround(register));
    steps.push({
      first,
      largestExponent,
      top,
      lowest,
      keptDigits: bits + 1,
      terms: aligned.slice(0, count),
      running: before ? aligned[count] : null,
      lost: {
        terms: aligned.filter(({ lost }) => lost !== 0).length,
        sum: aligned.reduce((total, { lost }) => total + lost, 0),
      },
      sum,
      register,
      promoted: isPromoted ? total : null,
    });
    if (isPromoted) register = 0;
  }
  return {
    steps,
    value: promotionInterval > 0 ? total : register,
    exact: createAdder(exactAdder)(termsOfA, 0, termsOfB, 0, a.length, 0),
  };
}

/**
 * Two rows of E4M3 numbers whose dot product an adder of `fewerBits` gets wrong and one of `moreBits` right: the largest
 * power that fits, and a product whose last bit only the wider one keeps.
 *
 * @param widths  `fewerBits` from 2, `moreBits` above it, to 35: 256 · 256 is 2¹⁶, and no product has a bit below 2⁻¹⁸
 * @throws RangeError if there is no such input
 * @source ours: found from the exponents of E4M3
 */
export function inputThatTellsApart(widths: { fewerBits: number; moreBits: number }): {
  a: number[];
  b: number[];
  exact: number;
} {
  requireObject({ widths });
  const { fewerBits, moreBits } = widths;
  requireIntegerInRange({ fewerBits }, 2, 34);
  requireIntegerInRange({ moreBits }, fewerBits + 1, 35);
  // The smallest anchor for which a product of E4M3 reaches the last bit that the wider one keeps: 448 · 1, the well-known one, to 27 bits.
  const [anchorA, anchorB, exponent] = moreBits <= 27 ? [448, 1, 8] : [256, 256, 16];
  const last = exponent - (moreBits - 1);
  const half = Math.max(-9, Math.floor(last / 2));
  const a = [anchorA, 2 ** half];
  const b = [anchorB, 2 ** (last - half)];
  return { a, b, exact: anchorA * anchorB + 2 ** last };
}

export type ProductRange = {
  /** Exponents of products of two normal numbers. */
  lowestExponent: number;
  highestExponent: number;
  /** Fraction bits of such a product. */
  fractionBits: number;
  /** Weight of the last bit that any product can have, subnormal ones included: its exponent. */
  lastBit: number;
  /** Bits below the leading one of the largest exponent that hold every product exactly. */
  bitsBelowLeading: number;
  /** Bits of the largest product, as an integer in units of the last bit; without sign. */
  productBits: number;
  /** Bits of the largest sum. */
  sumBits: number;
};

/**
 * How wide an adder must be to lose nothing.
 *
 * For 32 products of E4M3: exponents from −12 to 16 and 6 fraction bits make 34 bits below the leading one, the number that
 * §3.5.2 prints. Counted as integers a product needs 36 bits and the sum 41, and a sign besides.
 *
 * @throws RangeError if `products` is not from 1 to 2²⁰
 * @source §3.5.2; the report prints no derivation, this one is ours
 */
export function productRange(options: Formats & { products?: number }): ProductRange {
  requireObject({ options });
  const { a, b, products = 32 } = options;
  requireFormat({ a, b });
  requireIntegerInRange({ products }, 1, 2 ** 20);
  const lowestExponent = exponentOf(a.smallestNormal) + exponentOf(b.smallestNormal);
  const highestExponent = exponentOf(a.largest) + exponentOf(b.largest);
  const fractionBits = a.mantissaBits + b.mantissaBits;
  const lastBit = Math.min(lowestExponent - fractionBits, exponentOf(a.smallest) + exponentOf(b.smallest));
  const bitsOf = (sum: number): number => exponentOf(sum) + 1 - lastBit;
  return {
    lowestExponent,
    highestExponent,
    fractionBits,
    lastBit,
    bitsBelowLeading: highestExponent - lastBit,
    productBits: bitsOf(a.largest * b.largest),
    sumBits: bitsOf(products * a.largest * b.largest),
  };
}

function requireTerms(a: ArrayLike<number>, b: ArrayLike<number>, formats: Formats): [Terms, Terms] {
  requireArray({ a });
  requireLength({ b }, a.length);
  requireObject({ formats });
  requireFormat({ "formats.a": formats.a, "formats.b": formats.b });
  return [termsOf("a", a, formats.a), termsOf("b", b, formats.b)];
}

function termsOf(name: string, row: ArrayLike<number>, format: NumberFormat): Terms {
  for (let k = 0; k < row.length; k++) if (typeof row[k] !== "number") refuse(`${name}[${k}]`, "be a number", row[k]);
  const values = Float64Array.from(row);
  values.forEach((value, k) => {
    if (Number.isFinite(value) && valueOfCode(format, codeOf(format, value, "saturate")) !== value)
      refuse(`${name}[${k}]`, `be a number of ${format.name}`, value);
  });
  return { values, exponents: exponentsOf(values, format.smallestNormal) };
}

/** Weight of the last bit that is set: its exponent. Not of zero. */
function lastBitOf(value: number): number {
  let exponent = exponentOf(value);
  let rest = Math.abs(value) * powerOfTwo(-exponent);
  while (rest !== Math.floor(rest)) {
    rest *= 2;
    exponent--;
  }
  return exponent;
}

function digitsOf(magnitude: number, top: number, lowest: number): string {
  let digits = "";
  for (let weight = top; weight >= lowest; weight--) digits += Math.floor(magnitude * powerOfTwo(-weight)) % 2;
  return digits;
}
