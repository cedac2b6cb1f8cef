/** @file Runs a whole notebook once, when the site is built. */
import type { CellError, CellSource } from "./cell.ts";
import type { DisplayTree } from "./display/tree.ts";
import { createEngine } from "./engine.ts";
import { plotFor } from "./plot.ts";
import type { Environment } from "./scope.ts";

/** What became of a cell. */
export type CellRun = { outputs: DisplayTree[]; error?: CellError };

/**
 * Runs all cells, with their controls at their first values, and returns when the last has ended. A cell that never
 * ends keeps it from returning.
 *
 * @returns one entry for each cell, in the order of `cells`
 */
export async function runNotebook(
  cells: readonly CellSource[],
  { v3, Plot, document }: Environment,
): Promise<Map<string, CellRun>> {
  const outcomes = new Map<string, CellRun>(cells.map(({ id }) => [id, { outputs: [] }]));
  const own = plotFor(Plot, document);
  const engine = createEngine(
    { v3, Plot: own.Plot, document },
    {
      displayed: (id, outputs) => void (outcomes.get(id)!.outputs = outputs()),
      finished: (id, { outputs, error }) => void outcomes.set(id, error ? { outputs, error } : { outputs }),
    },
    { narrowDrawing: own.narrowDrawing },
  );
  engine.setCells(cells);
  engine.run(cells.map(({ id }) => id));
  await engine.settled();
  engine.dispose();
  return outcomes;
}
