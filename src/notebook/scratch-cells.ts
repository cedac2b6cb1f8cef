/** @file What can be done to a list of cells. Every function gives a new list; a step that is not possible, the same one. */
import { freshId, withValidIds } from "./formats/cell-list.ts";
import type { CellSource } from "./cell.ts";

/** With an empty cell after the one named, or at the end. */
export function insertAfter(cells: readonly CellSource[], after: string | null, source = ""): { cells: CellSource[]; id: string } {
  const id = freshId(cells.map((cell) => cell.id));
  const at = cells.findIndex((cell) => cell.id === after);
  return { cells: cells.toSpliced(at < 0 ? cells.length : at + 1, 0, { id, source }), id };
}

/** With the cell one place up (−1) or down (1). */
export function move(cells: readonly CellSource[], id: string, by: -1 | 1): readonly CellSource[] {
  const from = cells.findIndex((cell) => cell.id === id);
  const to = from + by;
  return from < 0 || to < 0 || to >= cells.length ? cells : cells.toSpliced(from, 1).toSpliced(to, 0, cells[from]);
}

/** Both notebooks, one under the other: of equal names, those of `added` change. */
export function append(cells: readonly CellSource[], added: readonly CellSource[]): CellSource[] {
  return withValidIds([...cells, ...added]);
}
