/** @file What a control of the page reports to its cell, and what it shows of it. */
import { rangeValue, type Range } from "../range-value.ts";

/** What the ranges that were moved have for a value. */
const accepted = new WeakMap<Element, number>();

/**
 * The value of the control that `part` belongs to, as `Input.set` takes it; null if there is none right now, as in
 * a number field that is being typed into.
 */
export function controlValue(part: HTMLElement): number | string | boolean | number[] | null {
  if (part instanceof HTMLButtonElement) return Number((part.value = String(Number(part.value) + 1)));
  if (part instanceof HTMLSelectElement) return Number(part.value);
  if (!(part instanceof HTMLInputElement)) return null;
  if (isOfRange(part))
    return Number.isFinite(part.valueAsNumber) ? rangeValue(rangeOf(part), part.valueAsNumber) : null;
  if (part.type !== "checkbox") return part.value;
  const group = part.closest("fieldset");
  if (!group) return part.checked;
  return [...group.querySelectorAll<HTMLInputElement>("input:checked")].map(({ value }) => Number(value));
}

/**
 * Slider and field of a range show its value: at once the one that is not in use, and the one that is when it is left.
 *
 * @returns why the value is not the one that was typed; null if it is
 */
export function moveTogether(part: HTMLElement, left = false): string | null {
  if (!(part instanceof HTMLInputElement) || !isOfRange(part)) return null;
  const control = part.closest(".control")!;
  const value = (controlValue(part) as number | null) ?? accepted.get(control) ?? Number(part.defaultValue);
  accepted.set(control, value);
  for (const one of control.querySelectorAll<HTMLInputElement>("input"))
    if (left || one !== part) one.value = String(value);
  if (left || part.type === "range" || part.value === "" || part.valueAsNumber === value) return null;
  const { min, max } = rangeOf(part);
  const typed = part.value;
  return `${typed} is ${part.valueAsNumber > max ? `above ${max}` : part.valueAsNumber < min ? `below ${min}` : "between two steps"}: the value is ${value}`;
}

function isOfRange({ type }: HTMLInputElement): boolean {
  return type === "range" || type === "number";
}

/** The bounds stand at the field: a slider has steps where the range has none. */
function rangeOf(part: HTMLInputElement): Range {
  const { min, max, step } = part.closest(".control")!.querySelector<HTMLInputElement>("input[type=number]")!;
  return { min: Number(min), max: Number(max), step: step === "any" ? null : Number(step) };
}
