/** @file How far quantized values are from the originals. */
import { refuse, requireLength } from "../check.ts";
import { exponentOf } from "./formats.ts";

type Values = Float32Array | Float64Array;

export type ErrorMetrics = {
  /** Largest |x̂ − x| / |x| over the values that are not 0; 1 where a value was lost. */
  maxRelative: number;
  /** √(Σ (x̂ − x)² / Σ x²); 0 where nothing was lost. */
  rmsRelative: number;
  /** Signal to quantization noise, −20 log₁₀ of `rmsRelative`; infinite where nothing was lost. */
  sqnrDb: number;
  /** Share of the values that were not 0 and now are. */
  underflowed: number;
  /** Mean of |x̂ − x| / |x| over the values that are not 0. */
  meanRelative: number;
};

/**
 * Error of `restored` against `original`. Meant for magnitudes within float32's range: squares are summed in double.
 *
 * A restored value that is not finite makes every error infinite.
 *
 * @throws RangeError if the lengths differ, or an original value is not finite
 */
export function errorMetrics(original: Values, restored: Values): ErrorMetrics {
  requireLength({ restored }, original.length);
  let maxRelative = 0;
  let sumRelative = 0;
  let noise = 0;
  let signal = 0;
  let nonzero = 0;
  let lost = 0;
  for (let i = 0; i < original.length; i++) {
    const value = original[i];
    const difference = differenceAt(i, original, restored);
    signal += value * value;
    noise += difference * difference;
    if (value === 0) continue;
    nonzero++;
    if (restored[i] === 0) lost++;
    const relative = Math.abs(difference / value);
    sumRelative += relative;
    if (relative > maxRelative) maxRelative = relative;
  }
  const rmsRelative = noise === 0 ? 0 : Math.sqrt(noise / signal); // with errors where all values are 0: infinite
  return {
    maxRelative,
    rmsRelative,
    sqnrDb: rmsRelative === 0 ? Infinity : -20 * Math.log10(rmsRelative),
    underflowed: nonzero === 0 ? 0 : lost / nonzero,
    meanRelative: nonzero === 0 ? 0 : sumRelative / nonzero,
  };
}

export type MagnitudeBin = {
  /** Values from 2^exponent up to twice that. */
  exponent: number;
  count: number;
  meanRelative: number;
  maxRelative: number;
  /** How many were not 0 and now are. */
  underflowed: number;
};

/**
 * Error by magnitude: one bin for each power of two that occurs, from the smallest. Zeros are in none.
 *
 * @throws RangeError if the lengths differ, or an original value is not finite
 */
export function errorByMagnitude(original: Values, restored: Values): MagnitudeBin[] {
  requireLength({ restored }, original.length);
  const bins = new Map<number, MagnitudeBin>();
  for (let i = 0; i < original.length; i++) {
    const value = Math.abs(original[i]);
    if (value === 0) continue;
    const exponent = exponentOf(value);
    let bin = bins.get(exponent);
    if (!bin) bins.set(exponent, (bin = { exponent, count: 0, meanRelative: 0, maxRelative: 0, underflowed: 0 }));
    const relative = Math.abs(differenceAt(i, original, restored)) / value;
    bin.count++;
    bin.meanRelative += relative;
    if (relative > bin.maxRelative) bin.maxRelative = relative;
    if (restored[i] === 0) bin.underflowed++;
  }
  for (const bin of bins.values()) bin.meanRelative /= bin.count;
  return [...bins.values()].sort((a, b) => a.exponent - b.exponent);
}

/** What became of a value, minus the value; infinite if it is no number any more. */
function differenceAt(i: number, original: Values, restored: Values): number {
  if (!Number.isFinite(original[i])) refuse(`original[${i}]`, "be a finite number", original[i]);
  return Number.isFinite(restored[i]) ? restored[i] - original[i] : Infinity;
}
