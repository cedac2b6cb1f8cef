import {
  type AccumulationError,
  accumulationErrors,
  type Distribution,
  distributions,
  fp32Adder,
  hopperAdder,
} from "v3-companion/compute";

const parameters = {
  sweep: "inner",
  distribution: "normal",
  inner: 4096,
  bits: 14,
  interval: 128,
  size: 8,
  seed: 1,
} as const;

type Point = { x: number; line: string } & AccumulationError;

type Beside = { distribution: Distribution; inner: number } & AccumulationError;

const lines = ["Without promotion", "Promoted to FP32", "FP32 all the way"];

function* compute({ sweep, distribution, inner, bits, interval, size, seed }: typeof parameters) {
  const points: Point[] = [];
  const besides: Beside[] = [];
  const narrow = { ...hopperAdder, bits, registerBits: bits };
  const at = sweep === "inner" ? 4096 : inner;
  for (const each of distributions) {
    const [error] = accumulationErrors([narrow], { distribution: each, inner: at, size, seed });
    besides.push({ distribution: each, inner: at, ...error });
    yield { points, besides };
  }
  const xs =
    sweep === "inner"
      ? [128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768, 65536]
      : sweep === "bits"
        ? [10, 12, 13, 14, 15, 16, 18, 20, 22, 24, 26, 30, 34]
        : [32, 64, 128, 256, 512, 1024, 2048, 4096];
  for (const x of xs) {
    const adder = sweep === "bits" ? { ...hopperAdder, bits: x, registerBits: x } : narrow;
    const promoted = { ...adder, promotionInterval: sweep === "interval" ? x : interval };
    const errors = accumulationErrors([adder, promoted, fp32Adder], {
      distribution,
      inner: sweep === "inner" ? x : inner,
      size: sweep === "inner" && x > 16384 ? 4 : size,
      seed,
    });
    errors.forEach((error, i) => points.push({ x, line: lines[i], ...error }));
    yield { points, besides };
  }
}

let result;
for (result of compute(parameters)); // the last is the result
globalThis.print(result);
