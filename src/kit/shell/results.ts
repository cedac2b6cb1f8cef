/**
 * @file Results of states, for the build. A chapter, the embedded page, the gallery and prose ask for the same state: it is
 * computed once. That is a quarter of a build.
 */
import type { Params, Values } from "../declare/params.ts";
import type { AnyWidget, Widget } from "../declare/widget.ts";
import { computeNow, computeResult, unhurried } from "../worker/compute.ts";

const results = new WeakMap<object, Map<string, unknown>>();

/**
 * The result for some values. Nobody may change it: others are given the same one.
 *
 * @throws what `computeResult` throws
 */
export async function resultOf(widget: AnyWidget, values: Values): Promise<unknown> {
  const known = resultsOf(widget);
  const key = JSON.stringify(values);
  if (!known.has(key)) known.set(key, await computeResult(widget, values, unhurried, () => {}));
  return known.get(key);
}

/**
 * The same, at once: for numbers in prose.
 *
 * @throws what `computeNow` throws
 */
export function resultNow<P extends Params, Result>(widget: Widget<P, Result>, values: Values): Result {
  const known = resultsOf(widget);
  const key = JSON.stringify(values);
  if (!known.has(key)) known.set(key, computeNow(widget, values));
  return known.get(key) as Result;
}

function resultsOf(widget: object): Map<string, unknown> {
  let known = results.get(widget);
  if (!known) results.set(widget, (known = new Map()));
  return known;
}
