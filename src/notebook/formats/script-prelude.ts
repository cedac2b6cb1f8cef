/** @file What the page gives every cell, for cells that run elsewhere: only the parts that these cells name. */
import type { CellSource } from "../cell.ts";
import type { LiftedImport } from "./cell-parse.ts";
import { liftedImports } from "./script-cell.ts";

/** Where a file says that it comes from. */
export type Origin = {
  /** Of the site, and of the package with the same code. */
  version: string;
  /** The address of the site, with a slash at its end. */
  site: string;
};

/** What a file imports, by name or by address. */
type Modules = { compute: string; inputs: string; plot: string; linkedom: string };

const installed: Modules = {
  compute: "v3-companion/compute",
  inputs: "v3-companion/inputs",
  plot: "@observablehq/plot",
  linkedom: "linkedom",
};

/** Deno brings these by itself: the site serves the module as one file, a registry the rest. */
const fetched = (site: string): Modules => ({
  compute: `${site}compute.js`,
  inputs: `${site}inputs.js`,
  plot: `npm:@observablehq/plot@${plotVersion}`,
  linkedom: `npm:linkedom@${linkedomVersion}`,
});

/** Those that the site itself draws with. */
export const plotVersion = "0.6.17";
export const linkedomVersion = "0.18.15";

/**
 * For Node: figures are printed as SVG, tables as tables, everything else as `console.log` has it.
 *
 * @param recorded  whether what is shown is noted in `shown`
 */
export function scriptPrelude(cells: readonly CellSource[], recorded = false): string {
  return withLifted(
    cells,
    recorded ? `${recorder}\n\n${nodeDisplay("  shown.push(gist(value));\n")}` : nodeDisplay(),
    installed,
  );
}

function withLifted(cells: readonly CellSource[], display: string, modules: Modules): string {
  const lifted = [
    ...new Map(cells.flatMap(({ source }) => liftedImports(source)).map((one) => [one.local, one])).values(),
  ];
  return [prelude(cells, display, modules), ...(lifted.length === 0 ? [] : [declare(lifted)])].join("\n\n");
}

/** What the cells import, for all of them. */
function declare(lifted: readonly LiftedImport[]): string {
  const named = (from: string): string[] =>
    lifted
      .filter((one) => one.from === from && one.imported !== "*")
      .map(({ imported, local }) => (imported === local ? local : `${imported}: ${local}`));
  const lists = ["v3", "Plot", "Inputs"]
    .map((from) => ({ from, names: named(from) }))
    .filter(({ names }) => names.length > 0);
  const wholes = lifted.filter(({ imported, from, local }) => imported === "*" && from !== local);
  return [
    ...lists.map(({ from, names }) => `const { ${names.join(", ")} } = ${from};`),
    ...wholes.map(({ from, local }) => `const ${local} = ${from};`),
  ].join("\n");
}

/** For Deno's Jupyter kernel, which shows figures and tables by itself. @param recorded  as of {@link scriptPrelude} */
export function jupyterPrelude(cells: readonly CellSource[], { site }: Origin, recorded = false): string {
  return withLifted(
    cells,
    recorded ? `${recorder}\n\n${denoDisplay("  shown.push(gist(value));\n")}` : denoDisplay(),
    fetched(site),
  );
}

/** Code that stops where cells that were recorded showed something else. */
export function assertShown(shown: readonly unknown[]): string {
  const lines = shown.map((one) => `  ${JSON.stringify(one)},`).join("\n");
  return `// What the page shows, to nine digits: where something else comes out, this stops.\nimport { deepStrictEqual } from "node:assert/strict";\ndeepStrictEqual(shown, [\n${lines}\n]);`;
}

/** Comment lines on what a notebook needs, and what to do where the site cannot be reached. */
export function jupyterNeeds(cells: readonly CellSource[], { version, site }: Origin): string {
  const name = `v3-companion@${version}`;
  return [
    `// It runs with Deno's kernel (deno jupyter --install), this cell first: the module of The V3 Companion comes from ${site}`,
    `// That is the package ${name}. Where the site cannot be reached, or is of a later version, install it in this folder:`,
    `// npm i ${name}, or the file that "npm pack" makes of its source, npm i ./v3-companion-${version}.tgz`,
    usesInputs(cells)
      ? '// Then write "v3-companion/compute" and "v3-companion/inputs" here in place of the two addresses.'
      : '// Then write "v3-companion/compute" here in place of the address.',
  ].join("\n");
}

