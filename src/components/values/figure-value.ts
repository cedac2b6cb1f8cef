/** @file Numbers of figures, for prose that speaks of what a figure shows. */
import { settled } from "../../kit/declare/param-values.ts";
import type { Params, Values } from "../../kit/declare/params.ts";
import { initialValues, type Widget } from "../../kit/declare/widget.ts";
import { resultNow } from "../../kit/shell/results.ts";

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
  return resultNow(widget, settled(widget.params, { ...initialValues(widget), ...state } as Values));
}
