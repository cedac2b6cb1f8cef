/**
 * @file Records the training race that its figure shows at rest: `node test/lab/record-race.ts` writes `src/lab/recorded-race.ts`.
 * A quarter of an hour of one core. The same seeds give the same bits on every machine, so a second run changes nothing.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { smoothed, trainingRun, type RecipeName } from "../../src/lab/index.ts";

const recipes: readonly RecipeName[] = [
  "FP32",
  "BF16",
  "FP8 per tensor",
  "FP8 fine-grained",
  "FP8 without promotion",
  "FP8, blocks for gradients",
];
const seeds = [1, 2, 3, 4, 5];
const steps = 200;
const every = 5;

const file = join(import.meta.dirname, "../../src/lab/recorded-race.ts");
/** Finished runs, so that an interrupted recording goes on where it stood. */
const kept = process.argv[2];
if (kept) mkdirSync(kept, { recursive: true });

const curves = Object.fromEntries(recipes.map((recipe) => [recipe, [] as number[][]]));
for (const seed of seeds) {
  for (const recipe of recipes) {
    console.error(`${recipe}, seed ${seed} …`);
    const curve = smoothed(lossesOf(recipe, seed)).filter((_, step) => step % every === every - 1);
    curves[recipe].push(Array.from(curve, (loss) => Number(loss.toFixed(5))));
  }
}
const rows = recipes.map(
  (recipe) =>
    `    ${JSON.stringify(recipe)}: [\n${curves[recipe].map((curve) => `      [${curve.join(", ")}],\n`).join("")}    ],\n`,
);
writeFileSync(
  file,
  `/** @file The training race, recorded by \`test/lab/record-race.ts\`: smoothed losses of every ${every}th step, for each recipe and seed. */

/** \`curves\` has a row for each seed. Options are the defaults of \`trainingRun\`; losses are smoothed as in Figure 10. */
export const recordedRace: { steps: number; every: number; seeds: readonly number[]; curves: Readonly<Record<string, readonly (readonly number[])[]>> } = {
  steps: ${steps},
  every: ${every},
  seeds: [${seeds.join(", ")}],
  curves: {
${rows.join("")}  },
};
`,
);

function lossesOf(recipe: RecipeName, seed: number): number[] {
  const at = kept && join(kept, `${recipe}-${seed}.json`);
  if (at && existsSync(at)) return JSON.parse(readFileSync(at, "utf8")) as number[];
  const losses = [...trainingRun({ recipe, steps, seed })];
  if (at) writeFileSync(at, JSON.stringify(losses));
  return losses;
}
