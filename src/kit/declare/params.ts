/**
 * @file Parameters of a widget. One declaration gives type, default, control, parsing, printing and documentation;
 * nothing else on the site knows what a parameter may be.
 */
import { requireFinite, requireIntegerInRange } from "../../compute/check.ts";
import { maxSeed } from "../../compute/index.ts";
import { parseNumber } from "./parse-number.ts";

/** What a reader typed or an address held: a value, or why it is not one. */
export type Parsed<T> = { value: T } | { error: string };

type Common<T> = {
  /** What stands beside the control. */
  label: string;
  /** Value at rest, and after a reset. The report's own, where it has one. */
  initial: T;
  /** The report's value, marked on the control. Left out: `initial`; `null`: the report gives none. */
  published?: T | null;
  /** One sentence for whoever does not know the term. */
  help?: string;
  /** Changed inside the view (a bar that is dragged, a cell that is picked), so no control row is made for it. */
  inView?: boolean;
  /** Only the view reads it (a point in time, a picked token): a change draws again and does not compute again. */
  viewOnly?: boolean;
  /** Whether it matters, given the others; while it does not, its control is not shown. */
  when?(values: Readonly<Record<string, unknown>>): boolean;
  /** Standing in a second row, for settings that few readers touch. */
  secondary?: boolean;
};

type Coded<T> = {
  parse(text: string): Parsed<T>;
  print(value: T): string;
};

export type NumberParam = Common<number> & Coded<number> & {
  kind: "number";
  min: number;
  max: number;
  step: number;
  unit: string;
  scale: "linear" | "log";
  integer: boolean;
  /** Too wide a range for a slider: a field alone, with a button for the next one. */
  fieldOnly?: boolean;
  /** How the number reads in the field: "14.8 T" for 14.8e12. What it gives, `parse` must take. */
  format(value: number): string;
};

export type TimelineParam = Omit<NumberParam, "kind"> & {
  kind: "timeline";
  /** Steps shown each second while playing. */
  stepsPerSecond: number;
};

export type ChoiceParam<T extends string> = Common<T> & Coded<T> & {
  kind: "choice";
  /** Value and what the reader sees for it. */
  options: readonly { value: T; label: string }[];
};

export type ToggleParam = Common<boolean> & Coded<boolean> & { kind: "toggle" };

export type NumbersParam = Common<readonly number[]> & Coded<readonly number[]> & {
  kind: "numbers";
  min: number;
  max: number;
  maxLength: number;
};

export type Param =
  | NumberParam
  | TimelineParam
  | ChoiceParam<string>
  | ToggleParam
  | NumbersParam;

export type Params = Record<string, Param>;
export type ParamValue<P> = P extends { initial: infer T } ? T : never;
/** Value of each parameter. */
export type Values<P extends Params> = { readonly [Name in keyof P]: ParamValue<P[Name]> };

type NumberSpec = Common<number> & {
  min: number;
  max: number;
  step?: number;
  unit?: string;
  scale?: "linear" | "log";
  fieldOnly?: boolean;
  format?: (value: number) => string;
};

/** A number, on a slider with a field beside it. `scale: "log"` spreads the slider over powers of ten. */
export function number(spec: NumberSpec): NumberParam {
  return numeric({ ...spec, integer: false, step: spec.step ?? (spec.max - spec.min) / 100 });
}

/** A whole number, on a slider with a field beside it. With `step` 2 and `min` 2, only even ones. */
export function integer(spec: NumberSpec): NumberParam {
  return numeric({ ...spec, integer: true, step: spec.step ?? 1 });
}

/** A seed of the site's random generator: every number from 0 to 2³² − 1. */
export function seed(spec: Partial<Common<number>> = {}): NumberParam {
  return integer({ label: "Seed", initial: 1, published: null, secondary: true, fieldOnly: true, ...spec, min: 0, max: maxSeed });
}

