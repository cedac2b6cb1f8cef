/** @file Where a value stands on its slider. */
import type { Limits } from "./param-values.ts";
import type { NumberParam, TimelineParam } from "./params.ts";

type Numeric = NumberParam | TimelineParam;

/** Steps of a logarithmic slider: fine enough that neighbors differ by under 3% over six powers of ten. */
const logSteps = 500;

/** `min`, `max` and `step` of the slider itself, in its own units, for the values that are allowed now (`limitsOf`). */
export function sliderRange(
  param: Numeric,
  { min, max, multipleOf }: Limits,
): { min: number; max: number; step: number } {
  if (!isLogarithmic(param)) return { min, max, step: multipleOf ?? param.step };
  return { min: sliderPosition(param, min), max: sliderPosition(param, max), step: 1 };
}

/** Position of a value, in units of the slider: on a log scale, of the nearest stop. */
export function sliderPosition(param: Numeric, value: number): number {
  if (!isLogarithmic(param)) return value;
  const stops = stopsOf(param);
  const above = stops.findIndex((stop) => stop >= value);
  if (above <= 0) return above === 0 ? 0 : stops.length - 1;
  return value / stops[above - 1] < stops[above] / value ? above - 1 : above;
}

/** Value at a position: on a log scale rounded to three digits, and the ends exact. */
export function sliderValue(param: Numeric, position: number): number {
  if (!isLogarithmic(param)) return clean(position);
  const stops = stopsOf(param);
  return stops[Math.min(stops.length - 1, Math.max(0, Math.round(position)))];
}

/** Share of the slider's length, from 0 to 1, at which a value stands. */
export function sliderShare(param: Numeric, value: number, limits: Limits): number {
  const { min, max } = sliderRange(param, limits);
  return max === min ? 0 : (sliderPosition(param, value) - min) / (max - min);
}

function isLogarithmic(param: Numeric): param is NumberParam {
  return param.kind === "number" && param.scale === "log";
}

const stopsOfParam = new WeakMap<NumberParam, readonly number[]>();

/** Where a logarithmic slider can stop. No two are equal, so each press of a key moves: 1, 2, 3, … before the steps grow. */
function stopsOf(param: NumberParam): readonly number[] {
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
