/**
 * An ordinary drag never ends in an error: each control of each widget, in each preset, is set to both of its ends or to each of its
 * choices, and from the initial state every two of them together. What is out of bounds then is brought back (`settled`), and `check` must have nothing to say.
 * Only what a reader types or opens may be refused.
 */
import { describe, expect, it } from "vitest";
import {
  deepseekV3,
  layoutFault,
  scheduleExists,
  v3Layout,
  type Layout,
  type ScheduleName,
  type ScheduleSize,
} from "../../src/compute/index.ts";
import { widgets } from "../../src/components/figures/registry.ts";
import { holds } from "../../src/kit/declare/links.ts";
import { settled } from "../../src/kit/declare/param-values.ts";
import type { Param, Params, Values } from "../../src/kit/declare/params.ts";
import { presetValues, type AnyWidget } from "../../src/kit/declare/widget.ts";
import { computeNow } from "../../src/kit/worker/compute.ts";

/** Choices that ask for something to be typed or opened, and say so until it is. */
const asksFirst: Readonly<Record<string, readonly string[]>> = {
  "gpus-needed": ["model=own"],
  "parameter-explorer": ["model=own"],
  "tiny-v3-attention": ["run=file"],
  "tiny-v3-laboratory": ["run=file"],
};

/** Where a control can be dragged to, or what it can be set to. */
function settings(param: Param): readonly unknown[] {
  switch (param.kind) {
    case "number":
      return [param.min, param.max];
    case "choice":
      return param.options.map(({ value }) => value);
    case "toggle":
      return [false, true];
    default:
      return [];
  }
}

/** Each change that one press or drag can make in a state, as the control offers it. */
function changes(params: Params, values: Values): [name: string, value: unknown][] {
  const now = settled(params, values);
  return Object.entries(params)
    .filter(([, param]) => !param.viewOnly && holds(param.when, now))
    .flatMap(([name, param]) =>
      settings(param)
        .filter(
          (value) => param.kind !== "choice" || holds(param.options.find((each) => each.value === value)!.when, now),
        )
        .map((value): [string, unknown] => [name, value]),
    );
}

/** States a change or two from a preset, with what was changed; without those in which the figure asks for something. */
function* statesNear(widget: AnyWidget, preset: string, steps: 1 | 2): Generator<[said: string, values: Values]> {
  const asks = asksFirst[widget.id] ?? [];
  const seen = new Set<string>();
  yield* from(preset, presetValues(widget, preset), steps);

  function* from(said: string, values: Values, left: number): Generator<[string, Values]> {
    for (const [name, value] of changes(widget.params, values)) {
      const change = `${name}=${String(value)}`;
      const next = { ...values, [name]: value } as Values;
      const key = JSON.stringify([left, next]);
      if (asks.includes(change) || seen.has(key)) continue;
      seen.add(key);
      yield [`${said}, ${change}`, settled(widget.params, next)];
      if (left > 1) yield* from(`${said}, ${change}`, next, left - 1);
    }
  }
}

const inLayout = ({ gpus = v3Layout.gpus, microBatchSequences = 1, ...values }: Values): string | null => {
  const layout = { ...v3Layout, ...values, gpus, microBatchSequences } as Layout;
  const fault = layoutFault(deepseekV3, layout);
  return fault && `${fault.name} must ${fault.rule}`;
};
/** Where bounds alone must see to it that `compute` has what it needs: what it needs. */
const needs: Readonly<Record<string, (values: Values) => string | null>> = {
  "memory-per-gpu": inLayout,
  "training-step": inLayout,
  "scale-up": inLayout,
  "schedule-player": ({ schedule, compare, ...size }) =>
    [schedule, compare].find(
      (name) => name !== "nothing" && !scheduleExists(name as ScheduleName, size as ScheduleSize),
    )
      ? "there must be such a schedule"
      : null,
};

/** What a widget, or what it computes with, says against a state. */
function refusal(widget: AnyWidget, values: Values): string | null {
  const problem = widget.check?.(values);
  return problem ? `at ${problem.at}: ${problem.say}` : (needs[widget.id]?.(values) ?? null);
}

const checked = widgets.filter(({ id, check }) => check || id in needs);
describe.each(checked.map((widget) => [widget.id, widget] as const))("check of %s", (_, widget) => {
  it.each(Object.keys(widget.presets))(
    "has nothing against a control at its ends in “%s”, or two at first",
    (preset) => {
      for (const [said, values] of statesNear(widget, preset, preset === Object.keys(widget.presets)[0] ? 2 : 1))
        if (refusal(widget, values) !== null) expect([said, values, refusal(widget, values)]).toBeNull();
    },
  );
});

/** Widgets that would take more than half a second to compute all these states. */
const slow = new Set(
  `accumulation-error balance-laboratory balance-scope bandwidth-balance broken-router bubble-curves chunk-overlap decode-layer
  decode-roofline delayed-scaling design-accelerator expert-layer fp8-error gpus-needed grpo-levels grpo-live layout-finder
  memory-per-gpu node-limited-dispatch packing-bench redundant-experts reward-votes router-playground run-scrubber scale-up
  schedule-player score-explorer serving-frontier sparse-attention specialization then-and-now tiles-and-blocks
  tiny-v3-attention tiny-v3-decoding tiny-v3-laboratory training-race training-step`.split(/\s+/),
);
const quick = widgets.filter(({ id }) => !slow.has(id));
describe.each(quick.map((widget) => [widget.id, widget] as const))("%s", (_, widget) => {
  it.each(Object.keys(widget.presets))("has a result with each control at its ends in “%s”", (preset) => {
    for (const [said, values] of statesNear(widget, preset, 1)) {
      try {
        widget.summary(computeNow(widget, values), values);
      } catch (error) {
        throw new Error(said, { cause: error });
      }
    }
  });
});
