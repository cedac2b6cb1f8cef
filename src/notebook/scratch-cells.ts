/** @file What can be done to the list of cells of a notebook. Every function gives a new list; a step that is not possible, the same one. */
import type { CellSource } from "./cell.ts";
import { withValidIds } from "./formats/cell-list.ts";
import { freshIds } from "./formats/fresh-ids.ts";
import { freshKey, owned, type KeptCell } from "./kept/notebook.ts";

/** A cell that was taken out, and the key of the one that stood before it. */
export type Taken = { cell: KeptCell; after: string | null };

/** With an empty cell of the reader's at the end. */
export function withNew(cells: readonly KeptCell[]): { cells: KeptCell[]; added: KeptCell } {
  const added = { id: freshIds(cells.map(({ id }) => id))(), source: "", key: freshKey() };
  return { cells: [...cells, added], added };
}

/** With the cell one place up (−1) or down (1). */
export function move(cells: readonly KeptCell[], key: string, by: -1 | 1): readonly KeptCell[] {
  const from = cells.findIndex((cell) => cell.key === key);
  const to = from + by;
  return from < 0 || to < 0 || to >= cells.length ? cells : cells.toSpliced(from, 1).toSpliced(to, 0, cells[from]);
}

/** Without a cell, and what {@link putBack} needs to undo that; null if it is not there. */
export function takeOut(cells: readonly KeptCell[], key: string): { cells: KeptCell[]; taken: Taken } | null {
  const at = cells.findIndex((cell) => cell.key === key);
  return at < 0
    ? null
    : { cells: cells.toSpliced(at, 1), taken: { cell: cells[at], after: cells[at - 1]?.key ?? null } };
}

/** With a cell that had been taken out, after the one that it stood after; all that was added or written since stays. */
export function putBack(cells: readonly KeptCell[], { cell, after }: Taken): readonly KeptCell[] {
  if (cells.some(({ key }) => key === cell.key)) return cells;
  const id = cells.some((one) => one.id === cell.id) ? freshIds(cells.map((one) => one.id))() : cell.id;
  const before = cells.findIndex(({ key }) => key === after);
  return cells.toSpliced(after === null ? 0 : before < 0 ? cells.length : before + 1, 0, { ...cell, id });
}

/** Both notebooks, one under the other, all of it the reader's: of equal names, those of `added` change. */
export function append(cells: readonly KeptCell[], added: readonly CellSource[]): KeptCell[] {
  return withValidIds([...cells, ...owned(added)]);
}

/** With what the reader did in one cell. */
export function withState(
  cells: readonly KeptCell[],
  id: string,
  { source, controls }: Pick<CellSource, "source" | "controls">,
): KeptCell[] {
  return cells.map((cell) => {
    if (cell.id !== id) return cell;
    const { controls: _, ...rest } = cell;
    return { ...rest, source, ...(controls && { controls }) };
  });
}
