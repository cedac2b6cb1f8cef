/** @file Every number that prose may show, by its id. One file for each topic; add a file here, or an entry there. */
import { nearest } from "../nearest.ts";
import type { ValueEntry, Values } from "./entry.ts";
import { modelValues } from "./model.ts";
import { precisionValues } from "./precision.ts";
import { routingValues } from "./routing.ts";
import { trainingValues } from "./training.ts";

export const values: Values = merge(modelValues, precisionValues, routingValues, trainingValues);

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
