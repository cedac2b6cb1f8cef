/** @file How fast a large pipeline schedule is built and simulated. */
import { pipelineSchedule, simulate, unitTimes } from "../../src/compute/index.ts";
import type { Bench, BenchRow } from "./row.ts";

const size = { ranks: 64, microBatches: 512 };
const runs = 21;
const budget = 60;

/** Milliseconds to build and simulate DualPipe, some 40,900 operations: the median of 21 runs, the first of them cold. */
function benchPipeline(): BenchRow {
  const times = Array.from({ length: runs }, () => {
    const start = performance.now();
    simulate(pipelineSchedule("DualPipe", size), unitTimes);
    return performance.now() - start;
  }).sort((a, b) => a - b);
  const value = times[Math.floor(runs / 2)];
  return {
    what: `build and simulate DualPipe, ${size.ranks} ranks × ${size.microBatches} micro-batches`,
    value,
    unit: "ms",
    budget: `at most ${budget} ms`,
    pass: value <= budget,
  };
}

export const bench: Bench = { name: "pipeline", run: async () => [benchPipeline()] };
