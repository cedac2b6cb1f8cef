/** @file Steps of GRPO on a table of prompts and answers, as the figure of chapter 5.2 runs them. */
import { grpoRun, tabularTask } from "../../src/compute/index.ts";
import type { BenchRow } from "./row.ts";

const steps = 1000;
const mostMs = 1000;

async function run(): Promise<BenchRow[]> {
  const task = tabularTask({ prompts: 64, answers: 8, seed: 1 });
  const policy = grpoRun(task, { groupSize: 16, seed: 1 });
  const start = performance.now();
  for (let step = 0; step <= steps; step++) policy.next();
  const value = performance.now() - start;
  return [
    {
      what: "1,000 steps of a tabular policy, 64 prompts of 8 answers, groups of 16",
      value,
      unit: "ms",
      budget: `at most ${mostMs} ms`,
      pass: value <= mostMs,
    },
  ];
}

export const bench = { name: "reinforcement learning", run };
