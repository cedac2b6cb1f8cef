/** @file How far quantized values are from the originals. */
import {
  refuse,
  requireFinite,
  requireLength,
  requireNumbers,
  requireObject,
  requirePositiveInteger,
} from "../check.ts";
import { exponentOf } from "../exponent-of.ts";
import { logarithm } from "../logarithm.ts";

/** Values before and after: float32 or double, of equal length. */
export type Compared = {
  /** [values], each a finite number. */
  original: Values;
  /** [values]: what became of them. */
  restored: Values;
};

type Values = Float32Array | Float64Array;

/**
 * How far a value is from the exact one: |value − exact| / |exact|.
 *
 * @returns 0 where both are equal, zeros included; infinite where only `exact` is 0, or `value` is not finite
 * @throws RangeError if `exact` is not finite, or `value` is not a number
 * @source our definition; relative error as in §3.3.2
 */
export function relativeError(value: number, exact: number): number {
  requireFinite({ exact });
  if (typeof value !== "number") refuse("value", "be a number", value);
  if (value === exact) return 0;
  return Number.isFinite(value) ? Math.abs((value - exact) / exact) : Infinity;
}

/** How far values are from what they were, over all of them. */
export type ErrorMetrics = {
  /** Largest |x̂ − x| / |x| over the values that are not 0; 1 where a value was lost. */
  maxRelative: number;
  /** √(Σ (x̂ − x)² / Σ x²); 0 where nothing was lost. */
  rmsRelative: number;
  /** Signal to quantization noise, −20 log₁₀ of `rmsRelative`; infinite where nothing was lost. */
  sqnrDb: number;
  /** Share of the values that were not 0 and now are, of those that were not 0. */
  underflowedShare: number;
  /** Mean of |x̂ − x| / |x| over the values that are not 0. */
  meanRelative: number;
};

/**
 * Error of `restored` against `original`, at any magnitude: squares are summed in double, in units of the largest.
 *
 * A restored value that is not finite makes every error infinite.
 *
 * @throws RangeError if the lengths differ, or an original value is not finite
 * @source our definitions; relative error as in §3.3.2 and Appendix B.1
 */
export function errorMetrics(compared: Compared): ErrorMetrics {
  const { original, restored } = requireCompared(compared);
  let maxRelative = 0;
  let sumRelative = 0;
  let nonzero = 0;
  let lost = 0;
  const differences = new Float64Array(original.length);
  for (let i = 0; i < original.length; i++) {
    const value = original[i];
    const difference = differenceAt(i, original, restored);
    differences[i] = difference;
    if (value === 0) continue;
    nonzero++;
    if (restored[i] === 0) lost++;
    const relative = Math.abs(difference / value);
    sumRelative += relative;
    if (relative > maxRelative) maxRelative = relative;
  }
  const rmsRelative = ratioOfNorms(differences, original);
  return {
    maxRelative,
    rmsRelative,
    sqnrDb: rmsRelative === 0 ? Infinity : (-20 * logarithm(rmsRelative)) / Math.LN10,
    underflowedShare: nonzero === 0 ? 0 : lost / nonzero,
    meanRelative: nonzero === 0 ? 0 : sumRelative / nonzero,
  };
}

/** Errors of the values of one power of two. */
export type MagnitudeBin = {
  /** Values from 2^exponent up to twice that. */
  exponent: number;
  count: number;
  meanRelative: number;
  maxRelative: number;
  /** How many were not 0 and now are. */
  underflowedCount: number;
};

/**
 * Error by magnitude: one bin for each power of two that occurs, from the smallest. Zeros are in none.
 *
 * @throws RangeError if the lengths differ, or an original value is not finite
 * @source ours: a histogram of the relative error
 */
