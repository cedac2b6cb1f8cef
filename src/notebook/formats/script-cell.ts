/**
 * @file A cell between the marks of a script: what Node needs different there is changed in lines that carry the
 * mark, so that the way back is exact.
 *
 * - Imports are lifted to the top of the file, once; the cell keeps them as `// %%> import …`.
 * - A cell that is one expression shows its value: it stands between `display( // %%` and `); // %% ";"`, which
 *   remembers what ended the expression.
 */
import { analyzeCell } from "../analyze.ts";
import { packages, type ScopeName } from "../scope-names.ts";

/** A name that the cells take from a package. */
export type LiftedImport = { from: ScopeName; imported: string; local: string };

/**
 * Whole lines that import from a package that cells know. Types alone do not matter to Node and stay. (A line ends at
 * a line feed alone, as everywhere in the file; `^` and `$` know other ends too.)
 */
const importLines = new RegExp(String.raw`(?<![^\n])import\s(?!\s*type\b)[^;"'\x60]*?["'](${Object.keys(packages).join("|")})["'][ \t]*;?[ \t]*(?![^\n])`, "g");

/** The lines of a cell in a script. */
export function toScriptLines(source: string, mark: string): string {
  const lifted = source.replace(importLines, (statement) => statement.split("\n").map((line) => `${mark}> ${line}`).join("\n"));
  if (!showsItself(source)) return lifted;
  const tail = /[;\s]*$/.exec(lifted)![0];
  return `display( ${mark}\n${lifted.slice(0, lifted.length - tail.length)}\n); ${mark} ${JSON.stringify(tail)}`;
}

/** The cell that those lines were. */
export function fromScriptLines(lines: readonly string[], mark: string): string {
  let text = lines.map((line) => (line.startsWith(`${mark}> `) ? line.slice(mark.length + 2) : line)).join("\n");
  const open = `display( ${mark}\n`;
  const close = text.lastIndexOf(`\n); ${mark} "`);
  if (text.startsWith(open) && close >= 0) text = text.slice(open.length, close) + tailOf(text.slice(close + `\n); ${mark} `.length));
  return text;
}

/** Everything that a cell imports in lines of its own. */
export function liftedImports(source: string): LiftedImport[] {
  return [...source.matchAll(importLines)].flatMap(([statement, name]) => {
    const from = packages[name];
    const whole = /^import\s+\*\s+as\s+([\w$]+)\s+from/.exec(statement);
    if (whole) return [{ from, imported: "*", local: whole[1] }];
    const list = /\{([^}]*)\}/.exec(statement)?.[1] ?? "";
    return list.split(",").map((part) => part.trim()).filter((part) => part !== "" && !/^type\s/.test(part)).map((part) => {
      const [imported, local = imported] = part.split(/\s+as\s+/);
      return { from, imported, local };
    });
  });
}

/** Whether the page shows the value of the cell without being told to. */
function showsItself(source: string): boolean {
  return !/\b(display|view|console|import)\b/.test(source) && analyzeCell(source).isExpression;
}

/** What ended the expression; an editor may have damaged it. */
function tailOf(json: string): string {
  const [text] = /^"(?:[^"\\]|\\.)*"/.exec(json) ?? [];
  return text === undefined ? "" : (JSON.parse(text) as string);
}
