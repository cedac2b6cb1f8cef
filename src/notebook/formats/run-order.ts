/** @file The order of a file: cells as they must run one after the other, without anything that runs them again. */
import { analyzeCell } from "../analyze.ts";
import type { CellSource } from "../cell.ts";
import { notebookGraph, runOrder } from "../graph.ts";

/** A cell with its place on the page, from 1. */
export type PlacedCell = CellSource & { place: number };

/** Each cell after those that it needs; otherwise, and inside a circle, as on the page. */
export function inRunOrder(cells: readonly CellSource[]): PlacedCell[] {
  const placed = new Map(cells.map((cell, i) => [cell.id, { ...cell, place: i + 1 }]));
  const graph = notebookGraph(new Map(cells.map(({ id, source }) => [id, analyzeCell(source)])));
  return runOrder(graph).map((id) => placed.get(id)!);
}
