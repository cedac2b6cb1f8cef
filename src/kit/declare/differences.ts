/** @file What one state of a figure has that another has not, as a reader says it. */
import { holds } from "./links.ts";
import { nameValue, printValue } from "./param-values.ts";
import type { Values } from "./params.ts";
import { initialValues, presetValues, type WidgetFace } from "./widget.ts";

export type Difference = {
  /** The parameter, and its label. */
  name: string;
  label: string;
  from: string;
  to: string;
};

/** A longer value, such as a pasted configuration, is cut. */
const longest = 48;

/** What stands before a list of what was changed, and in place of an empty one. */
export const changesLead = "From the published value to the one of now:";
export const noChanges = "Nothing: this is the state as published.";

/** The preset that every widget has. */
const published = "As published";

/** The state that the report gives, or what stands for it where the report gives none. */
export function publishedValues(face: Pick<WidgetFace, "params" | "presets">): Values {
  return Object.hasOwn(face.presets, published) ? presetValues(face, published) : initialValues(face);
}

/** Parameters with other values in `to` than in `from`, in the order of declaration; those that matter in neither are left out. */
export function differences({ params }: Pick<WidgetFace, "params">, from: Values, to: Values): Difference[] {
  return Object.entries(params).flatMap(([name, param]) => {
    if (printValue(param, from[name]) === printValue(param, to[name])) return [];
    if (!holds(param.when, from) && !holds(param.when, to)) return [];
    const say = (value: unknown): string => shorten(nameValue(param, value).trim() || "nothing");
    return [{ name, label: param.label, from: say(from[name]), to: say(to[name]) }];
  });
}

function shorten(text: string): string {
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}
