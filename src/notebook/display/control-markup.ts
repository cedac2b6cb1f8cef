/**
 * @file A control of a cell: native inputs with the kit's classes. `data-view` says which `view(…)` of the cell it
 * is; the page listens, so a control at rest needs nothing.
 */
import type { Control } from "../inputs.ts";
import { sliderStep } from "../range-value.ts";
import { element, type OwnElement } from "./element.ts";
import type { DisplayTree } from "./tree.ts";

/** The elements of a control. */
export function controlMarkup(control: Control, view: number, place: string): OwnElement {
  const own = { "data-view": String(view), autocomplete: "off" };
  const id = `${place}-control`;
  const label = control.label || "Value";
  switch (control.kind) {
    case "range": {
      const bounds = { min: String(control.min), max: String(control.max), value: String(control.value) };
      // Browsers do not agree how far a key moves a slider without steps.
      const steps = {
        field: control.step === null ? "any" : String(control.step),
        slider: String(sliderStep(control)),
      };
      return element(
        "div",
        { class: "control control-number output-control" },
        element("label", { for: id }, label),
        element(
          "span",
          { class: "control-value" },
          element("input", {
            class: "control-field",
            type: "number",
            inputmode: "decimal",
            "aria-label": `${label}, typed`,
            step: steps.field,
            ...bounds,
            ...own,
          }),
        ),
        element(
          "span",
          { class: "control-slider" },
          element("input", { id, type: "range", step: steps.slider, ...bounds, ...own }),
        ),
      );
    }
    case "select":
      return element(
        "div",
        { class: "control control-choice output-control" },
        element("label", { for: id }, label),
        element(
          "select",
          { id, ...own },
          ...control.options.map((text, i) =>
            element("option", { value: String(i), selected: i === control.value }, text),
          ),
        ),
      );
    case "checkbox":
      return element(
        "fieldset",
        { class: "control control-checkbox output-control" },
        element("legend", {}, label),
        ...control.options.map((text, i) =>
          element(
            "label",
            {},
            element("input", { type: "checkbox", value: String(i), checked: control.value.includes(i), ...own }),
            element("span", {}, text),
          ),
        ),
      );
    case "toggle":
      return element(
        "div",
        { class: "control control-toggle output-control" },
        element(
          "label",
          {},
          element("input", { type: "checkbox", checked: control.value, ...own }),
          element("span", {}, label),
        ),
      );
    case "text":
      return element(
        "div",
        { class: "control control-text output-control" },
        element("label", { for: id }, label),
        element("input", { id, type: "text", value: control.value, placeholder: control.placeholder || null, ...own }),
      );
    case "button":
      return element(
        "div",
        { class: "control control-button output-control" },
        element(
          "button",
          { type: "button", value: String(control.value), "data-view": String(view) },
          control.label || "Go",
        ),
      );
  }
}

/** Equal for controls that differ in nothing but their value. */
export function controlKey({ view, control }: Extract<DisplayTree, { kind: "control" }>): string {
  return JSON.stringify([view, { ...control, value: null }]);
}
