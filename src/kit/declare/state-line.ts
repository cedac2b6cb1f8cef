/** @file The parameters of a figure in one line, for paper: there are no controls to read them from. */
import { holds } from "./links.ts";
import { nameValue } from "./param-values.ts";
import type { Values } from "./params.ts";
import type { WidgetFace } from "./widget.ts";

/** A longer text, such as a pasted configuration or a list of biases, is cut. */
const longest = 60;

/** "Tokens 14.8 T; GPUs 2,048": all parameters that matter in this state, each with its value and unit. */
export function stateLine({ params }: WidgetFace, values: Values): string {
  return (
    Object.entries(params)
      .filter(([, { when }]) => holds(when, values))
      // Text that is set in the picture, as the column that sorts a table, is seen there.
      .filter(([, { kind, inView }]) => !(kind === "text" && inView))
      .map(([name, param]) => ({ label: param.label, value: nameValue(param, values[name]) }))
      .filter(({ value }) => value.trim() !== "")
      .map(({ label, value }) => `${label} ${value.length > longest ? `${value.slice(0, longest)}…` : value}`)
      .join("; ")
  );
}
