/**
 * @file The balance laboratory at the size of the published model: how many joint steps a second, tokens made included,
 * and whether a bias balances the load from a skewed start.
 */
import {
  balanceStrategies,
  createLaboratory,
  deepseekV3,
  type BalanceStrategy,
  type LaboratoryOptions,
} from "../../src/compute/index.ts";
import type { Bench, BenchRow } from "./row.ts";

const moe = deepseekV3.moe!;
const size = {
  tokens: 4096,
  sequenceTokens: 128,
  domains: 8,
  routedExperts: moe.routedExperts,
  activatedExperts: moe.activatedExperts,
  seed: 1,
} as const;
const raced = ["none", "auxiliary-loss", "batch-loss", "bias"];
const warmUp = 3;
const timed = 15;
const leastSteps = 5;
const balanceSteps = 2000;
const mostViolation = 0.1;
const skew = 1;

const chosen = (ids: readonly string[]): BalanceStrategy[] => balanceStrategies.filter(({ id }) => ids.includes(id));

/** Median of several steps, none of them the first. */
function stepsPerSecond(): BenchRow {
  const laboratory = createLaboratory({ ...size, skew, strategies: chosen(raced) });
  for (let step = 0; step < warmUp; step++) laboratory.step();
  const seconds = Array.from({ length: timed }, () => {
    const start = performance.now();
    laboratory.step();
    return (performance.now() - start) / 1e3;
  }).sort((a, b) => a - b);
  const value = 1 / seconds[Math.floor(timed / 2)];
  return {
    what: `race ${raced.length} strategies, ${size.tokens} tokens over ${size.routedExperts} experts`,
    value,
    unit: "steps/s",
    budget: `at least ${leastSteps} steps/s`,
    pass: value >= leastSteps,
  };
}

/** MaxVio of the last 100 steps' loads, of 2,000 at γ = 0.001. */
function balanced(options: Pick<LaboratoryOptions, "skew">): BenchRow {
  const laboratory = createLaboratory({ ...size, ...options, strategies: chosen(["bias"]) });
  let value = Infinity;
  for (let step = 0; step < balanceSteps; step++) value = laboratory.step().strategies[0].windowMaxViolation;
  return {
    what: `balance by bias from a skew of ${options.skew}, ${balanceSteps} steps at γ = 0.001`,
    value,
    unit: "MaxVio",
    budget: `below ${mostViolation}`,
    pass: value < mostViolation,
  };
}

export const bench: Bench = { name: "balance laboratory", run: async () => [stepsPerSecond(), balanced({ skew })] };
