/** @file What holds for the cells of any notebook, however they came in: their ids, their number, their size. */
import type { CellSource } from "../cell.ts";
import { freshIds } from "./fresh-ids.ts";

/** More than any page needs; a file or a link with more is not a notebook of ours. */
export const maxCells = 200;

/** All sources together, in UTF-16 units. */
export const maxSourceLength = 200_000;

/** Lines of all sources together: a page lays out each of them, empty or not. */
const maxLines = 20_000;

/** Jupyter allows 64 characters, so longer ids could not be exported. */
const maxIdLength = 64;

/** What reading a file or a link comes to: the cells, or one sentence for the reader that says why not. */
export type ReadCells = { cells: CellSource[] } | { problem: string };

/** Whether `id` is kebab-case and short enough for every format: `kv-growth`, `cell-2`. */
export function isCellId(id: string): boolean {
  return id.length <= maxIdLength && /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(id);
}

/** One sentence on what is wrong with so many cells, or null if nothing is: to be asked before anything is done for each of them. */
export function problemOfNumber(cells: number): string | null {
  if (cells === 0) return "It has no cells.";
  return cells > maxCells ? `It has ${cells} cells; at most ${maxCells} are read.` : null;
}

/** One sentence on what is wrong with a list of cells, or null if nothing is. */
export function problemOf(cells: readonly CellSource[]): string | null {
  const wrongNumber = problemOfNumber(cells.length);
  if (wrongNumber) return wrongNumber;
  const total = cells.reduce((sum, { source }) => sum + source.length, 0);
  if (total > maxSourceLength) return `Its code is too long: ${total} characters; at most ${maxSourceLength} are read.`;
  const lines = cells.reduce((sum, { source }) => sum + linesOf(source), 0);
  if (lines > maxLines) return `Its code is too long: ${lines} lines; at most ${maxLines} are read.`;
  const seen = new Set<string>();
  for (const { id } of cells) {
    if (!isCellId(id))
      return `“${id.slice(0, 80)}” cannot be the name of a cell: names are lower-case words joined by hyphens.`;
    if (seen.has(id)) return `Two cells are named “${id}”.`;
    seen.add(id);
  }
  return null;
}

function linesOf(source: string): number {
  let lines = 1;
  for (let at = source.indexOf("\n"); at >= 0; at = source.indexOf("\n", at + 1)) lines++;
  return lines;
}

/**
 * Cells with valid, unique ids: a bad or repeated one is replaced by the first free `cell-n`, good ones stay.
 * For files that people or other programs have edited.
 */
export function withValidIds<Cell extends CellSource>(cells: readonly Cell[]): Cell[] {
  const fresh = freshIds(cells.map(({ id }) => id));
  const seen = new Set<string>();
  return cells.map((cell) => {
    const id = isCellId(cell.id) && !seen.has(cell.id) ? cell.id : fresh();
    seen.add(id);
    return id === cell.id ? cell : { ...cell, id };
  });
}
