/** @file Quantizing an activation of V3 tile by tile, and multiplying with Hopper's adder, bit by bit. */
import {
  createRandom,
  e4m3,
  encodeTiles,
  gemm,
  hopperAdder,
  operandOf,
  sampleMatrix,
  tileShapes,
} from "../../src/compute/index.ts";
import type { BenchRow } from "./row.ts";

const runs = 5;
const mostMsToEncode = 400;
const mostMsToMultiply = 1500;

async function run(): Promise<BenchRow[]> {
  const random = createRandom(2);
  const activation = Float32Array.from({ length: 4096 * 7168 }, () => random.normal());
  const encode = shortest(() =>
    encodeTiles(activation, { rows: 4096, columns: 7168 }, { format: e4m3, tile: tileShapes.row }),
  );
  const a = operandOf(
    encodeTiles(
      sampleMatrix({ shape: "normal", rows: 128, columns: 4096, seed: 1 }),
      { rows: 128, columns: 4096 },
      { format: e4m3 },
    ),
  );
  const b = operandOf(
    encodeTiles(
      sampleMatrix({ shape: "normal", rows: 128, columns: 4096, seed: 2 }),
      { rows: 128, columns: 4096 },
      { format: e4m3 },
    ),
  );
  const multiply = shortest(() => gemm(a, b, hopperAdder));
  return [
    {
      what: "tiles of 1 × 128 of [4096 × 7168]: amax, scale, encode",
      value: encode,
      unit: "ms",
      budget: `at most ${mostMsToEncode} ms`,
      pass: encode <= mostMsToEncode,
    },
    {
      what: "128 × 4096 × 128 with 14 aligned bits",
      value: multiply,
      unit: "ms",
      budget: `at most ${mostMsToMultiply} ms`,
      pass: multiply <= mostMsToMultiply,
    },
  ];
}

export const bench = { name: "eight-bit products", run };

function shortest(task: () => unknown): number {
  let ms = Infinity;
  for (let i = 0; i < runs; i++) {
    const start = performance.now();
    task();
    ms = Math.min(ms, performance.now() - start);
  }
  return ms;
}
