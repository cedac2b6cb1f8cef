/** @file Every widget of the site, by its id. For the build: a page loads widgets one by one, see `load.ts`. */
import { nearest } from "../nearest.ts";
import type { AnyWidget } from "../../kit/declare/widget.ts";

const modules = import.meta.glob<AnyWidget>("../../widgets/*.tsx", { eager: true, import: "default" });
const sources = import.meta.glob<string>("../../widgets/*.tsx", { eager: true, query: "?raw", import: "default" });

/** Widgets in alphabetical order of their ids. */
export const widgets: readonly AnyWidget[] = Object.entries(modules).map(([path, widget]) => {
  const name = path.split("/").at(-1)!.replace(".tsx", "");
  if (widget.id !== name) throw new Error(`${path}: id must be the file's name, "${name}" (got "${widget.id}")`);
  return widget;
});

/**
 * The widget of an id.
 *
 * @throws Error that names the nearest id
 */
export function widgetOf(id: string): AnyWidget {
  const widget = widgets.find((candidate) => candidate.id === id);
  if (!widget) throw new Error(`There is no figure "${id}". ${nearest(id, widgets.map((candidate) => candidate.id))}`);
  return widget;
}

/** The source text of a widget's file. */
export function sourceOf(id: string): string {
  return sources[`../../widgets/${id}.tsx`];
}
