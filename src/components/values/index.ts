/** @file Every number that prose may show, by its id. One file for each topic, which exports `<topic>Values`; add a file, or an entry. */
import { nearest } from "../nearest.ts";
import type { ValueEntry, Values } from "./entry.ts";

const topics = import.meta.glob<Readonly<Record<string, unknown>>>(["./*.ts", "!./index.ts", "!./entry.ts"], { eager: true });

export const values: Values = merge(
  ...Object.values(topics).flatMap((topic) => Object.entries(topic).filter(([name]) => name.endsWith("Values")).map(([, entries]) => entries as Values)),
);

/**
 * The entry of an id.
 *
 * @throws Error that names the nearest id
 */
export function valueOf(id: string): ValueEntry {
  const entry = values[id];
  if (!entry) throw new Error(`<Value of="${id}">: there is no such value. ${nearest(id, Object.keys(values))}`);
  return entry;
}

function merge(...topics: Values[]): Values {
  const all: Record<string, ValueEntry> = {};
  for (const [id, entry] of topics.flatMap((topic) => Object.entries(topic))) {
    if (all[id]) throw new Error(`The value "${id}" must be defined once.`);
    all[id] = entry;
  }
  return all;
}
