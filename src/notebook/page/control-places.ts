/** @file Controls of a cell, put where the reader had moved them. */
import type { ControlValue } from "../cell.ts";
import type { DisplayTree } from "../display/tree.ts";
import type { Control } from "../inputs.ts";

/** Moves the controls in `outputs` to these places; null leaves one where it is. */
export function placeControls(outputs: Element, places: readonly ControlValue[]): void {
  for (const [view, value] of places.entries()) {
    if (value === null) continue;
    for (const part of outputs.querySelectorAll<HTMLInputElement | HTMLSelectElement>(
      `:is(input, select)[data-view="${view}"]`,
    )) {
      if (part === document.activeElement) continue; // a hand is on it
      if (Array.isArray(value)) (part as HTMLInputElement).checked = value.includes(Number(part.value));
      else if (typeof value === "boolean") (part as HTMLInputElement).checked = value;
      else part.value = String(value);
    }
  }
}

/** Moves the controls in `outputs` back to where the page had them. */
export function resetControls(outputs: Element): void {
  for (const input of outputs.querySelectorAll<HTMLInputElement>("input[data-view]")) {
    if (input.type === "checkbox") input.checked = input.defaultChecked;
    else input.value = input.defaultValue;
  }
  for (const option of outputs.querySelectorAll<HTMLOptionElement>("select[data-view] option"))
    option.selected = option.defaultSelected;
}

/** The same outputs, with controls that stand at these places. */
export function outputsWithPlaces(outputs: readonly DisplayTree[], places: readonly ControlValue[]): DisplayTree[] {
  return outputs.map((tree) => {
    const value = tree.kind === "control" ? (places[tree.view] ?? null) : null;
    return tree.kind === "control" && value !== null
      ? { ...tree, control: { ...tree.control, value } as Control }
      : tree;
  });
}
