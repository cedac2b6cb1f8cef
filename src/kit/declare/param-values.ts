/** @file Values of parameters: read from a text, written to an address, shown in a control, kept within moving bounds. */
import { formatAs } from "./format-as.ts";
import { formatExact } from "./format.ts";
import { boundNow, holds } from "./links.ts";
import { readNumber } from "./parse-number.ts";
import type { NumberParam, Param, Params, TimelineParam, Values, Window, WindowParam } from "./params.ts";

/** What a reader typed or an address held: a value, or why it is not one. */
export type Parsed<T = unknown> = { value: T } | { error: string };

/** Where a timeline or a window ends, by name, once there is a result. */
export type Ends = Readonly<Record<string, number>>;

type Numeric = NumberParam | TimelineParam;

/** The value that the text of an address says. */
export function parseValue(param: Param, text: string): Parsed {
  switch (param.kind) {
    case "number":
      return parseNumeric(param, text, false);
    case "timeline":
      return parseTime(param, text);
    case "window":
      return parseWindow(param, text);
    case "choice": {
      const asked = param.renamed && Object.hasOwn(param.renamed, text) ? String(param.renamed[text]) : text;
      const option = param.options.find(({ value }) => String(value) === asked);
      return option
        ? { value: option.value }
        : fail(param.label, `be one of ${param.options.map(({ value }) => value).join(", ")}`, text);
    }
    case "toggle":
      return text === "yes" || text === "no" ? { value: text === "yes" } : fail(param.label, "be yes or no", text);
    case "file":
      return text === "" || fileValue.test(text)
        ? { value: text }
        : fail(param.label, "be the name of a file and its sum", text);
    case "text":
      return text.length <= param.maxLength
        ? { value: text }
        : fail(param.label, `have at most ${param.maxLength} characters`, text);
    case "numbers": {
      const parts = text
        .trim()
        .replace(/^\[(.*)\]$/s, "$1")
        .split(/[\s,;]+/)
        .filter((part) => part !== "");
      if (parts.length > param.maxLength)
        return fail(param.label, `hold at most ${param.maxLength} numbers`, `${parts.length} of them`);
      const values: number[] = [];
      for (const part of parts) {
        const [least, most] = param.range ?? [-Infinity, Infinity];
        const read = /^[+-]?0\d/.test(part) ? { error: "with a point for decimals" } : readNumber(part);
        if ("error" in read) return fail(param.label, `hold numbers only${read.error && `, ${read.error}`}`, part);
        if (read.value < least || read.value > most)
          return fail(param.label, `hold numbers from ${least} to ${most} only`, part);
        values.push(read.value);
      }
      return { value: values };
    }
  }
}

/** The value that a reader typed into the control: as there, but a bare number in a field of percent is percent. */
export function parseTyped(param: Param, text: string): Parsed {
  if (param.kind !== "number") return parseValue(param, text);
  return parseNumeric(param, text, true);
}

/** A value as an address has it. `parseValue` gives it back to the last bit. */
export function printValue(param: Param, value: unknown): string {
  switch (param.kind) {
    case "toggle":
      return value ? "yes" : "no";
    case "numbers":
      return (value as readonly number[]).map((number) => (Object.is(number, -0) ? "-0" : String(number))).join(" ");
    case "window":
      return value === null ? "all" : (value as readonly number[]).join(":");
    default:
      return String(value);
  }
}

/** A value as the control says it, without its unit: "14.8 T", "34.5%". What is shown, `parseTyped` takes. */
export function showValue(param: Param, value: unknown): string {
  switch (param.kind) {
    case "number":
    case "timeline":
      return showNumber(param, value as number);
    case "window":
      return value === null ? "all" : (value as readonly number[]).map((end) => showNumber(param, end)).join(" to ");
    case "choice":
      return param.options.find((option) => option.value === value)!.label;
    case "toggle":
      return value ? "on" : "off";
    case "file":
      return value === "" ? "none" : (value as string).replace(/~[^~]*$/, "");
    default:
      return printValue(param, value);
  }
}

/** Name, a tilde, eight digits. */
const fileValue = /^.{1,80}~[0-9a-f]{8}$/s;

