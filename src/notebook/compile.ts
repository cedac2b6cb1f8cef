/** @file From the analysis of a cell to a function that runs it. */
import type { CellAnalysis } from "./analyze.ts";
import { scopeNames } from "./scope-names.ts";

/** What a run of a cell comes to: its names with their values, and the value of a cell that is one expression. */
export type CellResult = { names: Record<string, unknown>; value?: unknown };

/** Takes the values of `scopeNames`, then those of `inputs`. */
export type CellFunction = (...values: unknown[]) => CellResult | Promise<CellResult>;

/** The function of a cell, and what stacks call the file that it stands in. */
export type CompiledCell = { run: CellFunction; file: string };

/** Gives the value of an expression, and what stacks call the file of it: `file`, or another name. */
export type Evaluate = (expression: string, file: string) => { value: unknown; file: string };

/** An indirect eval: nothing of this module is in scope. Only the sandbox and the build allow it. */
export const evaluate: Evaluate = (expression, file) => ({
  value: (0, eval)(`${expression}\n//# sourceURL=${file}`),
  file,
});

/**
 * The function of a cell, in strict mode. Lines of the source are lines of the function's file, so that the place of an error can be
 * read from its stack (`lineInCell`).
 *
 * @param inputs  names of other cells that this cell uses, in the order in which their values will come
 * @throws RangeError if the cell could not be read
 */
export function compileCell(
  id: string,
  analysis: CellAnalysis,
  inputs: readonly string[],
  by: Evaluate = evaluate,
): CompiledCell {
  if (analysis.code === null)
    throw new RangeError(`analysis must be of a cell without errors (got ${analysis.error?.message})`);
  const imports = analysis.imports
    .map(
      ({ local, from, imported }) =>
        `const ${local} = ${imported === "*" ? from : `${from}[${JSON.stringify(imported)}]`}; `,
    )
    .join("");
  const body = analysis.isExpression
    ? `return { names: { ${analysis.defines.join(", ")} }, value: (${analysis.code}\n) };`
    : `${analysis.code}\nreturn { names: { ${analysis.defines.join(", ")} } };`;
  const head = `(${analysis.usesAwait ? "async " : ""}(${[...scopeNames, ...inputs].join(", ")}) => { "use strict"; ${imports}`;
  const { value, file } = by(`${head}${body} })`, `v3-cell/${id}.ts`);
  return { run: value as CellFunction, file };
}

/** The line of the cell in this file on which an error arose, as its stack tells; undefined if the cell is not in it. */
export function lineInCell(file: string, error: unknown): number | undefined {
  const stack = error instanceof Error ? error.stack : undefined;
  if (!stack) return undefined;
  const after = stack
    .split(file)
    .slice(1)
    .map((rest) => /^:(\d+)/.exec(rest)?.[1])
    .find(Boolean);
  return after === undefined ? undefined : Number(after);
}
