/** @file The notebook that earlier versions of the site kept in `localStorage`: taken over once, then removed there. */
import type { CellSource } from "../cell.ts";
import { problemOf, withValidIds } from "../formats/cell-list.ts";
import { owned, ownId, type KeptCell } from "./notebook.ts";
import { changeKept, putAside } from "./store.ts";

const oldKey = "v3-companion.scratch";

/** Moves what is there: a notebook to the reader's own, anything else to what is put aside. */
export async function takeOverOldStorage(ownName: string): Promise<void> {
  const text = readOld();
  if (text === null) return;
  const cells = parseOld(text);
  if (!cells) await putAside("localStorage", text);
  else
    await changeKept(ownId, (stored) => [
      { id: ownId, name: ownName, cells: withOld(stored?.cells ?? [], cells), changedAt: Date.now() },
    ]);
  if (readOld() === text) localStorage.removeItem(oldKey); // unless an old tab has just written again
}

/** The cells that an earlier version stored; null if the text is not what it wrote. */
export function parseOld(text: string): CellSource[] | null {
  try {
    const { version, cells } = JSON.parse(text) as { version: unknown; cells: unknown };
    if (version !== 1 || !Array.isArray(cells)) return null;
    const read = cells.map((pair: unknown) => {
      if (!Array.isArray(pair) || typeof pair[0] !== "string" || typeof pair[1] !== "string")
        throw new TypeError("no cell");
      return { id: pair[0], source: pair[1] };
    });
    return problemOf(read) ? null : read;
  } catch {
    return null;
  }
}

/** Those of `old` that are not there already, at the end. */
export function withOld(cells: readonly KeptCell[], old: readonly CellSource[]): KeptCell[] {
  const known = new Set(cells.map(({ id, source }) => JSON.stringify([id, source])));
  return withValidIds([...cells, ...owned(old.filter(({ id, source }) => !known.has(JSON.stringify([id, source]))))]);
}

function readOld(): string | null {
  try {
    return localStorage.getItem(oldKey);
  } catch {
    return null;
  }
}
