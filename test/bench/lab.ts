/** @file A training step of a network and of a tiny V3, each of about 50,000 parameters, beside plain products of matrices in the same run. */
import { createRandom } from "../../src/compute/index.ts";
import {
  createParameter,
  createTinyRun,
  trainingRun,
  type RaceOptions,
  type TinyRun,
  type TinySettings,
} from "../../src/lab/index.ts";
import { bytesInUse } from "../bytes-in-use.ts";
import type { BenchRow } from "./row.ts";

const steps = 20;
/** The step may cost as much as so many plain products of 256 × 64 × 64: about 40 ms on an ordinary core. */
const products = 60;

async function run(): Promise<BenchRow[]> {
  const allowed = plainProductsMs();
  const step = (options: Partial<RaceOptions>): number => {
    const run = trainingRun({ recipe: "FP32", steps, seed: 1, batch: 256, hiddenDim: 128, ...options });
    let shortest = Infinity;
    for (;;) {
      const start = performance.now();
      if (run.next().done) return shortest;
      shortest = Math.min(shortest, performance.now() - start);
    }
  };
  const tinyStep = (settings: Partial<TinySettings>): number => {
    const run = createTinyRun(settings);
    let shortest = Infinity;
    for (let i = 0; i < steps; i++) {
      const start = performance.now();
      run.step();
      shortest = Math.min(shortest, performance.now() - start);
    }
    return shortest;
  };
  const value = step({});
  const tiny = tinyStep({});
  const seconds = secondsOf(createTinyRun({ steps: 250 }));
  /** What 250 steps may take where the products take 40 ms. */
  const ordinary = 15;
  const grown = bytesGrown(createTinyRun({ steps: 2000, batch: 1 }));
  return [
    {
      what: "training step, 52,000 parameters, 256 predictions, FP32",
      value,
      unit: "ms",
      budget: `at most ${allowed.toFixed(1)} ms, as ${products} plain products of 256 × 64 × 64`,
      pass: value <= allowed,
    },
    { what: "the same in BF16", value: step({ recipe: "BF16" }), unit: "ms", budget: "for comparison", pass: true },
    {
      what: "the same in FP8, tiles of 16, N_C = 32",
      value: step({ recipe: "FP8 fine-grained" }),
      unit: "ms",
      budget: "for comparison",
      pass: true,
    },
    {
      what: "training step, tiny V3, 50,000 parameters, 256 tokens, FP32",
      value: tiny,
      unit: "ms",
      budget: `at most ${allowed.toFixed(1)} ms, likewise`,
      pass: tiny <= allowed,
    },
    {
      what: "250 steps of it",
      value: seconds,
      unit: "s",
      budget: `at most ${((ordinary * allowed) / 40).toFixed(1)} s: ${ordinary} where the products take 40 ms`,
      pass: seconds <= (ordinary * allowed) / 40,
    },
    {
      what: "memory that 1,500 of 2,000 steps leave behind, 32 tokens each",
      value: grown / 1024,
      unit: "KiB",
      budget: "at most 256 KiB",
      pass: grown <= 256 * 1024,
    },
    {
      what: "the same in FP8, tiles of 16, N_C = 32",
      value: tinyStep({ recipe: "FP8 fine-grained" }),
      unit: "ms",
      budget: "for comparison",
      pass: true,
    },
  ];
}

export const bench = { name: "training", run };

function secondsOf(run: TinyRun): number {
  const start = performance.now();
  while (!run.done) run.step();
  return (performance.now() - start) / 1000;
}

/** From the 500th step on, when everything has its size. */
function bytesGrown(run: TinyRun): number {
  while (run.stepsDone < 500) run.step();
  const before = bytesInUse();
  while (!run.done) run.step();
  return bytesInUse() - before;
}

/** `products` times the product as anyone would write it: three loops over float32 arrays. As long as a step, so that whatever else the machine does weighs alike. */
function plainProductsMs(): number {
  const [rows, inner, columns] = [256, 64, 64];
  const random = createRandom(1);
  const [a, b, c] = [
    createParameter(rows, inner).values.map(() => random.normal()),
    createParameter(columns, inner).values.map(() => random.normal()),
    createParameter(rows, columns).values,
  ];
  let shortest = Infinity;
  for (let repeat = 0; repeat < steps; repeat++) {
    const start = performance.now();
    for (let product = 0; product < products; product++) multiply();
    shortest = Math.min(shortest, performance.now() - start);
  }
  return shortest;

  function multiply(): void {
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++) {
        let sum = 0;
        for (let k = 0; k < inner; k++) sum += a[i * inner + k] * b[j * inner + k];
        c[i * columns + j] = sum;
      }
    }
  }
}
