/** @file Files of the scratchpad: loaded when the reader saves or opens one. */
import { download } from "../kit/export/picture.ts";
import { analyzeCell } from "./analyze.ts";
import type { CellSource } from "./cell.ts";
import { fileOutput } from "./formats/file-output.ts";
import { toJupyter } from "./formats/jupyter.ts";
import { toScript } from "./formats/script.ts";
import type { Origin } from "./formats/script-prelude.ts";
import { notebookGraph, reachable } from "./graph.ts";
import type { CellRun } from "./run-notebook.ts";

export { openFile } from "./formats/open-file.ts";

/** Hands the notebook to the reader as `v3-notebook.ts`. */
export function saveScript(cells: readonly CellSource[], version: string): void {
  download("v3-notebook.ts", new Blob([toScript(cells, version)], { type: "text/x.typescript;charset=utf-8" }));
}

/** Hands the notebook to the reader as `v3-notebook.ipynb`, with what its cells showed last. */
export function saveJupyter(cells: readonly CellSource[], runs: ReadonlyMap<string, CellRun>, origin: Origin): void {
  const fits = fitting(cells, runs);
  const outputs = new Map(
    [...runs]
      .filter(([id]) => fits.has(id))
      .map(([id, { outputs, error }]) => [id, { outputs: outputs.map(fileOutput), error }]),
  );
  download("v3-notebook.ipynb", new Blob([toJupyter(cells, origin, outputs)], { type: "application/x-ipynb+json" }));
}

/** Cells whose output is that of the code beside it: they ran as they stand, and so did all that they use. */
export function fitting(cells: readonly CellSource[], runs: ReadonlyMap<string, unknown>): Set<string> {
  const { downstreamOf } = notebookGraph(new Map(cells.map(({ id, source }) => [id, analyzeCell(source)])));
  const others = reachable(
    cells.map(({ id }) => id).filter((id) => !runs.has(id)),
    downstreamOf,
  );
  return new Set(cells.map(({ id }) => id).filter((id) => !others.has(id)));
}
