/** @file Where a value stands on its slider. */
import type { NumberParam, TimelineParam } from "./params.ts";

type Numeric = NumberParam | TimelineParam;

/** Positions of a logarithmic slider: fine enough that neighbors differ by under 3% over six powers of ten. */
const logSteps = 500;

/** `min`, `max` and `step` of the slider itself, in its own units. */
export function sliderRange(param: Numeric): { min: number; max: number; step: number } {
  return param.scale === "log" ? { min: 0, max: logSteps, step: 1 } : { min: param.min, max: param.max, step: param.step };
}

/** Position of a value, in units of the slider. */
export function sliderPosition(param: Numeric, value: number): number {
  if (param.scale === "linear") return value;
  return Math.round((Math.log(value / param.min) / Math.log(param.max / param.min)) * logSteps);
}

/** Value at a position: on a log scale rounded to three digits, and the ends exact. */
export function sliderValue(param: Numeric, position: number): number {
  if (param.scale === "linear") return clean(position);
  if (position <= 0) return param.min;
  if (position >= logSteps) return param.max;
  const value = param.min * (param.max / param.min) ** (position / logSteps);
  const rounded = Number(value.toPrecision(3));
  const whole = param.integer ? Math.round(rounded) : rounded;
  return Math.min(param.max, Math.max(param.min, whole));
}

/** Share of the slider's length, from 0 to 1, at which a value stands. */
export function sliderShare(param: Numeric, value: number): number {
  const { min, max } = sliderRange(param);
  return (sliderPosition(param, value) - min) / (max - min);
}

/** 0.1 + 0.2 → 0.3: what a slider adds up is what was meant. */
function clean(value: number): number {
  return Number(value.toPrecision(12));
}
