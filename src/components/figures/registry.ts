/** @file Every widget of the site, by its id. For the build: a worker loads its own alone, see `figure-worker.ts`. */
import { nearest } from "../nearest.ts";
import type { AnyWidget } from "../../kit/declare/widget.ts";

const modules = import.meta.glob<AnyWidget>("../../widgets/*.tsx", { import: "default" });
const sources = import.meta.glob<string>("../../widgets/*.tsx", { eager: true, query: "?raw", import: "default" });

/** While somebody writes a widget that does not hold yet, the others go on; a build and the tests fail. */
const isForgiving = import.meta.env.DEV && !process.env.VITEST;
const broken = new Map<string, Error>();
const sound: AnyWidget[] = [];

for (const [path, load] of Object.entries(modules)) {
  const name = path.split("/").at(-1)!.replace(".tsx", "");
  try {
    const widget = await load();
    if (widget.id !== name) throw new Error(`id must be the file's name, "${name}" (got "${widget.id}")`);
    sound.push(widget);
  } catch (error) {
    const placed = new Error(`src/widgets/${name}.tsx: ${(error as Error).message}`, { cause: error });
    if (!isForgiving) throw placed;
    console.error(placed.message);
    broken.set(name, placed);
  }
}

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
