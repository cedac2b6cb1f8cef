/** @file Files of the scratchpad: loaded when the reader saves or opens one. */
import { download } from "../kit/export/picture.ts";
import type { CellSource } from "./cell.ts";
import { fileOutput } from "./formats/file-output.ts";
import { toJupyter } from "./formats/jupyter.ts";
import { toScript } from "./formats/script.ts";
import type { CellRun } from "./run-notebook.ts";

export { openFile } from "./formats/open-file.ts";

/** Hands the notebook to the reader as `v3-notebook.ts`. */
export function saveScript(cells: readonly CellSource[]): void {
  download("v3-notebook.ts", new Blob([toScript(cells)], { type: "text/x.typescript;charset=utf-8" }));
}

/** Hands the notebook to the reader as `v3-notebook.ipynb`, with what its cells showed last. */
export function saveJupyter(cells: readonly CellSource[], runs: ReadonlyMap<string, CellRun>): void {
  const outputs = new Map([...runs].map(([id, { outputs, error }]) => [id, { outputs: outputs.map(fileOutput), error }]));
  download("v3-notebook.ipynb", new Blob([toJupyter(cells, outputs)], { type: "application/x-ipynb+json" }));
}
