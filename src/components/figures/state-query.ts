/** @file A state of a figure as the query of an address, checked against the declaration. */
import type { CollectionEntry } from "astro:content";
import { writeAddress } from "../../kit/declare/address.ts";
import { parseValue, printValue } from "../../kit/declare/param-values.ts";
import type { Values } from "../../kit/declare/params.ts";
import { asFigure, faceOf, initialValues, presetValues, type WidgetFace } from "../../kit/declare/widget.ts";
import { nearest } from "../nearest.ts";
import { figureOf, type FigureInText } from "./in-text.ts";
import { widgetOf } from "./registry.ts";

/** Parameters that differ from a state at rest, or the name of a preset. */
export type StateChange = Readonly<Record<string, unknown>> | string;

/**
 * The query that brings a figure of a page into a state, without `?`: what differs from the figure's state at rest.
 *
 * @param figure  its name on the page, its widget, and what it has at rest where the widget has something else
 * @param set  a preset, which is the same state for all figures of a widget; or what differs from this figure's state at rest
 * @throws Error that names the nearest preset or parameter
 */
export function stateQuery({ name, of, state }: FigureInText, set: StateChange): string {
  const face = asFigure(faceOf(widgetOf(of)), name, state);
  return writeAddress(face, valuesOf(face, set), "");
}

/**
 * Where a state of a widget is read: in the first chapter that has a figure of it, or on its own page if there is none.
 *
 * @param root  path of the site's root, ending in a slash
 * @param set  a preset, or what differs from the widget's state at rest, whatever the chapter's figure has there. Left out:
 *   the figure at rest
 */
export function stateAddress(
  chapters: readonly CollectionEntry<"chapters">[],
  root: string,
  widget: string,
  set?: StateChange,
): string {
  const face = faceOf(widgetOf(widget));
  const values = set === undefined ? null : valuesOf(face, set);
  const write = (figure: WidgetFace): string => {
    const query = values && writeAddress(figure, values, "");
    return query ? `?${query}` : "";
  };
  for (const { id, body = "" } of chapters) {
    const figure = figureOf(widget, body);
    if (figure) return `${root}chapters/${id}/${write(asFigure(face, figure.name, figure.state))}#${figure.name}`;
  }
  return `${root}embed/${widget}/${write(face)}`;
}

/** The values of a state, which must be one that the figure can have. */
function valuesOf(face: WidgetFace, set: StateChange): Values {
  const { params, presets } = face;
  if (typeof set === "string") {
    if (!Object.hasOwn(presets, set)) throw new Error(`no preset "${set}". ${nearest(set, Object.keys(presets))}`);
    return presetValues(face, set);
  }
  for (const [name, value] of Object.entries(set)) {
    const param = params[name];
    if (!param) throw new Error(`no parameter "${name}". ${nearest(name, Object.keys(params))}`);
    const parsed = parseValue(param, printValue(param, value));
    if ("error" in parsed) throw new Error(parsed.error);
  }
  return { ...initialValues(face), ...set } as Values;
}
