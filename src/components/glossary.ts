/** @file Terms of the glossary, by their id. */
import { nearest } from "./nearest.ts";

/**
 * The entry of an id.
 *
 * @throws Error that names the nearest id
 */
export function termOf<Entry extends { id: string }>(id: string, glossary: readonly Entry[]): Entry {
  const entry = glossary.find((candidate) => candidate.id === id);
  if (entry) return entry;
  const ids = glossary.map((candidate) => candidate.id);
  throw new Error(`<Term of="${id}">: not in content/glossary.yaml. ${nearest(id, ids)}`);
}