/** The value that stands for a file: the end of its name, and a sum of its bytes (FNV-1a), so that another file of that name is another value. */
export function fileValueOf(name: string, bytes: Uint8Array): string {
  let sum = 0x811c_9dc5;
  for (let i = 0; i < bytes.length; i++) sum = Math.imul(sum ^ bytes[i], 0x0100_0193);
  return `${name.slice(-80) || "file"}~${(sum >>> 0).toString(16).padStart(8, "0")}`;
}

/** A value as a sentence names it: with its unit. */
export function nameValue(param: Param, value: unknown): string {
  const unit = "unit" in param && param.unit !== "" && value !== null ? ` ${param.unit}` : "";
  return showValue(param, value) + unit;
}

/** What a number may be: from least to most, and of `multipleOf` something, if that is said. */
export type Limits = { min: number; max: number; multipleOf?: number };

/** What a number may be now, given the others. */
export function limitsOf(param: Numeric, values: Values, ends: Ends = {}, name = ""): Limits {
  if (param.kind === "timeline")
    return { min: param.min, max: Math.max(param.min, param.max ?? ends[name] ?? Infinity) };
  const within = (bound: number | undefined, otherwise: number): number =>
    bound === undefined || Number.isNaN(bound) ? otherwise : Math.min(param.max, Math.max(param.min, bound));
  const min = within(boundNow(param.atLeast, values), param.min);
  const max = within(boundNow(param.atMost, values), param.max);
  if (!param.integer) return { min, max };
  const multipleOf = boundNow(param.multipleOf, values);
  const [from, step] = multipleOf === undefined ? [param.min, param.step] : [0, multipleOf];
  return {
    min: from + Math.ceil((min - from) / step) * step,
    max: from + Math.floor((max - from) / step) * step,
    ...(multipleOf !== undefined && { multipleOf }),
  };
}

/** The next value that a whole number may have: after the last one the first. */
export function numberAfter(param: NumberParam, values: Values, value: number): number {
  const { min, max, multipleOf = param.step } = limitsOf(param, values);
  return value + multipleOf > max ? min : value + multipleOf;
}

/** Values brought back within the bounds that follow from the others: what is computed, shown and written. */
export function settled(params: Params, values: Values, ends: Ends = {}): Values {
  // A second time, since a bound may name what is declared, and so brought back, after it.
  return settledAmong(params, values, settledAmong(params, values, values, ends), ends);
}

/** Values brought back within bounds that follow from `others`, and from those that were brought back before. */
function settledAmong(params: Params, values: Values, others: Values, ends: Ends): Values {
  const so: Record<string, unknown> = { ...others };
  for (const [name, param] of Object.entries(params)) {
    const value = values[name];
    if (param.kind === "number" || param.kind === "timeline") {
      so[name] = settledNumber(value as number, limitsOf(param, so as Values, ends, name));
    } else if (param.kind === "choice") {
      const offered = param.options.flatMap(({ value, when }) => (holds(when, so) ? [value] : []));
      so[name] = offered.length === 0 || offered.includes(value as never) ? value : nearest(value, offered);
    } else if (param.kind === "window") {
      so[name] = settledWindow(value as Window, param.min, param.max ?? ends[name] ?? Infinity);
    }
  }
  return so as Values;
}

/**
 * Values as an address and a list of changes say them: a timeline that nobody moved from its end, where the result ends
 * before the initial value, has that value, and so stands at the end of the next result as well.
 *
 * @param values  settled ones
 */
export function asWritten(params: Params, values: Values, ends: Ends): Values {
  const so: Record<string, unknown> = { ...values };
  for (const [name, param] of Object.entries(params)) {
    if (param.kind !== "timeline") continue;
    const { max } = limitsOf(param, values, ends, name);
    if (param.initial > max && values[name] === max) so[name] = param.initial;
  }
  return so as Values;
}

/**
 * Why a control says another value than it was asked for: "16 asked for; with the other values at least 32."
 *
 * @param settled  the values that are shown
 */
