/** @file Delayed against online scaling: a scale from earlier steps, or from the values themselves (§3.3.2). */
import {
  refuse,
  requireArray,
  requireIntegerInRange,
  requireNonNegative,
  requireObject,
  requirePositive,
} from "../check.ts";
import { createRandom } from "../random.ts";
import { decodeArray } from "./arrays.ts";
import { requireFormat, type NumberFormat } from "./number-format.ts";
import { scaleOf } from "./scale-rules.ts";
import { encodeTiles } from "./tiles.ts";

/**
 * The scale that a history of largest magnitudes gives: the largest of the last `window` of them over the format's largest
 * value; 1 before there is a history.
 *
 * @param amaxOfStep  largest magnitude of each earlier step, the newest last
 * @throws RangeError if `window` is not a positive integer up to 1,024, or an entry is negative or not finite
 * @source §3.3.2, "Online Quantization": what tensor-wise frameworks do, and V3 does not
 */
export function delayedScale(amaxOfStep: ArrayLike<number>, options: { format: NumberFormat; window: number }): number {
  requireArray({ amaxOfStep });
  requireObject({ options });
  const { format, window } = options;
  requireFormat({ format });
  requireIntegerInRange({ window }, 1, 1024);
  let amax = 0;
  for (let step = Math.max(0, amaxOfStep.length - window); step < amaxOfStep.length; step++) {
    requireNonNegative({ [`amaxOfStep[${step}]`]: amaxOfStep[step] });
    amax = Math.max(amax, amaxOfStep[step]);
  }
  return scaleOf(amax, format, "free");
}

export type DriftOptions = {
  format: NumberFormat;
  /** Steps that are followed, up to 512. */
  steps: number;
  /** Steps whose largest magnitudes are remembered. */
  window: number;
  /** Factor on the spread from each step to the next. */
  growth: number;
  /** Step at which the spread jumps, and by which factor; it stays there for one step. */
  spikeStep: number;
  spikeFactor: number;
  seed: number;
};

export type DriftStep = {
  step: number;
  amax: number;
  onlineScale: number;
  delayedScale: number;
  /** √(Σ (x̂ − x)² / Σ x²). */
  onlineError: number;
  delayedError: number;
  /** Share of the values past the largest one of the format, after scaling. */
  saturatedShare: number;
  /** Share of the values that became 0. */
  underflowedShare: number;
};

const valuesPerStep = 1024;

/**
 * A tensor whose spread drifts, encoded at each step with the scale of the history and with its own: one scale for all
 * 1,024 normal values.
 *
 * @throws RangeError if an option is not allowed
 * @source ours: an invented tensor, for the two ways of §3.3.2, "Online Quantization"
 */
export function scalingUnderDrift(options: DriftOptions): DriftStep[] {
  requireObject({ options });
  const { format, steps, window, growth, spikeStep, spikeFactor, seed } = options;
  requireFormat({ format });
  requireIntegerInRange({ steps }, 1, 512);
  requireIntegerInRange({ window }, 1, 1024);
  requireIntegerInRange({ spikeStep }, 0, 512);
  requirePositive({ growth, spikeFactor });
  const random = createRandom(seed);
  const history: number[] = [];
  let spread = 1;
  return Array.from({ length: steps }, (_, step) => {
    const factor = spread * (step === spikeStep ? spikeFactor : 1);
    const values = Float32Array.from({ length: valuesPerStep }, () => factor * random.normal());
    const amax = values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
    if (!Number.isFinite(amax))
      refuse(
        step === spikeStep ? "spikeFactor" : "growth",
        "keep the values in the range of float32",
        step === spikeStep ? spikeFactor : growth,
      );
    const delayed = delayedScale(history, { format, window });
    const online = scaleOf(amax, format, "free");
    history.push(amax);
    spread *= growth;
    const byDelayed = restored(values, format, delayed);
    return {
      step,
      amax,
      onlineScale: online,
      delayedScale: delayed,
      onlineError: rmsRelative(values, restored(values, format, online)),
      delayedError: rmsRelative(values, byDelayed),
      saturatedShare: values.filter((value) => Math.abs(value) / delayed > format.largest).length / valuesPerStep,
      underflowedShare: values.filter((value, i) => value !== 0 && byDelayed[i] === 0).length / valuesPerStep,
    };
  });
}

function restored(values: Float32Array, format: NumberFormat, scale: number): Float64Array {
  const { codes } = encodeTiles(values, { rows: 1, columns: values.length }, { format, scale });
  return decodeArray(format, codes).map((value) => value * scale);
}

function rmsRelative(original: Float32Array, restored: Float64Array): number {
  let noise = 0;
  let signal = 0;
  original.forEach((value, i) => {
    noise += (restored[i] - value) ** 2;
    signal += value ** 2;
  });
  return noise === 0 ? 0 : Math.sqrt(noise / signal);
}
