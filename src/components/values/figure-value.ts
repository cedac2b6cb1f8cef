/** @file Numbers of figures, for prose that speaks of what a figure shows. */
import { settled } from "../../kit/declare/param-values.ts";
import type { Params, Values } from "../../kit/declare/params.ts";
import { computeValues, initialValues, type Widget } from "../../kit/declare/widget.ts";
import { computeNow } from "../../kit/worker/compute.ts";

/** Results that were asked for, by widget and state: many numbers speak of one. */
const results = new WeakMap<object, Map<string, unknown>>();

/**
 * A number that a figure shows in a state, so that prose need not repeat the state's other values:
 * `figureValue(fp8Error, { granularity: "tensor" }, ({ metrics }) => metrics.meanRelative)`.
 *
 * @param state  what differs from the widget's initial state
 * @throws Error if the widget's `compute` is asynchronous
 */
export function figureValue<P extends Params, Result>(
  widget: Widget<P, Result>,
  state: Partial<Values<P>>,
  pick: (result: Result) => number,
): number {
  return pick(figureResult(widget, state));
}

/** The whole result of a figure in a state. */
export function figureResult<P extends Params, Result>(widget: Widget<P, Result>, state: Partial<Values<P>>): Result {
  const values = settled(widget.params, { ...initialValues(widget), ...state } as Values);
  const known = results.get(widget) ?? new Map<string, unknown>();
  results.set(widget, known);
  const key = JSON.stringify(computeValues(widget, values));
  if (!known.has(key)) known.set(key, computeNow(widget, values));
  return known.get(key) as Result;
}
