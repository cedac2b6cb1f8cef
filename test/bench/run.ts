/** @file `npm run bench`: measures, prints a table, and fails if a budget is missed. `npm run bench -- training`: those of such a name alone. */
import { bench as alignment } from "./alignment.ts";
import { bench as balance } from "./balance.ts";
import { bench as encode } from "./encode.ts";
import { bench as gemm } from "./gemm.ts";
import { bench as lab } from "./lab.ts";
import { bench as layouts } from "./layouts.ts";
import { bench as loadBalancer } from "./load-balancer.ts";
import { bench as packing } from "./packing.ts";
import { bench as pipeline } from "./pipeline.ts";
import { bench as route } from "./route.ts";

const columns = ["what", "value", "unit", "budget", "pass"] as const;

const wanted = process.argv.slice(2);
const benches = [encode, gemm, lab, route, balance, pipeline, packing, layouts, alignment, loadBalancer].filter(
  ({ name }) => wanted.length === 0 || wanted.some((part) => name.includes(part)),
);
if (benches.length === 0) throw new Error(`There is no benchmark of such a name (got ${wanted.join(", ")}).`);

const rows: string[][] = [];
for (const { name, run } of benches) {
  console.error(`measuring ${name} …`);
  for (const { what, value, unit, budget, pass } of await run()) {
    rows.push([what, String(Number(value.toPrecision(3))), unit, budget, pass ? "yes" : "NO"]);
  }
}

const widths = columns.map((column, i) => Math.max(column.length, ...rows.map((cells) => cells[i].length)));
for (const cells of [columns, widths.map((width) => "-".repeat(width)), ...rows]) {
  console.log(
    cells
      .map((cell, i) => (i === 1 ? cell.padStart(widths[i]) : cell.padEnd(widths[i])))
      .join("  ")
      .trimEnd(),
  );
}
const missed = rows.filter((cells) => cells[4] === "NO").length;
if (missed > 0) console.error(`${missed} of ${rows.length} missed the budget.`);
process.exit(missed === 0 ? 0 : 1);
