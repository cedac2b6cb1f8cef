/**
 * @file `npm run record-runs`: records the setups of the tiny V3 over five seeds into `src/lab/tiny/recorded.ts`, and where
 * the unchanged one looks into `recorded-attention.ts`. Half an
 * hour of one core, most of it for FP8. The same seeds give the same bits on every machine, so a second run changes
 * nothing. With a folder as argument, finished runs are kept there, and an interrupted recording goes on where it stood;
 * with `finished` after it, only setups are written of which all seeds are there, and with `missing` after it, setups
 * that are recorded already stay as they are.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { tinyDefaults } from "../../src/lab/tiny/settings.ts";
import { tinySetups } from "../../src/lab/tiny/setups.ts";
import {
  firstSteps,
  mappedEvery,
  recordAttention,
  recordedEvery,
  recordRun,
  type RecordedRun,
} from "../../src/lab/tiny/record.ts";

const seeds = [1, 2, 3, 4, 5];
const [kept, only] = process.argv.slice(2);
if (kept) mkdirSync(kept, { recursive: true });
const recordedBefore = only === "missing" ? (await import("../../src/lab/tiny/recorded.ts")).recordedTiny.runs : {};

// What is fast first, so that an interrupted recording has most of it.
const order = [...tinySetups].sort((a, b) => Number("recipe" in a.settings) - Number("recipe" in b.settings));
const runs = new Map(
  order.map(({ name, settings }) => [
    name,
    recordedBefore[name] ??
      seeds.flatMap((seed) => {
        const at = kept && join(kept, `${name}-${seed}.json`);
        if (at && existsSync(at)) return [JSON.parse(readFileSync(at, "utf8")) as RecordedRun];
        if (only === "finished") return [];
        console.error(`${name}, seed ${seed} …`);
        const run = recordRun({ ...settings, seed }, seed === seeds[0]);
        if (at) writeFileSync(at, JSON.stringify(run));
        return [run];
      }),
  ]),
);

const rows = tinySetups
  .filter(({ name }) => runs.get(name)!.length === seeds.length)
  .map(
    ({ name }) =>
      `    ${JSON.stringify(name)}: [\n${runs
        .get(name)!
        .map((run) => `      ${JSON.stringify(run)},\n`)
        .join("")}    ],\n`,
  );
writeFileSync(
  join(import.meta.dirname, "../../src/lab/tiny/recorded.ts"),
  `/** @file Runs of the tiny V3, recorded by \`npm run record-runs\`: each setup over five seeds. Large, so only what shows it names it. */
import type { RecordedRun } from "./record.ts";

/** A run for each seed, by the name of its setup; what its numbers are says \`RecordedRun\`. */
export const recordedTiny: { steps: number; every: number; mappedEvery: number; firstSteps: number; seeds: readonly number[]; runs: Readonly<Record<string, readonly RecordedRun[]>> } = {
  steps: ${tinyDefaults.steps},
  every: ${recordedEvery},
  mappedEvery: ${mappedEvery},
  firstSteps: ${firstSteps},
  seeds: [${seeds.join(", ")}],
  runs: {
${rows.join("")}  },
};
`,
);

const attention = join(import.meta.dirname, "../../src/lab/tiny/recorded-attention.ts");
if (only !== "finished" && !(only === "missing" && existsSync(attention)))
  writeFileSync(
    attention,
    `/** @file Where the unchanged tiny V3 of seed ${seeds[0]} looks after its last step, recorded by \`npm run record-runs\`: one sequence of each domain. */
import type { RecordedAttention } from "./record.ts";

export const recordedAttention: readonly RecordedAttention[] = [
${recordAttention({ ...tinySetups[0].settings, seed: seeds[0] })
  .map((of) => `  ${JSON.stringify(of)},\n`)
  .join("")}];
`,
  );
