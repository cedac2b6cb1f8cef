/** @file Where a value stands on its slider. */
import type { NumberParam, TimelineParam } from "./params.ts";

type Numeric = NumberParam | TimelineParam;

/** Steps of a logarithmic slider: fine enough that neighbors differ by under 3% over six powers of ten. */
const logSteps = 500;

/** `min`, `max` and `step` of the slider itself, in its own units. */
export function sliderRange(param: Numeric): { min: number; max: number; step: number } {
  return param.scale === "log" ? { min: 0, max: stopsOf(param).length - 1, step: 1 } : { min: param.min, max: param.max, step: param.step };
}

/** Position of a value, in units of the slider: on a log scale, of the nearest stop. */
export function sliderPosition(param: Numeric, value: number): number {
  if (param.scale === "linear") return value;
  const stops = stopsOf(param);
  const above = stops.findIndex((stop) => stop >= value);
  if (above <= 0) return above === 0 ? 0 : stops.length - 1;
  return value / stops[above - 1] < stops[above] / value ? above - 1 : above;
}

/** Value at a position: on a log scale rounded to three digits, and the ends exact. */
export function sliderValue(param: Numeric, position: number): number {
  if (param.scale === "linear") return clean(position);
  const stops = stopsOf(param);
  return stops[Math.min(stops.length - 1, Math.max(0, Math.round(position)))];
}

/** Share of the slider's length, from 0 to 1, at which a value stands. */
export function sliderShare(param: Numeric, value: number): number {
  const { min, max } = sliderRange(param);
  return (sliderPosition(param, value) - min) / (max - min);
}

const stopsOfParam = new WeakMap<Numeric, readonly number[]>();

/** Where a logarithmic slider can stop. No two are equal, so each press of a key moves: 1, 2, 3, … before the steps grow. */
function stopsOf(param: Numeric): readonly number[] {
  let stops = stopsOfParam.get(param);
  if (!stops) {
    const { min, max, integer } = param;
    const values = Array.from({ length: logSteps - 1 }, (_, i) => {
      const rounded = Number((min * (max / min) ** ((i + 1) / logSteps)).toPrecision(3));
      return Math.min(max, Math.max(min, integer ? Math.round(rounded) : rounded));
    });
    stopsOfParam.set(param, (stops = [...new Set([min, ...values, max])]));
  }
  return stops;
}

/** 0.1 + 0.2 → 0.3: what a slider adds up is what was meant. */
function clean(value: number): number {
  return Number(value.toPrecision(12));
}
