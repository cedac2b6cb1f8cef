/**
 * @file Encoding ten million float32 values as E4M3, beside what ONNX Runtime's cast takes for the same in this run:
 * as WebAssembly and native, one thread each.
 */
import * as native from "onnxruntime-node";
import * as web from "onnxruntime-web/wasm";
import { createRandom, e4m3, encodeArray } from "../../src/compute/index.ts";
import { castModel, noCastModel } from "../reference/onnx-cast.ts";
import type { BenchRow } from "./row.ts";

const count = 1e7;
const repeats = 9;
/** Nearly all of E4M3's range is used, as after scaling by a tile's largest value: normal, with 448 at 4.48 deviations. */
const deviation = 100;

async function run(): Promise<BenchRow[]> {
  const random = createRandom(1);
  const values = Float32Array.from({ length: count }, () => deviation * random.normal());
  web.env.wasm.numThreads = 1;
  const options = { intraOpNumThreads: 1, interOpNumThreads: 1 };
  const speedOfWeb = await castSpeed(
    (model) => web.InferenceSession.create(model, { ...options, ...unoptimized, executionProviders: ["wasm"] }),
    new web.Tensor("float32", values, [count]),
  );
  const speedOfNative = await castSpeed(
    (model) => native.InferenceSession.create(model, { ...options, ...unoptimized }),
    new native.Tensor("float32", values, [count]),
  );
  const into = new Uint8Array(count);
  const speed = count / (await shortest(() => encodeArray(e4m3, values, "saturate", into))) / 1e6;
  const fastest = Math.max(speedOfWeb, speedOfNative);
  return [
    row("E4M3, encodeArray", speed, `> ${Math.round(fastest)}, the faster of the two below`, speed > fastest),
    row("E4M3, cast of onnxruntime-web, wasm", speedOfWeb, "for comparison", true),
    row("E4M3, cast of onnxruntime-node", speedOfNative, "for comparison", true),
  ];
}

export const bench = { name: "encode", run };

/** Otherwise ONNX Runtime sees that nobody reads the codes, and leaves the cast out. */
const unoptimized = { graphOptimizationLevel: "disabled" } as const;

type Session<Tensor> = { run(feeds: { values: Tensor }): Promise<unknown> };

/**
 * Millions of values per second of the cast itself: what handing the values over takes (a copy into the memory of the
 * WebAssembly module) is measured with a model that casts nothing, and taken off.
 */
async function castSpeed<Tensor>(
  create: (model: Uint8Array) => Promise<Session<Tensor>>,
  values: Tensor,
): Promise<number> {
  const cast = await create(castModel("e4m3"));
  const noCast = await create(noCastModel());
  const all = await shortest(() => cast.run({ values }));
  const overhead = await shortest(() => noCast.run({ values }));
  return count / (all - overhead) / 1e6;
}

/** Shortest time of several, in seconds: the one that the rest of the machine disturbed least. */
async function shortest(task: () => unknown): Promise<number> {
  let seconds = Infinity;
  for (let i = 0; i < repeats; i++) {
    const start = performance.now();
    await task();
    seconds = Math.min(seconds, (performance.now() - start) / 1e3);
  }
  return seconds;
}

function row(what: string, value: number, budget: string, pass: boolean): BenchRow {
  return { what, value, unit: "million values/s", budget, pass };
}
