/** @file How fast a batch is routed at the size of the published model. */
import { deepseekV3, gateOf, route, syntheticLogits } from "../../src/compute/index.ts";
import type { Bench, BenchRow } from "./row.ts";

const tokens = 4096;
const runs = 21;
const budget = 40;

/**
 * Milliseconds to route 4,096 tokens over 256 experts in 8 groups, top 8 of the best 4: the median of 21 runs, the
 * first of them cold.
 */
function benchRoute(): BenchRow {
  const { moe } = deepseekV3;
  if (!moe) throw new Error("DeepSeek-V3 has experts");
  const logits = syntheticLogits({ tokens, routedExperts: moe.routedExperts, skew: 0.5, seed: 3 });
  const bias = Float64Array.from({ length: moe.routedExperts }, (_, expert) => 0.01 * ((expert % 7) - 3));
  const times = Array.from({ length: runs }, () => {
    const start = performance.now();
    route(logits, bias, gateOf(moe));
    return performance.now() - start;
  }).sort((a, b) => a - b);
  const value = times[Math.floor(runs / 2)];
  return {
    what: `route ${tokens} tokens over ${moe.routedExperts} experts in ${moe.expertGroups} groups`,
    value,
    unit: "ms",
    budget: `at most ${budget} ms`,
    pass: value <= budget,
  };
}

export const bench: Bench = { name: "routing", run: async () => [benchRoute()] };
