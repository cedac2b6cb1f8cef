/** @file A state of a figure as the query of an address, checked against the declaration. */
import type { CollectionEntry } from "astro:content";
import { writeAddress } from "../../kit/declare/address.ts";
import { keyOf } from "../../kit/declare/key.ts";
import { parseValue, printValue } from "../../kit/declare/param-values.ts";
import type { Values } from "../../kit/declare/params.ts";
import { initialValues } from "../../kit/declare/widget.ts";
import { nearest } from "../nearest.ts";
import { widgetOf } from "./registry.ts";

/** Parameters that differ from the defaults, or the name of a preset. */
export type StateChange = Readonly<Record<string, unknown>> | string;

/**
 * The query that sets a figure, without `?`.
 *
 * @param figure  name of the figure on its page
 * @param of  its widget
 * @throws Error that names the nearest preset or parameter
 */
export function stateQuery(figure: string, of: string, set: StateChange): string {
  const { params, presets } = widgetOf(of);
  if (typeof set === "string" && !Object.hasOwn(presets, set))
    throw new Error(`no preset "${set}". ${nearest(set, Object.keys(presets))}`);
  const change: Readonly<Record<string, unknown>> = typeof set === "string" ? presets[set] : set;
  for (const [name, value] of Object.entries(change)) {
    const param = params[name];
    if (!param) throw new Error(`no parameter "${name}". ${nearest(name, Object.keys(params))}`);
    const parsed = parseValue(param, printValue(param, value));
    if ("error" in parsed) throw new Error(parsed.error);
  }
  if (of === figure)
    return writeAddress({ id: figure, params }, { ...initialValues({ params }), ...change } as Values, "");
  // What such a figure has at rest is not known here: each value is said.
  return new URLSearchParams(
    Object.entries(change).map(([name, value]) => [
      keyOf({ id: figure, params }, name),
      printValue(params[name], value),
    ]),
  ).toString();
}

/**
 * Where a figure in a state is read: its chapter, or its own page if it is in none.
 *
 * @param root  path of the site's root, ending in a slash
 */
export function stateAddress(
  chapters: readonly CollectionEntry<"chapters">[],
  root: string,
  id: string,
  set: StateChange,
): string {
  const chapter = chapters.find(({ body }) => new RegExp(`<Figure[^>]*\\bof="${id}"`).test(body ?? ""));
  const query = stateQuery(id, id, set);
  return `${root}${chapter ? `chapters/${chapter.id}/` : `embed/${id}/`}${query && `?${query}`}${chapter ? `#${id}` : ""}`;
}
