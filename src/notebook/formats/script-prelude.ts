/** @file What the page gives every cell, for cells that run elsewhere: only the parts that these cells name. */
import type { CellSource } from "../cell.ts";
import type { LiftedImport } from "./cell-parse.ts";
import { liftedImports } from "./script-cell.ts";

/** For Node: figures are printed as SVG, tables as tables, everything else as `console.log` has it. */
export function scriptPrelude(cells: readonly CellSource[]): string {
  return withLifted(cells, nodeDisplay);
}

function withLifted(cells: readonly CellSource[], display: string): string {
  const lifted = [...new Map(cells.flatMap(({ source }) => liftedImports(source)).map((one) => [one.local, one])).values()];
  return [prelude(cells, display), ...(lifted.length === 0 ? [] : [declare(lifted)])].join("\n\n");
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
  return withLifted(cells, denoDisplay);
}

/**
 * Comment lines on what has to be installed, and how, before the cells run.
 *
 * @param version  of the package, as it is now
 */
export function installation(cells: readonly CellSource[], version: string): string {
  const name = `v3-companion@${version}`;
  return [
    `// In its folder it needs ${name}: npm i ${[name, ...(usesPlot(cells) ? ["@observablehq/plot", "linkedom"] : [])].join(" ")}`,
    `// Without a registry that has it, the tarball does as well: npm i ./v3-companion-${version}.tgz`,
  ].join("\n");
}

function prelude(cells: readonly CellSource[], display: string): string {
  const parts = [`import * as v3 from "v3-companion/compute";`, display];
  if (["view", "Inputs", "@observablehq/inputs"].some((name) => names(cells, name))) parts.push(cells.some(({ controls }) => controls) ? inputsWithPlaces : inputs);
  if (usesPlot(cells)) parts.push(plotWithDocument);
  return parts.join("\n\n");
}

function usesPlot(cells: readonly CellSource[]): boolean {
  return names(cells, "Plot") || names(cells, "@observablehq/plot");
}

function names(cells: readonly CellSource[], name: string): boolean {
  return cells.some(({ source }) => new RegExp(`(?<!\\w)${name}\\b`).test(source));
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

const inputsWithPlaces = `import { Inputs } from "v3-companion/inputs";
/** Inputs have no place here: each stands where it stood in the page, in the order in which its cell makes them. */
const view = Object.assign(<T>(input: { readonly value: T; set(place: unknown): unknown }): T => {
  const place = view.places.shift();
  if (place !== undefined && place !== null) input.set(place);
  return input.value;
}, { places: [] as unknown[] });`;

const plotWithDocument = `/** Observable Plot, drawing without a browser. */
const Plot = await (async () => {
  const [plot, { parseHTML }] = await Promise.all([import("@observablehq/plot"), import("linkedom")]);
  const { document } = parseHTML("<!doctype html><html><body></body></html>");
  return { ...plot, plot: (options: import("@observablehq/plot").PlotOptions) => plot.plot({ document, ...options }) };
})();`;
