/** @file A notebook that makes runs of the tiny V3 again, and compares them with the curves that it carries. */
import { jupyterFile, jupyterLines, type JupyterCell, type Provenance } from "../kit/index.ts";
import { lossBits, type TinySettings } from "../lab/index.ts";

/** A run, and its curve as the figure shows it: means over `every` steps. */
export type NotedRun = { name: string; settings: Partial<TinySettings>; losses: readonly number[]; every: number };

/** Of recorded curves, which are rounded to four digits. */
const tolerance = 5e-5;

/** The text of an `.ipynb` file for Deno's kernel, with the curves as the output of its last cell. */
export function tinyNotebook(runs: readonly NotedRun[], { lines, site }: Provenance): string {
  const setups = Object.fromEntries(runs.map(({ name, settings }) => [name, settings]));
  const curves = Object.fromEntries(
    runs.map(({ name, losses, every }) => [name, { every, losses, ...(every === 1 && { bits: lossBits(losses) }) }]),
  );
  const cells: JupyterCell[] = [
    text("about", [`# ${lines[0].text}`, ...lines.slice(1).map((line) => `- ${line.name}: ${line.text}`)].join("\n")),
    code(
      "module",
      `// It runs with Deno's kernel (deno jupyter --install). Elsewhere, or without the site: npm i v3-companion@${site.version}, and "v3-companion/lab" in place of the address.
import * as lab from "${site.address}lab.js";`,
    ),
    text(
      "setups_text",
      "The setups: what is left out is as in `lab.tinyDefaults`. Change one, and the curves below no longer agree.",
    ),
    code("setups", `const setups = ${JSON.stringify(setups, null, 2)};`),
    text("curves_text", "The curves of the figure: the loss of each run, as a mean over `every` steps."),
    code("curves", `const curves = ${JSON.stringify(curves)};`),
    text("runs_text", "The runs once more. One seed has one curve on every machine, to the last bit."),
    code(
      "runs",
      `const again = Object.fromEntries(
  Object.entries(setups).map(([name, settings]) => {
    const { every, losses } = curves[name];
    const run = lab.createTinyRun(settings);
    const own = [];
    while (!run.done && own.length < every * losses.length) own.push(run.step().loss);
    return [name, own];
  }),
);`,
    ),
    text(
      "compare_text",
      "Whether they agree: of curves step by step all bits, of means the four digits that are kept.",
    ),
    code(
      "compare",
      `const agreement = Object.entries(curves).map(([name, { every, losses, bits }]) => {
  const means = losses.map((_, i) => again[name].slice(i * every, (i + 1) * every).reduce((sum, x) => sum + x, 0) / every);
  const agrees = bits === undefined ? losses.every((loss, i) => Math.abs(loss - means[i]) <= ${tolerance}) : lab.lossBits(again[name]) === bits;
  return { name, steps: again[name].length, first: means[0], last: means.at(-1), agrees };
});
console.table(agreement);`,
      tableOf(runs),
    ),
  ];
  return jupyterFile(cells);
}

function text(id: string, source: string): JupyterCell {
  return { cell_type: "markdown", id, metadata: {}, source: jupyterLines(source) };
}

function code(id: string, source: string, shown?: string): JupyterCell {
  const outputs =
    shown === undefined
      ? []
      : [{ output_type: "display_data" as const, data: { "text/plain": jupyterLines(shown) }, metadata: {} }];
  return { cell_type: "code", id, metadata: {}, execution_count: null, outputs, source: jupyterLines(source) };
}

/** The curves as columns of text, for who opens the file without a kernel. */
function tableOf(runs: readonly NotedRun[]): string {
  const rows = Math.max(...runs.map(({ losses }) => losses.length));
  const cells = [
    ["step", ...runs.map(({ name }) => name)],
    ...Array.from({ length: rows }, (_, i) => [
      String((i + 1) * runs[0].every),
      ...runs.map(({ losses }) => losses[i]?.toFixed(4) ?? ""),
    ]),
  ];
  return cells.map((row) => row.map((cell, i) => (i === 0 ? cell.padStart(5) : cell.padStart(28))).join("")).join("\n");
}
