/** @file Presets and the way back to the state at rest: pressed, and shown to be on where the values are theirs. */
import { setAttribute } from "./set-attribute.ts";
import { settled, type Ends } from "../declare/param-values.ts";
import type { Values } from "../declare/params.ts";
import { initialValues, presetValues, sameValues, type WidgetFace } from "../declare/widget.ts";

/** Binds the buttons inside `root`. @returns what lets them say which state stands */
export function bindPresets(
  root: HTMLElement,
  face: WidgetFace,
  jump: (values: Values) => void,
): (values: Values, ends: Ends) => void {
  const presets = [...root.querySelectorAll<HTMLElement>("[data-preset]")];
  const reset = root.querySelector("[data-action=reset]")!;
  root.addEventListener("click", ({ target }) => {
    const button = (target as Element).closest<HTMLElement>("[data-preset], [data-action=reset]");
    if (!button) return;
    jump(button.dataset.preset === undefined ? initialValues(face) : presetValues(face, button.dataset.preset));
  });
  return (values, ends) => {
    const isNow = (state: Values): string => String(sameValues(face, values, settled(face.params, state, ends)));
    for (const button of presets)
      setAttribute(button, "aria-pressed", isNow(presetValues(face, button.dataset.preset!)));
    setAttribute(reset, "aria-disabled", isNow(initialValues(face)));
  };
}
