/** @file The cells of a chapter as files to take along. Build time only. */
import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";
import * as v3 from "../compute/index.ts";
import { checkedScript, shownBy } from "../notebook/formats/checked-script.ts";
import { fileOutput } from "../notebook/formats/file-output.ts";
import { toJupyter } from "../notebook/formats/jupyter.ts";
import type { Origin } from "../notebook/formats/script-prelude.ts";
import { runNotebook, type CellSource } from "../notebook/index.ts";

/** A script that Node runs, which asserts what it shows. */
export function chapterScript(cells: readonly CellSource[], { version }: Origin): Promise<string> {
  return checkedScript(cells, version, ".astro");
}

/** A Jupyter notebook with what its cells show, and a last cell that asserts it. */
export async function chapterNotebook(cells: readonly CellSource[], origin: Origin): Promise<string> {
  const { document } = parseHTML("<!doctype html><html><body></body></html>");
  const runs = await runNotebook(cells, { v3, Plot, document: document as unknown as Document });
  return toJupyter(
    cells,
    origin,
    new Map([...runs].map(([id, { outputs, error }]) => [id, { outputs: outputs.map(fileOutput), error }])),
    await shownBy(cells, origin.version, ".astro"),
  );
}
