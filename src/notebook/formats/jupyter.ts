/**
 * @file Cells as a Jupyter notebook (nbformat 4.5), outputs included, and back.
 *
 * The kernel named is Deno's: it runs TypeScript as the cells have it, keeps `const` from one cell to the next, and
 * loads modules by their addresses: the site's own, and npm packages. The file is in the order in which the cells must run, so that "Run all" works; the order of the
 * page stands in the metadata. A first cell, marked as ours, provides what the page gives every cell; a last one may assert what they showed. A cell whose
 * imports that first cell provides, or whose controls were moved, is written as in a script (`script-cell.ts`); its metadata then has the mark.
 *
 * @source nbformat 4.5 JSON schema (jupyter/nbformat, nbformat/v4/nbformat.v4.5.schema.json)
 */
import {
  jupyterFile,
  jupyterLines as toLines,
  type JupyterCell,
  type JupyterOutput,
} from "../../kit/export/jupyter-file.ts";
import type { CellSource } from "../cell.ts";
import { problemOf, problemOfNumber, withValidIds, type ReadCells } from "./cell-list.ts";
import { freeMark, isMark } from "./mark.ts";
import { inRunOrder, type PlacedCell } from "./run-order.ts";
import { fromScriptLines, toScriptLines } from "./script-cell.ts";
import { assertShown, jupyterNeeds, jupyterPrelude, type Origin } from "./script-prelude.ts";

/** What one `display` of a cell showed, in each form that there is. */
export type FileOutput = { text: string; html?: string; svg?: string };

/** What a cell showed when it last ran, and how it ended. */
export type FileOutputs = { outputs: readonly FileOutput[]; error?: { message: string } };

type CodeCell = Extract<JupyterCell, { cell_type: "code" }>;

/** Id of the cell that stands in for the page; its underscores keep it apart from the ids of readers' cells. */
const preludeId = "v3_companion_setup";

/** Id of a last cell that asserts what the others showed. */
const checkId = "v3_companion_check";

/**
 * The text of an `.ipynb` file.
 *
 * @param origin  where its module comes from, and of what version it is
 * @param outputsOf  by id; a cell that is missing counts as not run
 * @param shown  what the cells show when they run in order, for a last cell that asserts it
 * @returns JSON that ends in a newline; {@link fromJupyter} gives back exactly `cells`
 * @throws RangeError if `cells` is no notebook
 */
export function toJupyter(
  cells: readonly CellSource[],
  origin: Origin,
  outputsOf: ReadonlyMap<string, FileOutputs> = new Map(),
  shown?: readonly unknown[],
): string {
  const problem = problemOf(cells);
  if (problem) throw new RangeError(`cells must be a notebook (got: ${problem})`);
  const prelude = ownCell(
    preludeId,
    "setup",
    `${jupyterNeeds(cells, origin)}\n${jupyterPrelude(cells, origin, shown !== undefined)}`,
  );
  const mark = freeMark(cells);
  return jupyterFile([
    prelude,
    ...inRunOrder(cells).map((cell, i) => codeCell(cell, mark, i + 2, outputsOf.get(cell.id))),
    ...(shown === undefined
      ? []
      : [ownCell(checkId, "check", `// Run all cells once, in a fresh kernel.\n${assertShown(shown)}`)]),
  ]);
}

/**
 * The code cells of a notebook file, in the order of their page; text cells are left out. Reads every notebook of
 * format 4, ours or not. Never throws.
 */
export function fromJupyter(text: string): ReadCells {
  let notebook: unknown;
  try {
    notebook = JSON.parse(text.replace(/^\ufeff/, ""));
  } catch {
    return { problem: "The file cannot be opened. It is not JSON, so it is no Jupyter notebook." };
  }
  if (!isRecord(notebook) || !Array.isArray(notebook.cells) || typeof notebook.nbformat !== "number") {
    return { problem: "The file cannot be opened. It is no Jupyter notebook: it has no list of cells." };
  }
  if (notebook.nbformat !== 4)
    return { problem: `The file cannot be opened. It is a notebook of format ${notebook.nbformat}; format 4 is read.` };
  const read: { cell: CellSource; place: number }[] = [];
  for (const cell of notebook.cells as unknown[]) {
    if (!isRecord(cell) || cell.cell_type !== "code" || ["setup", "check"].includes(String(ours(cell).role))) continue;
    const source = joined(cell.source);
    if (source === null) return { problem: "The file cannot be opened. A cell of it has no source." };
    const { place, mark } = ours(cell);
    const text = typeof mark === "string" && isMark(mark) ? fromScriptLines(source.split("\n"), mark) : { source };
    read.push({
      cell: { id: typeof cell.id === "string" ? cell.id : "", ...text },
      place: typeof place === "number" ? place : Infinity,
    });
  }
  const wrongNumber = problemOfNumber(read.length);
  if (wrongNumber) return { problem: `The file cannot be opened. ${wrongNumber}` };
  read.sort((a, b) => (a.place === b.place ? 0 : a.place - b.place));
  const cells = withValidIds(read.map(({ cell }) => cell));
  const problem = problemOf(cells);
  return problem ? { problem: `The file cannot be opened. ${problem}` } : { cells };
}

/** A cell that is no reader's. */
function ownCell(id: string, role: "setup" | "check", source: string): CodeCell {
  return {
    cell_type: "code",
    id,
    metadata: { v3companion: { role } },
    execution_count: null,
    outputs: [],
    source: toLines(source),
  };
}

function codeCell({ place, ...cell }: PlacedCell, mark: string, count: number, run: FileOutputs | undefined): CodeCell {
  const shown: JupyterOutput[] = (run?.outputs ?? []).map(({ text, html, svg }) => ({
    output_type: "display_data",
    data: {
      ...(svg === undefined ? {} : { "image/svg+xml": toLines(svg) }),
      ...(html === undefined ? {} : { "text/html": toLines(html) }),
      "text/plain": toLines(text),
    },
    metadata: {},
  }));
  const errors: JupyterOutput[] = run?.error
    ? [{ output_type: "error", ename: "Error", evalue: run.error.message, traceback: run.error.message.split("\n") }]
    : [];
  const text = toScriptLines(cell, mark, false);
  return {
    cell_type: "code",
    id: cell.id,
    metadata: { v3companion: { place, ...(text !== cell.source && { mark }) } },
    execution_count: run ? count : null,
    outputs: [...shown, ...errors],
    source: toLines(text),
  };
}

/** A string or a list of strings, as the format allows; null if it is neither. */
function joined(value: unknown): string | null {
  if (typeof value === "string") return value;
  return Array.isArray(value) && value.every((part) => typeof part === "string") ? value.join("") : null;
}

function ours(cell: Record<string, unknown>): Record<string, unknown> {
  const metadata = isRecord(cell.metadata) ? cell.metadata.v3companion : undefined;
  return isRecord(metadata) ? metadata : {};
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