/** A point in time that can be scrubbed, stepped and played. Not recomputed while it runs: see `viewOnly`. */
export function timeline(spec: Omit<NumberSpec, "scale"> & { stepsPerSecond?: number }): TimelineParam {
  const { kind: _, ...rest } = integer({ published: null, viewOnly: true, ...spec });
  return { ...rest, kind: "timeline", stepsPerSecond: spec.stepsPerSecond ?? 8 };
}

/** One of a few. `options` maps each value to what the reader sees. */
export function choice<const T extends string>(
  spec: Common<NoInfer<T>> & { options: Readonly<Record<T, string>> },
): ChoiceParam<T> {
  const options = (Object.entries(spec.options) as [T, string][]).map(([value, label]) => ({ value, label }));
  const allowed = options.map(({ value }) => value);
  if (!allowed.includes(spec.initial)) throw new RangeError(`initial must be one of ${allowed.join(", ")} (got ${spec.initial})`);
  return {
    ...spec,
    options,
    kind: "choice",
    parse: (text) =>
      (allowed as string[]).includes(text) ? { value: text as T } : fail(spec.label, `be one of ${allowed.join(", ")}`, text),
    print: (value) => value,
  };
}

/** On or off. */
export function toggle(spec: Common<boolean>): ToggleParam {
  return {
    ...spec,
    kind: "toggle",
    parse: (text) =>
      text === "yes" || text === "no" ? { value: text === "yes" } : fail(spec.label, "be yes or no", text),
    print: (value) => (value ? "yes" : "no"),
  };
}

/** A list of numbers, typed or pasted: separated by spaces, commas, semicolons or lines. May be empty. */
export function numbers(
  spec: Common<readonly number[]> & { min?: number; max?: number; maxLength?: number },
): NumbersParam {
  const { min = -Number.MAX_VALUE, max = Number.MAX_VALUE, maxLength = 1024 } = spec;
  return {
    ...spec,
    min,
    max,
    maxLength,
    kind: "numbers",
    print: (values) => values.map((value) => (Object.is(value, -0) ? "-0" : String(value))).join(" "),
    parse(text) {
      const parts = text.split(/[\s,;]+/).filter((part) => part !== "");
      if (parts.length > maxLength) return fail(spec.label, `hold at most ${maxLength} numbers`, `${parts.length} of them`);
      const values: number[] = [];
      for (const part of parts) {
        const value = parseNumber(part);
        if (value === null || value < min || value > max) {
          const range = spec.min === undefined && spec.max === undefined ? "" : ` from ${min} to ${max}`;
          return fail(spec.label, `hold numbers${range} only`, part);
        }
        values.push(value);
      }
      return { value: values };
    },
  };
}

function numeric(spec: NumberSpec & { integer: boolean; step: number }): NumberParam {
  const { min, max, step, label, unit = "", scale = "linear" } = spec;
  requireFinite({ min, max, step });
  if (spec.integer) requireIntegerInRange({ step }, 1, Number.MAX_SAFE_INTEGER);
  if (scale === "log" && min <= 0) throw new RangeError(`min must be above 0 on a log scale (got ${min})`);
  const format = spec.format ?? ((value: number) => String(Number(value.toPrecision(6))));
  const stepped = spec.integer && step > 1;
  const parse = (text: string): Parsed<number> => {
    const value = parseNumber(text);
    const what = spec.integer ? (stepped ? `${min} plus a multiple of ${step}` : "a whole number") : "a number";
    const rule = `be ${what} from ${format(min)} to ${format(max)}${unit && ` ${unit}`}`;
    if (value === null || value < min || value > max) return fail(label, rule, text);
    if (spec.integer && !Number.isInteger(value)) return fail(label, rule, text);
    if (stepped && (value - min) % step !== 0) return fail(label, rule, text);
    return { value: value + 0 }; // −0 prints as 0, so it is 0
  };
  const initial = parse(String(spec.initial));
  if ("error" in initial) throw new RangeError(initial.error);
  return { ...spec, unit, scale, format, parse, kind: "number", print: String };
}

function fail(label: string, rule: string, text: string): { error: string } {
  const shown = text.length > 40 ? `${text.slice(0, 40)}…` : text;
  return { error: `${label} must ${rule} (got ${shown === "" ? "nothing" : shown})` };
}