/**
 * Comment lines on what has to be installed, and how, before the cells run.
 *
 * @param version  of the package, as it is now
 */
export function installation(cells: readonly CellSource[], version: string): string {
  const name = `v3-companion@${version}`;
  const others = usesPlot(cells) ? " @observablehq/plot linkedom" : "";
  return [
    `// In its folder it needs ${name}: npm i ${name}${others}`,
    `// Without a registry that has it, the file that "npm pack" makes of its source does as well: npm i ./v3-companion-${version}.tgz${others}`,
  ].join("\n");
}

function prelude(cells: readonly CellSource[], display: string, modules: Modules): string {
  const parts = [`import * as v3 from "${modules.compute}";`, display];
  if (usesInputs(cells))
    parts.push(
      `import { Inputs } from "${modules.inputs}";\n${cells.some(({ controls }) => controls) ? viewWithPlaces : view}`,
    );
  if (usesPlot(cells)) parts.push(plotWithDocument(modules));
  return parts.join("\n\n");
}

function usesInputs(cells: readonly CellSource[]): boolean {
  return ["view", "Inputs", "@observablehq/inputs"].some((name) => names(cells, name));
}

function usesPlot(cells: readonly CellSource[]): boolean {
  return names(cells, "Plot") || names(cells, "@observablehq/plot");
}

function names(cells: readonly CellSource[], name: string): boolean {
  return cells.some(({ source }) => new RegExp(`(?<!\\w)${name}\\b`).test(source));
}

/** What was shown, shortened and rounded to nine digits, so that it can be compared. */
const recorder = `const shown: unknown[] = [];
const gist = (value: unknown, depth = 0): unknown => {
  if (typeof value === "number") return Number.isFinite(value) ? Number(value.toPrecision(9)) : String(value);
  if (typeof value !== "object" || value === null) return typeof value === "string" || typeof value === "boolean" ? value : String(value);
  if ("outerHTML" in value) return "a picture";
  if (depth > 3) return "…";
  if (Array.isArray(value) || ArrayBuffer.isView(value)) {
    const items = Array.from(value as ArrayLike<unknown>);
    return [...items.slice(0, 32).map((item) => gist(item, depth + 1)), ...(items.length > 32 ? [\`\${items.length} in all\`] : [])];
  }
  return Object.fromEntries(Object.entries(value).slice(0, 32).map(([key, part]) => [key, gist(part, depth + 1)]));
};`;

const nodeDisplay = (first = ""): string => `/** Shows a value as the page does, in a terminal. */
const display = <T>(value: T): T => {
${first}  const { outerHTML } = Object(value) as { outerHTML?: unknown };
  if (typeof outerHTML === "string") console.log(outerHTML);
  else if (Array.isArray(value) && value.length > 0 && value.every((row) => typeof row === "object" && row !== null)) console.table(value);
  else console.log(value);
  return value;
};`;

const denoDisplay = (first = ""): string => `/** Shows a value under the cell. */
const display = <T>(value: T): T => {
${first}  void Deno.jupyter.display(value);
  return value;
};`;

const view = `/** Inputs have no place here: each stands at the value that it starts with. */
const view = <T>(input: { readonly value: T }): T => input.value;`;

const viewWithPlaces = `/** Inputs have no place here: each stands where it stood in the page, in the order in which its cell makes them. */
const view = Object.assign(<T>(input: { readonly value: T; set(place: unknown): unknown }): T => {
  const place = view.places.shift();
  if (place !== undefined && place !== null) input.set(place);
  return input.value;
}, { places: [] as unknown[] });`;

const plotWithDocument = ({ plot, linkedom }: Modules): string => `/** Observable Plot, drawing without a browser. */
const Plot = await (async () => {
  const [plot, { parseHTML }] = await Promise.all([import("${plot}"), import("${linkedom}")]);
  const { document } = parseHTML("<!doctype html><html><body></body></html>");
  return { ...plot, plot: (options: import("${plot}").PlotOptions) => plot.plot({ document, ...options }) };
})();`;
