/** @file What the page gives every cell, for cells that run elsewhere: only the parts that these cells name. */
import type { CellSource } from "../cell.ts";
import { liftedImports, type LiftedImport } from "./script-cell.ts";

/** For Node: figures are printed as SVG, tables as tables, everything else as `console.log` has it. */
export function scriptPrelude(cells: readonly CellSource[]): string {
  const lifted = [...new Map(cells.flatMap(({ source }) => liftedImports(source)).map((one) => [one.local, one])).values()];
  const parts = [prelude(cells, { display: nodeDisplay, plot: "@observablehq/plot", linkedom: "linkedom" }), ...(lifted.length === 0 ? [] : [declare(lifted)])];
  return parts.join("\n\n");
}

/** What the cells import, for all of them. */
function declare(lifted: readonly LiftedImport[]): string {
  const named = (from: string): string[] => lifted.filter((one) => one.from === from && one.imported !== "*").map(({ imported, local }) => (imported === local ? local : `${imported}: ${local}`));
  const lists = ["v3", "Plot", "Inputs"].map((from) => ({ from, names: named(from) })).filter(({ names }) => names.length > 0);
  const wholes = lifted.filter(({ imported, from, local }) => imported === "*" && from !== local);
  return [...lists.map(({ from, names }) => `const { ${names.join(", ")} } = ${from};`), ...wholes.map(({ from, local }) => `const ${local} = ${from};`)].join("\n");
}

/** For Deno's Jupyter kernel, which shows figures and tables by itself. */
export function jupyterPrelude(cells: readonly CellSource[]): string {
  return prelude(cells, { display: denoDisplay, plot: "npm:@observablehq/plot", linkedom: "npm:linkedom" });
}

type Place = { display: string; plot: string; linkedom: string };

function prelude(cells: readonly CellSource[], { display, plot, linkedom }: Place): string {
  const names = (name: string): boolean => cells.some(({ source }) => new RegExp(`(?<!\\w)${name}\\b`).test(source));
  const parts = [`import * as v3 from "v3-companion/compute";`, display];
  if (names("view") || names("Inputs") || names("@observablehq/inputs")) parts.push(inputs);
  if (names("Plot") || names("@observablehq/plot")) parts.push(plotWithDocument(plot, linkedom));
  return parts.join("\n\n");
}

const nodeDisplay = `/** Shows a value as the page does, in a terminal. */
const display = <T>(value: T): T => {
  const { outerHTML } = Object(value) as { outerHTML?: unknown };
  if (typeof outerHTML === "string") console.log(outerHTML);
  else if (Array.isArray(value) && value.length > 0 && value.every((row) => typeof row === "object" && row !== null)) console.table(value);
  else console.log(value);
  return value;
};`;

const denoDisplay = `/** Shows a value under the cell. */
const display = <T>(value: T): T => {
  void Deno.jupyter.display(value);
  return value;
};`;

const inputs = `import { Inputs } from "v3-companion/inputs";
/** Inputs have no place here: each stands at the value that it starts with. */
const view = <T>(input: { readonly value: T }): T => input.value;`;

const plotWithDocument = (plot: string, linkedom: string): string => `/** Observable Plot, drawing without a browser. */
const Plot = await (async () => {
  const [plot, { parseHTML }] = await Promise.all([import("${plot}"), import("${linkedom}")]);
  const { document } = parseHTML("<!doctype html><html><body></body></html>");
  return { ...plot, plot: (options: import("${plot}").PlotOptions) => plot.plot({ document, ...options }) };
})();`;
