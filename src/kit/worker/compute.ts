/** @file Runs the `compute` of a widget: a plain function, or a generator that yields what there is so far. */
import { holds } from "../declare/links.ts";
import { showValue } from "../declare/param-values.ts";
import type { Params, Values } from "../declare/params.ts";
import { computeValues, type AnyWidget, type FilesOpened, type Problem, type Run } from "../declare/widget.ts";

/** A combination of values that `check` refuses. */
export class ProblemError extends RangeError {
  readonly at: string;

  constructor({ at, say }: Problem) {
    super(say);
    this.at = at;
  }
}

/**
 * The result for some values.
 *
 * @param opened  files of the reader's
 * @param between  called with each value that a generator yields, `undefined` if it yields nothing, before it goes on; what
 *   it throws ends the run
 * @throws ProblemError if the values do not go together; whatever `compute` throws
 */
export async function computeResult(
  widget: AnyWidget,
  values: Values,
  run: Run,
  between: (partial: unknown) => Promise<void> | void,
  opened: FilesOpened = () => null,
): Promise<unknown> {
  const computed = begin(widget, values, run, opened);
  if (!isGenerator(computed)) return computed;
  let last: unknown;
  let count = 0;
  for await (const partial of computed) {
    if (partial !== undefined) {
      last = partial;
      count++;
    }
    await between(partial);
  }
  requireYield(count);
  return last;
}

/**
 * The result for some values, at once: for numbers in prose.
 *
 * @throws Error if `compute` is asynchronous; ProblemError if the values do not go together; whatever `compute` throws
 */
export function computeNow(widget: AnyWidget, values: Values): unknown {
  const computed = begin(widget, values, unhurried, () => null);
  if (computed instanceof Promise || (isGenerator(computed) && Symbol.asyncIterator in computed))
    throw new Error(`compute of ${widget.id} must not be asynchronous to be used in prose`);
  if (!isGenerator(computed)) return computed;
  let last: unknown;
  let count = 0;
  for (const partial of computed as Iterable<unknown>) {
    if (partial === undefined) continue;
    last = partial;
    count++;
  }
  requireYield(count);
  return last;
}

/** For a run that nobody waits for: the build's. */
export const unhurried: Run = { pause: async () => {}, progress: () => {} };

function begin(widget: AnyWidget, values: Values, run: Run, opened: FilesOpened): unknown {
  const problem = widget.check?.(values);
  if (problem) throw new ProblemError(problem);
  for (const [name, param] of Object.entries(widget.params as Params))
    if (
      param.kind === "file" &&
      values[name] !== "" &&
      holds(param.when, values) &&
      !opened(name, values[name] as string)
    )
      throw new ProblemError({
        at: name,
        say: `The file ${showValue(param, values[name])} is not open in this page. Choose it again.`,
      });
  return widget.compute(computeValues(widget, values, opened), run);
}

function isGenerator(computed: unknown): computed is Iterable<unknown> | AsyncIterable<unknown> {
  if (typeof computed !== "object" || computed === null || !("next" in computed)) return false;
  return Symbol.iterator in computed || Symbol.asyncIterator in computed;
}

function requireYield(count: number): void {
  if (count === 0) throw new Error("compute must yield at least one result (got none)");
}
