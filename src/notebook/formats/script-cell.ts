/**
 * @file A cell between the marks of a script: what Node needs different there is changed in lines that carry the
 * mark, so that the way back is exact.
 *
 * - Lines that are changed stand there as comments, `// %%> import …`. If something of them must run, it follows:
 *   `// %%< 2` says that the next two lines are not the cell's.
 * - Imports are taken out, since the top of the file has them, once for all cells.
 * - A cell that is one expression shows its value: it stands between `display( // %%` and `); // %% ";"`, which
 *   remembers what ended the expression.
 * - Where controls were moved, the first line says so: `view.places = [7168]; // %%@`.
 */
import type { CellSource, ControlValue } from "../cell.ts";
import { parseCell, type LiftedImport, type ParsedCell } from "./cell-parse.ts";

/** What of a cell its lines in a file bring back. */
export type CellText = Pick<CellSource, "source" | "controls">;

const places = "view.places = ";

/** The lines of a cell in a script. @param showValue  whether a cell that is one expression has to be told to show it */
export function toScriptLines({ source, controls }: CellText, mark: string, showValue = true): string {
  const parsed = parseCell(source);
  const shows = showValue && parsed !== null && showsItself(parsed);
  const body =
    !parsed || (parsed.imports.length === 0 && !shows)
      ? source
      : (shows && betweenDisplay(source, parsed, mark)) || rewritten(source, parsed, mark, shows);
  return controls ? `${places}${JSON.stringify(controls)}; ${mark}@\n${body}` : body;
}

/** The cell that those lines were. */
export function fromScriptLines(lines: readonly string[], mark: string): CellText {
  const first = lines[0]?.trimEnd() ?? "";
  const place =
    first.startsWith(places) && first.endsWith(`; ${mark}@`)
      ? readPlaces(first.slice(places.length, -`; ${mark}@`.length))
      : null;
  const own: string[] = [];
  let skip = 0;
  for (const line of place ? lines.slice(1) : lines) {
    if (skip > 0) skip--;
    else if (line.startsWith(`${mark}> `)) own.push(line.slice(mark.length + 2));
    else if (line.startsWith(`${mark}< `)) skip = Number(/^\d{1,6}/.exec(line.slice(mark.length + 2))?.[0] ?? 0);
    else own.push(line);
  }
  return { source: withoutDisplay(own.join("\n"), mark), ...(place && { controls: place }) };
}

/** Everything that a cell imports from packages that cells know. */
export function liftedImports(source: string): LiftedImport[] {
  return parseCell(source)?.imports.flatMap(({ names }) => names) ?? [];
}

/** Whether the page shows the value of the cell without being told to. */
function showsItself({ expression, uses }: ParsedCell): boolean {
  return expression !== null && !["display", "view", "console"].some((name) => uses.has(name));
}

/** An expression as it stands, between two lines; null where a comment, a comma or an import would make it another one. */
function betweenDisplay(source: string, { imports, isSequence }: ParsedCell, mark: string): string | null {
  const [tail] = /[;\s]*$/.exec(source)!;
  const head = source.slice(0, source.length - tail.length);
  if (imports.length > 0 || isSequence || !parseCell(`display(\n${head}\n);`)?.expression) return null;
  return `display( ${mark}\n${head}\n); ${mark} ${JSON.stringify(tail)}`;
}

/** The inverse of {@link betweenDisplay}; other text stays as it is. */
function withoutDisplay(text: string, mark: string): string {
  const open = `display( ${mark}\n`;
  const close = text.lastIndexOf(`\n); ${mark} "`);
  if (!text.startsWith(open) || close < 0) return text;
  const [tail] = /^"(?:[^"\\]|\\.)*"/.exec(text.slice(close + `\n); ${mark} `.length)) ?? []; // an editor may have damaged it
  return text.slice(open.length, close) + (tail === undefined ? "" : (JSON.parse(tail) as string));
}

/** The lines of the cell, with what Node needs in place of those that cannot stand as they are. */
function rewritten(
  source: string,
  { code, imports, wholes, expression }: ParsedCell,
  mark: string,
  shows: boolean,
): string {
  const lines = source.split("\n");
  const starts = [0, ...[...code.matchAll(/\n/g)].map(({ index }) => index + 1)];
  const edits = imports.map(({ start, end }) => ({ start, end, text: code.slice(start, end).replace(/[^\n]/g, " ") }));
  if (shows)
    edits.push(
      { start: expression!.start, end: expression!.start, text: "display((" },
      { start: expression!.end, end: expression!.end, text: "))" },
    );
  edits.sort((a, b) => a.start - b.start || a.end - b.end);
  const out: string[] = [];
  let line = 0;
  for (const [first, last] of linesToChange(edits, wholes, starts)) {
    const text = replaced(code, starts[first], last + 1 < starts.length ? starts[last + 1] - 1 : code.length, edits);
    out.push(...lines.slice(line, first), ...lines.slice(first, last + 1).map((one) => `${mark}> ${one}`));
    if (text.trim() !== "") out.push(`${mark}< ${last - first + 1}`, text);
    line = last + 1;
  }
  return [...out, ...lines.slice(line)].join("\n");
}

type Range = { start: number; end: number };

/** Lines that change together, first and last: neither their begin nor their end is inside a statement or a comment. */
function linesToChange(
  edits: readonly Range[],
  wholes: readonly Range[],
  starts: readonly number[],
): [number, number][] {
  const lineAt = (offset: number): number => starts.findLastIndex((start) => start <= offset);
  const spans = wholes.map(({ start, end }): [number, number] => [lineAt(start), lineAt(end)]);
  const touched = edits.map(({ start, end }): [number, number] => [lineAt(start), lineAt(end)]);
  const found: [number, number][] = [];
  for (let [first, last] of touched) {
    for (let grows = true; grows;) {
      grows = false;
      for (const [from, to] of [...spans, ...touched]) {
        if (from > last || to < first || (from >= first && to <= last)) continue;
        [first, last, grows] = [Math.min(first, from), Math.max(last, to), true];
      }
    }
    if (!found.some(([from, to]) => from <= first && last <= to)) found.push([first, last]);
  }
  return found;
}

function replaced(code: string, from: number, to: number, edits: readonly (Range & { text: string })[]): string {
  let text = "";
  let at = from;
  for (const { start, end, text: instead } of edits) {
    if (start < from || end > to) continue;
    text += code.slice(at, start) + instead;
    at = end;
  }
  return text + code.slice(at, to);
}

function readPlaces(json: string): ControlValue[] | null {
  try {
    const read: unknown = JSON.parse(json);
    return Array.isArray(read) ? (read as ControlValue[]) : null;
  } catch {
    return null;
  }
}
