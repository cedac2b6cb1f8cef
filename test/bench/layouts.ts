/** @file How fast all layouts of the report's cluster are ranked. */
import { deepseekV3, findLayouts, v3Cluster } from "../../src/compute/index.ts";
import type { Bench, BenchRow } from "./row.ts";

const runs = 5;
const budget = 2000;

/** Milliseconds to rank all layouts of 2,048 GPUs and to simulate the best 20: the median of five runs, the first cold. */
function benchLayouts(): BenchRow {
  let layouts = 0;
  const times = Array.from({ length: runs }, () => {
    const start = performance.now();
    layouts = findLayouts(deepseekV3, v3Cluster, { batchSequences: 15_360, sequenceLength: 4096 }).length;
    return performance.now() - start;
  }).sort((a, b) => a - b);
  const value = times[Math.floor(runs / 2)];
  return {
    what: `rank ${layouts} layouts of ${v3Cluster.gpus} GPUs, simulate 20`,
    value,
    unit: "ms",
    budget: `at most ${budget} ms`,
    pass: value <= budget,
  };
}

export const bench: Bench = { name: "layouts", run: async () => [benchLayouts()] };
