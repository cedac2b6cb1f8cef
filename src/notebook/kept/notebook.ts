/**
 * @file A notebook as the browser keeps it: the reader's own, one that came with a link or from a file, what was
 * changed in a chapter, and copies that a conflict left.
 *
 * A record that does not read as one of ours (damaged, or of a later format) is never taken for empty: whoever writes
 * in its place first puts it aside (`store.ts`).
 */
import type { CellSource, ControlValue } from "../cell.ts";

/** A cell with what tells it from all others. */
export type KeptCell = CellSource & {
  /** Never shown and never changed, unlike `id`, which two cells that were added in two tabs may share at first. */
  key: string;
  /** The author's code that the reader changed; absent in cells that the reader wrote. */
  original?: string;
};

export type KeptNotebook = {
  /** `mine`, `link:<fragment>`, `file:<random>`, `page:<path>` or `copy:<random>`. */
  id: string;
  /** Grows by one with every write. */
  version: number;
  /** For the reader: where it is from. */
  name: string;
  cells: readonly KeptCell[];
  /** The cells as they came, where the address cannot bring them again. */
  author?: readonly CellSource[];
  /** Milliseconds since 1970. */
  changedAt: number;
};

/** Written with every record; a reader of another one leaves the record alone. */
export const format = 1;

/** The reader's own notebook. */
export const ownId = "mine";

/** Cells that an author wrote: the same in every tab, so their ids serve as keys. */
export function authored(cells: readonly CellSource[]): KeptCell[] {
  return cells.map((cell) => ({ ...cell, key: cell.id, original: cell.source }));
}

/** Cells that now are the reader's: there is no other code to go back to. */
export function owned(cells: readonly CellSource[]): KeptCell[] {
  return cells.map(({ id, source, controls }) => ({ id, source, ...(controls && { controls }), key: freshKey() }));
}

/** A key that no other cell has, in whatever tab it was made. */
export function freshKey(): string {
  return [...crypto.getRandomValues(new Uint32Array(3))].map((word) => word.toString(36)).join("");
}

/** Without what only the browser's storage needs. */
export function plain(cells: readonly KeptCell[]): CellSource[] {
  return cells.map(({ id, source, controls }) => ({ id, source, ...(controls && { controls }) }));
}

/** How many cells differ from the author's, counting those that were added or deleted. */
export function changedCells(cells: readonly KeptCell[], author: readonly CellSource[]): number {
  const written = new Map(author.map((cell) => [cell.id, cell]));
  const changed = cells.filter(({ id, source, controls, original }) => {
    const first = original === undefined ? undefined : written.get(id);
    return !first || first.source !== source || !sameControls(first.controls, controls);
  });
  const there = new Set(cells.filter(({ original }) => original !== undefined).map(({ id }) => id));
  return changed.length + author.filter(({ id }) => !there.has(id)).length;
}

/** Whether two cells hold the same, whatever they are called. */
export function sameContent(a: CellSource, b: CellSource): boolean {
  return a.source === b.source && sameControls(a.controls, b.controls);
}

/** Whether two lists hold the same cells with the same content, in one order. */
export function sameList(one: readonly KeptCell[], other: readonly KeptCell[]): boolean {
  return (
    one === other ||
    (one.length === other.length &&
      one.every((cell, i) => cell.key === other[i].key && cell.id === other[i].id && sameContent(cell, other[i])))
  );
}

function sameControls(a: readonly ControlValue[] | undefined, b: readonly ControlValue[] | undefined): boolean {
  return JSON.stringify(a ?? []) === JSON.stringify(b ?? []);
}

/** A record of the storage as a notebook; null if it is none that this version knows. */
export function readNotebook(record: unknown): KeptNotebook | null {
  if (!isRecord(record) || record.format !== format) return null;
  const { id, version, name, cells, author, changedAt } = record;
  if (
    typeof id !== "string" ||
    typeof name !== "string" ||
    !Number.isSafeInteger(version) ||
    typeof changedAt !== "number"
  )
    return null;
  if (!isKeptList(cells) || (author !== undefined && !isCellList(author))) return null;
  return { id, version: version as number, name, cells, ...(author && { author }), changedAt };
}

/** Whether these are cells as they are kept. */
export function isKeptList(value: unknown): value is KeptCell[] {
  return (
    isCellList(value) &&
    value.every((cell) => typeof (cell as KeptCell).key === "string") &&
    new Set(value.map((cell) => (cell as KeptCell).key)).size === value.length
  );
}

function isCellList(value: unknown): value is CellSource[] {
  return (
    Array.isArray(value) &&
    value.every(
      (cell) =>
        isRecord(cell) &&
        typeof cell.id === "string" &&
        typeof cell.source === "string" &&
        (cell.controls === undefined || Array.isArray(cell.controls)) &&
        (cell.original === undefined || typeof cell.original === "string"),
    )
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
