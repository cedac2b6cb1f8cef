/** @file How fast documents are packed, by both rules. */
import { createRandom, packDocuments, packingRules } from "../../src/compute/index.ts";
import type { Bench, BenchRow } from "./row.ts";

const documents = 20_000;
const runs = 9;
const budget = 100;

async function run(): Promise<BenchRow[]> {
  const random = createRandom(1);
  const lengths = Float64Array.from({ length: documents }, () =>
    Math.min(60_000, Math.max(16, Math.floor(Math.exp(6.6 + 1.2 * random.normal())))),
  );
  return packingRules.map((rule) => {
    const times = Array.from({ length: runs }, () => {
      const start = performance.now();
      packDocuments(lengths, { sequenceLength: 4096, rule });
      return performance.now() - start;
    }).sort((a, b) => a - b);
    const value = times[Math.floor(runs / 2)];
    return {
      what: `packing of ${documents} documents, ${rule}`,
      value,
      unit: "ms",
      budget: `at most ${budget} ms`,
      pass: value <= budget,
    };
  });
}

export const bench: Bench = { name: "packing", run };
