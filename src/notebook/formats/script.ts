/**
 * @file Cells as a `.ts` file that Node runs as it is, and back.
 *
 * A line `// %% cell 2: kv-growth` begins each cell, as in the notebooks of editors that know this mark; the number is
 * the cell's place on the page, since the file is in the order in which the cells must run. Where a cell holds
 * such a mark itself, the whole file uses one with more percent signs: the first line says which.
 */
import type { CellSource } from "../cell.ts";
import { problemOf, problemOfNumber, withValidIds, type ReadCells } from "./cell-list.ts";
import { freeMark } from "./mark.ts";
import { inRunOrder } from "./run-order.ts";
import { fromScriptLines, toScriptLines } from "./script-cell.ts";
import { installation, scriptPrelude } from "./script-prelude.ts";

const firstLine = (mark: string): string => `// Notebook of The V3 Companion; its cells begin with "${mark} cell".`;
const firstLinePattern = /^\ufeff?\/\/ Notebook of The V3 Companion; its cells begin with "(\/\/ %%+) cell"\.(\r?)$/;

/**
 * A script of these cells.
 *
 * @param version  of the package that it needs
 * @param recorded  whether the script notes what it shows, in `shown` (`recorded.ts`)
 * @returns ends in a newline; {@link fromScript} gives back exactly `cells`
 * @throws RangeError if `cells` is no notebook
 */
export function toScript(
  cells: readonly CellSource[],
  version: string,
  { recorded = false }: { recorded?: boolean } = {},
): string {
  const problem = problemOf(cells);
  if (problem) throw new RangeError(`cells must be a notebook (got: ${problem})`);
  const mark = freeMark(cells);
  const parts = inRunOrder(cells).map(
    (cell) => `${mark} cell ${cell.place}: ${cell.id}\n${toScriptLines(cell, mark)}\n\n`,
  );
  return [
    `${firstLine(mark)}\n`,
    "// It runs with Node 22.18 or later: node <this file>\n",
    '// It is an ES module: where a package.json beside it says "type": "commonjs", write "module" there.\n',
    `${installation(cells, version)}\n`,
    `${scriptPrelude(cells, recorded)}\n\n`,
    ...parts,
    `${mark} end\n`,
  ].join("");
}

/**
 * The cells of a script, in the order of their page. A file that is not ours becomes one cell. Never throws.
 */
export function fromScript(text: string): ReadCells {
  const header = firstLinePattern.exec(text.slice(0, text.indexOf("\n") + 1).replace(/\n$/, ""));
  if (!header) return checked([{ id: "cell-1", source: text.replace(/^\ufeff/, "") }]);
  const [, mark, carriageReturn] = header;
  // The header is ours and has no carriage return: if it has one now, the whole file was converted.
  const lines = (carriageReturn ? text.replaceAll("\r\n", "\n") : text).split("\n");
  const found: { id: string; place: number; lines: string[] }[] = [];
  for (const line of lines) {
    const begin = line.startsWith(`${mark} cell `)
      ? /^(\d{1,6}): ?(.*)$/.exec(line.slice(mark.length + 6).trimEnd())
      : null;
    if (begin) found.push({ id: begin[2], place: Number(begin[1]), lines: [] });
    else if (line.trimEnd() === `${mark} end`) break;
    else found.at(-1)?.lines.push(line);
  }
  const wrongNumber = problemOfNumber(found.length);
  if (wrongNumber) return { problem: `The file cannot be opened. ${wrongNumber}` };
  const inPageOrder = found.sort((a, b) => a.place - b.place); // stable: cells with equal numbers stay as they stand
  return checked(
    withValidIds(inPageOrder.map(({ id, lines }) => ({ id, ...fromScriptLines(withoutEnd(lines), mark) }))),
  );
}

/** An empty line closes a cell; an editor may have taken it away. */
function withoutEnd(lines: string[]): string[] {
  return lines.at(-1) === "" ? lines.slice(0, -1) : lines;
}

function checked(cells: CellSource[]): ReadCells {
  const problem = problemOf(cells);
  return problem ? { problem: `The file cannot be opened. ${problem}` } : { cells };
}