export function errorByMagnitude(compared: Compared): MagnitudeBin[] {
  const { original, restored } = requireCompared(compared);
  const bins = new Map<number, MagnitudeBin>();
  for (let i = 0; i < original.length; i++) {
    const value = Math.abs(original[i]);
    if (value === 0) continue;
    const exponent = exponentOf(value);
    let bin = bins.get(exponent);
    if (!bin) bins.set(exponent, (bin = { exponent, count: 0, meanRelative: 0, maxRelative: 0, underflowedCount: 0 }));
    const relative = Math.abs(differenceAt(i, original, restored)) / value;
    bin.count++;
    bin.meanRelative += relative;
    if (relative > bin.maxRelative) bin.maxRelative = relative;
    if (restored[i] === 0) bin.underflowedCount++;
  }
  for (const bin of bins.values()) bin.meanRelative /= bin.count;
  return [...bins.values()].sort((a, b) => a.exponent - b.exponent);
}

/**
 * Mean relative error by place: one for each group of neighbors, in the order of the values.
 *
 * @param neighbors  values of a group
 * @returns [values / neighbors]
 * @throws RangeError if the lengths differ, an original value is not finite, or `neighbors` does not divide their number
 * @source ours: `meanRelative` of each group
 */
export function errorByPlace(compared: Compared, neighbors: number): number[] {
  const { original, restored } = requireCompared(compared);
  requirePositiveInteger({ neighbors });
  if (original.length % neighbors !== 0) refuse("neighbors", `divide ${original.length}`, neighbors);
  return Array.from({ length: original.length / neighbors }, (_, place) => {
    let sum = 0;
    let nonzero = 0;
    for (let i = place * neighbors; i < (place + 1) * neighbors; i++) {
      if (original[i] === 0) continue;
      nonzero++;
      sum += Math.abs(differenceAt(i, original, restored) / original[i]);
    }
    return nonzero === 0 ? 0 : sum / nonzero;
  });
}

/**
 * Largest error of any value, as a share of the largest value: what cancels in some places does not make it large.
 *
 * A restored value that is not finite makes it infinite.
 *
 * @returns 0 where nothing changed
 * @throws RangeError if the lengths differ, or an original value is not finite
 * @source ours: the error of results whose entries may cancel to nearly nothing
 */
export function errorOfLargest(compared: Compared): number {
  const { original, restored } = requireCompared(compared);
  let difference = 0;
  let largest = 0;
  for (let i = 0; i < original.length; i++) {
    difference = Math.max(difference, Math.abs(differenceAt(i, original, restored)));
    largest = Math.max(largest, Math.abs(original[i]));
  }
  return difference === 0 ? 0 : difference / largest;
}

function requireCompared(compared: Compared): Compared {
  requireObject({ compared });
  const { original, restored } = compared;
  requireNumbers({ original });
  requireLength({ restored }, original.length);
  for (let i = 0; i < restored.length; i++) {
    if (typeof restored[i] !== "number") refuse(`restored[${i}]`, "be a number", restored[i]);
  }
  return { original, restored };
}

/** What became of a value, minus the value; infinite if it is no number any more. */
function differenceAt(i: number, original: Values, restored: Values): number {
  return Number.isFinite(restored[i]) ? restored[i] - original[i] : Infinity;
}

/** √(Σ a² / Σ b²); 0 where all of `a` is 0, infinite where only all of `b` is. */
function ratioOfNorms(a: Values, b: Values): number {
  const [above, below] = [sumOfSquares(a), sumOfSquares(b)];
  if (above.sum === 0) return 0;
  if (below.sum === 0) return Infinity;
  return Math.sqrt(above.sum / below.sum) * 2 ** (above.exponent - below.exponent);
}

/** Σ a² in units of 4^exponent, so that no square is too small or too large to be summed: dividing by 2^exponent is exact. */
function sumOfSquares(values: Values): { sum: number; exponent: number } {
  let largest = 0;
  for (let i = 0; i < values.length; i++) largest = Math.max(largest, Math.abs(values[i]));
  if (largest === 0 || largest === Infinity) return { sum: largest, exponent: 0 };
  const exponent = Math.max(exponentOf(largest), -1022);
  const unit = 2 ** exponent;
  let sum = 0;
  for (let i = 0; i < values.length; i++) {
    const scaled = values[i] / unit;
    sum += scaled * scaled;
  }
  return { sum, exponent };
}
