/** @file What a control of the page reports to its cell. */

/**
 * The value of the control that `part` belongs to, as `Input.set` takes it; null if there is none right now, as in
 * a number field that is being typed into.
 */
export function controlValue(part: HTMLElement): number | string | boolean | number[] | null {
  if (part instanceof HTMLButtonElement) return Number((part.value = String(Number(part.value) + 1)));
  if (part instanceof HTMLSelectElement) return Number(part.value);
  if (!(part instanceof HTMLInputElement)) return null;
  if (part.type === "range" || part.type === "number") return part.value === "" || !part.validity.valid && part.validity.badInput ? null : part.valueAsNumber;
  if (part.type !== "checkbox") return part.value;
  const group = part.closest("fieldset");
  if (!group) return part.checked;
  return [...group.querySelectorAll<HTMLInputElement>("input:checked")].map(({ value }) => Number(value));
}

/** Slider and field of one range show the same. */
export function moveTogether(part: HTMLElement): void {
  if (!(part instanceof HTMLInputElement) || (part.type !== "range" && part.type !== "number")) return;
  const others = part.closest(".control")?.querySelectorAll<HTMLInputElement>("input") ?? [];
  for (const other of others) if (other !== part) other.value = part.value;
}
