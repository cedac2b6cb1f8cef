/** @file What one line of `npm run bench` holds. */

export type BenchRow = {
  /** What was measured, with its size. */
  what: string;
  value: number;
  unit: string;
  /** What `value` is held against, in words. */
  budget: string;
  pass: boolean;
};

/** One piece of the benchmark. */
export type Bench = { name: string; run(): Promise<BenchRow[]> };
