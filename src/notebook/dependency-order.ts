/** @file The order in which cells must run, from their sources alone. */
import { analyzeCell } from "./analyze.ts";
import type { CellSource } from "./cell.ts";
import { notebookGraph, runOrder } from "./graph.ts";

/** Ids of `cells`, each after those that it needs, otherwise in the order of the page. */
export function dependencyOrder(cells: readonly CellSource[]): string[] {
  return runOrder(notebookGraph(new Map(cells.map(({ id, source }) => [id, analyzeCell(source)]))));
}
