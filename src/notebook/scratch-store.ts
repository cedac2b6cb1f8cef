/**
 * @file The reader's own notebook in the browser's storage. Storage may be closed, full or edited by others: nothing
 * here throws, every failure is one sentence for the reader.
 */
import { problemOf } from "./formats/cell-list.ts";
import type { CellSource } from "./cell.ts";

export const storageKey = "v3-companion.scratch";

/** What stands in the storage: nothing, a notebook, or something that cannot be read. */
export type Stored = { cells: CellSource[] | null; problem?: string };

type Storage = Pick<globalThis.Storage, "getItem" | "setItem" | "removeItem">;

/** @param open  gives the storage; where it is closed, asking alone throws */
export function readStored(open: () => Storage): Stored {
  let text: string | null;
  try {
    text = open().getItem(storageKey);
  } catch {
    return { cells: null, problem: closed };
  }
  if (text === null) return { cells: null };
  const cells = parse(text);
  return cells ? { cells } : { cells: null, problem: "The notebook that was stored here cannot be read. It stays in the storage until you change something here." };
}

/** @returns null if it is stored now, else why it is not */
export function writeStored(open: () => Storage, cells: readonly CellSource[]): string | null {
  const problem = cells.length === 0 ? null : problemOf(cells);
  if (problem) return `The notebook is not stored. ${problem}`;
  try {
    const storage = open();
    if (cells.length === 0) storage.removeItem(storageKey);
    else storage.setItem(storageKey, JSON.stringify({ version: 1, cells: cells.map(({ id, source }) => [id, source]) }));
    return null;
  } catch (error) {
    return (error as Error).name === "QuotaExceededError" ? "The browser's storage is full: the notebook is not stored. Save it as a file." : closed;
  }
}

const closed = "This browser stores nothing for this site: what you write is gone when you leave. Save it as a file or a link.";

function parse(text: string): CellSource[] | null {
  try {
    const { version, cells } = JSON.parse(text) as { version: unknown; cells: unknown };
    if (version !== 1 || !Array.isArray(cells)) return null;
    const read = cells.map((pair: unknown) => {
      if (!Array.isArray(pair) || typeof pair[0] !== "string" || typeof pair[1] !== "string") throw new TypeError("no cell");
      return { id: pair[0], source: pair[1] };
    });
    return problemOf(read) ? null : read;
  } catch {
    return null;
  }
}