export function whyMoved(param: Param, wanted: unknown, value: unknown, settled: Values): string | null {
  if (wanted === value || (param.kind !== "number" && param.kind !== "choice")) return null;
  const asked = `${nameValue(param, wanted)} asked for; with the other values`;
  if (param.kind === "choice") return `${asked} ${nameValue(param, value)}.`;
  const { min, max, multipleOf } = limitsOf(param, settled);
  if ((wanted as number) < min) return `${asked} at least ${nameValue(param, min)}.`;
  if ((wanted as number) > max) return `${asked} at most ${nameValue(param, max)}.`;
  return `${asked} a multiple of ${multipleOf}.`;
}

/**
 * @throws RangeError if the initial value or the report's is not one that the parameter takes
 */
export function checkInitial(param: Param): void {
  for (const name of ["initial", "report"] as const) {
    if (param[name] === undefined) continue;
    const parsed = parseValue(param, printValue(param, param[name]));
    if ("error" in parsed) throw new RangeError(`${name}: ${parsed.error}`);
  }
}

function settledWindow(window: Window, min: number, max: number): Window {
  if (window === null) return null;
  const [from, to] = [Math.max(min, window[0]), Math.min(max, window[1])];
  return from < to && (from > min || to < max) ? [from, to] : null;
}

function settledNumber(value: number, { min, max, multipleOf }: Limits): number {
  const stepped = multipleOf === undefined ? value : Math.round(value / multipleOf) * multipleOf;
  return Math.min(Math.max(stepped, min), Math.max(min, max));
}

/** Of numbers the nearest, of names the first. */
function nearest<T>(wanted: unknown, offered: readonly T[]): T {
  const distance = (value: T): number => (typeof value === "number" ? Math.abs(value - (wanted as number)) : 0);
  return offered.reduce((best, value) => (distance(value) < distance(best) ? value : best));
}

function parseNumeric(param: NumberParam, text: string, isTyped: boolean): Parsed<number> {
  const { label, min, max, step, unit, integer } = param;
  const stepped = integer && step > 1;
  const what = integer
    ? stepped
      ? `${min % step === 0 ? "" : `${showNumber(param, min)} plus `}${step === 2 && min % 2 === 0 ? "an even number" : `a multiple of ${step}`}`
      : "a whole number"
    : "a number";
  const rule = `be ${what} from ${showNumber(param, min)} to ${showNumber(param, max)}${unit && ` ${unit}`}`;
  const isPercent = param.shown === "percent" || param.shown?.[0] === "percent";
  const read = readNumber(isTyped && isPercent && !text.includes("%") ? `${text}%` : text, param.shown, unit);
  if ("error" in read) return fail(label, read.error === "" ? rule : `${rule}, ${read.error}`, text);
  const value = read.value + 0; // −0 prints as 0, so it is 0
  if (value < min || value > max || (integer && !Number.isInteger(value)) || (stepped && (value - min) % step !== 0))
    return fail(label, rule, text);
  return { value };
}

function parseTime(param: TimelineParam, text: string): Parsed<number> {
  const { label, min, max = Number.MAX_SAFE_INTEGER } = param;
  const read = readNumber(text, param.shown, param.unit);
  if ("error" in read || read.value < min || read.value > max)
    return fail(label, `be a number from ${min}${param.max === undefined ? "" : ` to ${max}`}`, text);
  return { value: read.value + 0 };
}

function parseWindow(param: WindowParam, text: string): Parsed<Window> {
  if (text === "all" || text.trim() === "") return { value: null };
  const ends = text.split(/:| to /).map((end) => readNumber(end, param.shown, param.unit));
  const [from, to] = ends.map((end) => ("value" in end ? end.value : NaN));
  if (ends.length !== 2 || !(from < to)) return fail(param.label, "be “all”, or from and to as in 2:5", text);
  return { value: [from, to] };
}

function showNumber({ shown }: Numeric | WindowParam, value: number): string {
  if (shown !== undefined) return formatAs(value, shown);
  return formatExact(Number.isInteger(value) ? value : Number(value.toPrecision(6)));
}

function fail(label: string, rule: string, text: string): { error: string } {
  const shown = text.length > 40 ? `${text.slice(0, 40)}…` : text;
  return { error: `${label} must ${rule} (got ${shown === "" ? "nothing" : shown})` };
}
