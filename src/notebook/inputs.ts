/**
 * @file Controls that a cell can make, as data: the page draws them, `view` gives their values.
 *
 * Names and options are those of @observablehq/inputs, as far as they go.
 */

import { rangeValue } from "./range-value.ts";

/** More choices than these are no control that one could use; they would hold up the page. */
const mostChoices = 1_000;

/** A control as the page sees it. Values of `select` and `checkbox` are places in `options`. */
export type Control =
  | { kind: "range"; label: string; min: number; max: number; step: number | null; value: number }
  | { kind: "select"; label: string; options: string[]; value: number }
  | { kind: "checkbox"; label: string; options: string[]; value: number[] }
  | { kind: "toggle"; label: string; value: boolean }
  | { kind: "text"; label: string; placeholder: string; value: string }
  | { kind: "button"; label: string; value: number };

/** A control with its current value. */
export class Input<T> {
  readonly control: Control;
  #read: (raw: unknown) => { value: T; shown: Control["value"] } | null;
  #value: T;
  /** Grows with every new value. */
  version = 0;

  /** @param read  the value for what the page reports, and what the control then shows; null if the report makes no sense */
  constructor(control: Control, read: (raw: unknown) => { value: T; shown: Control["value"] } | null) {
    this.control = control;
    this.#read = read;
    this.#value = read(control.value)!.value;
  }

  get value(): T {
    return this.#value;
  }

  /** Takes over what the page reports. @returns whether the value is another one now */
  set(raw: unknown): boolean {
    const read = this.#read(raw);
    if (read === null || JSON.stringify(read.shown) === JSON.stringify(this.control.value)) return false;
    this.control.value = read.shown;
    this.#value = read.value;
    this.version++;
    return true;
  }
}

/** Labels and values to choose from: a list, or a Map from label to value. */
type Choices<T> = readonly T[] | ReadonlyMap<string, T>;
type ChoiceOptions<T> = { label?: string; format?: (value: T) => string };

/**
 * A number between two bounds: slider and field.
 *
 * @param extent  smallest and largest value
 * @throws RangeError if the bounds are not finite or not in order, or `value` is not between them
 */
function range(
  extent: readonly [min: number, max: number] = [0, 1],
  options: { label?: string; step?: number; value?: number } = {},
): Input<number> {
  const [min, max] = extent.map(Number);
  if (!Number.isFinite(min) || !Number.isFinite(max) || min >= max)
    throw new RangeError(`extent must be two finite numbers in ascending order (got ${extent})`);
  const { label = "", step } = options;
  if (step !== undefined && !(step > 0)) throw new RangeError(`step must be positive (got ${step})`);
  const nearest = (value: number): number => rangeValue({ min, max, step: step ?? null }, value);
  const value = nearest(options.value ?? (min + max) / 2);
  if (!(options.value === undefined || (options.value >= min && options.value <= max)))
    throw new RangeError(`value must be between ${min} and ${max} (got ${options.value})`);
  return new Input({ kind: "range", label: String(label), min, max, step: step ?? null, value }, (raw) => {
    if (typeof raw !== "number" || !Number.isFinite(raw)) return null;
    return { value: nearest(raw), shown: nearest(raw) };
  });
}

/**
 * One of several values.
 *
 * @throws RangeError if there is nothing to choose from, or more than a page can show, or `value` is not among it
 */
function select<const T>(data: Choices<T>, options: ChoiceOptions<T> & { value?: T } = {}): Input<T> {
  const { labels, values } = choices(data, options);
  if (values.length === 0) throw new RangeError("data must hold at least one value (got none)");
  const chosen = options.value === undefined ? 0 : indexOf(values, options.value);
  return new Input<T>({ kind: "select", label: String(options.label ?? ""), options: labels, value: chosen }, (raw) => {
    if (!isPlace(raw, values)) return null;
    return { value: values[raw], shown: raw };
  });
}

/**
 * Any of several values, as a list in the order of `data`.
 *
 * @throws RangeError if one of `value` is not among `data`, or `data` holds more than a page can show
 */
function checkbox<const T>(data: Choices<T>, options: ChoiceOptions<T> & { value?: readonly T[] } = {}): Input<T[]> {
  const { labels, values } = choices(data, options);
  const chosen = (options.value ?? []).map((value) => indexOf(values, value)).sort((a, b) => a - b);
  return new Input({ kind: "checkbox", label: String(options.label ?? ""), options: labels, value: chosen }, (raw) => {
    if (!Array.isArray(raw) || !raw.every((place) => isPlace(place, values))) return null;
    const places = [...new Set(raw as number[])].sort((a, b) => a - b);
    return { value: places.map((place) => values[place]), shown: places };
  });
}

/** Yes or no. */
function toggle(options: { label?: string; value?: boolean } = {}): Input<boolean> {
  return new Input({ kind: "toggle", label: String(options.label ?? ""), value: options.value ?? false }, (raw) =>
    typeof raw === "boolean" ? { value: raw, shown: raw } : null,
  );
}

/** A line of text. */
function text(options: { label?: string; value?: string; placeholder?: string } = {}): Input<string> {
  const { label = "", value = "", placeholder = "" } = options;
  return new Input(
    { kind: "text", label: String(label), placeholder: String(placeholder), value: String(value) },
    (raw) => (typeof raw === "string" ? { value: raw, shown: raw } : null),
  );
}

/** A button; its value is how often it was pressed, unless `reduce` makes another one from the last. */
function button<T = number>(content = "Go", options: { value?: T; reduce?: (value: T) => T } = {}): Input<T> {
  const reduce = options.reduce ?? ((value: T) => ((value as number) + 1) as T);
  let pressed = 0;
  let value = options.value ?? (0 as T);
  return new Input<T>({ kind: "button", label: String(content), value: 0 }, (raw) => {
    if (typeof raw !== "number" || !Number.isSafeInteger(raw) || raw < pressed) return null;
    if (raw > pressed) value = reduce(value);
    pressed = raw;
    return { value, shown: raw };
  });
}

/** What cells know as `Inputs`: the same for all of them, so that none can change it for others. */
export const Inputs = Object.freeze({ range, select, checkbox, toggle, text, button });
Object.freeze(Input);
Object.freeze(Input.prototype);

function choices<T>(data: Choices<T>, { format }: ChoiceOptions<T>): { labels: string[]; values: T[] } {
  const isMap = (given: Choices<T>): given is ReadonlyMap<string, T> =>
    typeof (given as ReadonlyMap<string, T>).keys === "function" && !Array.isArray(given) && !ArrayBuffer.isView(given);
  const values = [...data.values()];
  if (values.length > mostChoices)
    throw new RangeError(`data must hold at most ${mostChoices} values (got ${values.length})`);
  const labels = isMap(data)
    ? [...data.keys()].map(String)
    : values.map((value) => (format ? String(format(value)) : String(value)));
  return { labels, values };
}

function indexOf<T>(values: readonly T[], value: T): number {
  const place = values.indexOf(value);
  if (place < 0) throw new RangeError(`value must be one of the data (got ${String(value)})`);
  return place;
}

function isPlace(raw: unknown, values: readonly unknown[]): raw is number {
  return typeof raw === "number" && Number.isInteger(raw) && raw >= 0 && raw < values.length;
}
