/** @file Every widget of the site, by its id. For the build: a worker loads its own alone, see `figure-worker.ts`. */
import { nearest } from "../nearest.ts";
import type { AnyWidget } from "../../kit/declare/widget.ts";
import { readWidgets } from "./read-widgets.ts";

const modules = import.meta.glob<AnyWidget>("../../widgets/*.tsx", { import: "default" });
const sources = import.meta.glob<string>("../../widgets/*.tsx", { eager: true, query: "?raw", import: "default" });

/** A build and the tests fail where a widget does not hold; the site that somebody writes goes on. */
const { sound, broken } = await readWidgets(modules, import.meta.env.DEV && !process.env.VITEST);

/** Widgets in alphabetical order of their ids. */
export const widgets: readonly AnyWidget[] = sound;

/**
 * The widget of an id.
 *
 * @throws Error that names the nearest id; or that says what is wrong with the widget
 */
export function widgetOf(id: string): AnyWidget {
  const widget = widgets.find((candidate) => candidate.id === id);
  if (widget) return widget;
  throw (
    broken.get(id) ??
    new Error(
      `There is no figure "${id}". ${nearest(
        id,
        widgets.map((candidate) => candidate.id),
      )}`,
    )
  );
}

/** The source text of a widget's file. */
export function sourceOf(id: string): string {
  return sources[`../../widgets/${id}.tsx`];
}
