/** @file Every number that prose may show, by its id. One file for each topic, which exports `<topic>Values`; add a file, or an entry. */
import { nearest } from "../nearest.ts";
import type { ValueEntry, Values } from "./entry.ts";

const files = import.meta.glob<Readonly<Record<string, unknown>>>(
  ["./*.ts", "!./index.ts", "!./entry.ts", "!./calls.ts", "!./topics.ts", "!./figure-value.ts"],
  { eager: true },
);

/** Numbers by the name of their file: "model", "training". */
export const valuesOfTopic: ReadonlyMap<string, Values> = new Map(
  Object.entries(files).map(([path, file]) => [
    path.slice("./".length, -".ts".length),
    merge(
      ...Object.entries(file)
        .filter(([name]) => name.endsWith("Values"))
        .map(([, entries]) => entries as Values),
    ),
  ]),
);

export const values: Values = merge(...valuesOfTopic.values());

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

const numbers = new Map<string, number>();

/**
 * The number of an id. Chapters and pages of numbers ask for the same ones: each is computed once.
 *
 * @throws Error that names the nearest id; what computing it throws
 */
export function numberOf(id: string): number {
  const known = numbers.get(id) ?? valueOf(id).value();
  numbers.set(id, known);
  return known;
}

/** The topic of a number, which is the name of its file. */
export function topicOf(id: string): string | undefined {
  return [...valuesOfTopic].find(([, entries]) => id in entries)?.[0];
}

function merge(...topics: Values[]): Values {
  const all: Record<string, ValueEntry> = {};
  for (const [id, entry] of topics.flatMap((topic) => Object.entries(topic))) {
    if (all[id]) throw new Error(`The value "${id}" must be defined once.`);
    all[id] = entry;
  }
  return all;
}
