/** @file A call of each function for precision. */
import * as compute from "../../../compute/index.ts";
import type { Samples } from "../samples.ts";

const { deepseekV3, e4m3, hopperAdder, promotedAdder, v3Recipe } = compute;
const values = () => Float32Array.of(1, -2, 0.5, 448);
const accumulator = { ...hopperAdder, groupSize: 2, promotionInterval: 4 };
const formats = { a: e4m3, b: e4m3 };
const matrix = () => compute.float32Operand(Float32Array.of(1, 2, 3, 4), { rows: 2, columns: 2 });

export const precisionSamples = {
  accumulationError: () => [{ distribution: "positive", inner: 64, accumulator: hopperAdder, size: 2, seed: 1 }],
  accumulationErrors: () => [[hopperAdder, promotedAdder], { distribution: "normal", inner: 256, size: 2, seed: 1 }],
  cachedActivations: () => [deepseekV3, v3Recipe],
  decode: () => [e4m3, 8],
  decodeArray: () => [e4m3, Uint8Array.of(1, 2)],
  delayedScale: () => [[1, 3, 2], { format: e4m3, window: 2 }],
  dequantize: () => [
    { format: e4m3, codes: Uint8Array.of(1, 2), scales: Float64Array.of(2), scaleOfValue: Uint32Array.of(0, 0) },
  ],
  dotProduct: () => [[448, 0.125], [1, 0.0625], formats, accumulator],
  encode: () => [e4m3, 1.5, "saturate"],
  encodeArray: () => [e4m3, values(), "saturate", new Uint8Array(4)],
  encodedProduct: () => [
    Float32Array.of(1, 2),
    Float32Array.of(3, 4),
    { rows: 1, inner: 2, columns: 1, a: { format: e4m3 }, b: { format: e4m3 }, accumulator },
  ],
  encodeTiles: () => [
    values(),
    { rows: 1, columns: 4 },
    { format: e4m3, tile: { height: 1, width: 2 }, scaleRule: "free", rounding: "stochastic", seed: 1 },
  ],
  errorByMagnitude: () => [{ original: values(), restored: values() }],
  errorByPlace: () => [{ original: values(), restored: values() }, 2],
  errorMetrics: () => [{ original: values(), restored: values() }],
  errorOfLargest: () => [{ original: values(), restored: values() }],
  float32Operand: () => [Float32Array.of(1, 2, 3, 4), { rows: 2, columns: 2 }],
  formatById: () => ["e4m3"],
  gemm: () => [matrix(), matrix(), accumulator],
  gemmByRows: () => [matrix(), matrix(), accumulator],
  inputThatTellsApart: () => [{ fewerBits: 14, moreBits: 22 }],
  largestCode: () => [e4m3],
  linearLayerTensors: () => [{ tokens: 4096, inputDim: 7168, outputDim: 2112 }, v3Recipe],
  newCodes: () => [e4m3, 4],
  numberFormat: () => [
    {
      id: "x",
      name: "X",
      exponentBits: 4,
      mantissaBits: 3,
      signed: true,
      bias: 7,
      special: "one-nan",
      subnormals: true,
      source: "ours",
    },
  ],
  numberLine: () => [e4m3],
  operandOf: () => [compute.encodeTiles(values(), { rows: 2, columns: 2 }, { format: e4m3 })],
  outlierReach: () => [
    { tokens: 2, channels: 8, granularity: "tile", groupSize: 4, token: 1, channel: 2, magnitude: 1e5, seed: 1 },
  ],
  powerOfTwoAtLeast: () => [3],
  productRange: () => [{ ...formats, products: 32 }],
  quantizationExperiment: () => [
    {
      values: "given",
      given: [1, -2, 0.5, 448],
      format: "e4m3",
      granularity: "tile",
      groupSize: 2,
      powerOfTwoScales: false,
      spread: 1,
      outlierFactor: 1,
      seed: 1,
    },
  ],
  quantize: () => [
    values(),
    { rows: 2, columns: 2 },
    e4m3,
    { granularity: "tile", groupSize: 2, scaleRule: "mx", amaxFloor: 1e-4 },
  ],
  quantizeTwoLevel: () => [
    values(),
    { rows: 1, columns: 4 },
    { format: compute.e2m1, scaleFormat: compute.ue4m3, groupSize: 2 },
  ],
  requireAccumulator: () => [accumulator],
  roundTo: () => [e4m3, 1.5, "format"],
  sampleMatrix: () => [
    { shape: "channels", rows: 2, columns: 4, seed: 1, spread: 1, outlierEvery: 2, outlierFactor: 10 },
  ],
  relativeError: () => [0.9, 1],
  scaleCount: () => [
    { rows: 7168, columns: 576 },
    { granularity: "block", groupSize: 128 },
  ],
  scaleOf: () => [3, e4m3, "mx-even"],
  scalingUnderDrift: () => [{ format: e4m3, steps: 3, window: 2, growth: 1.1, spikeStep: 1, spikeFactor: 10, seed: 1 }],
  spacingAt: () => [e4m3, 3],
  tokenBytes: () => [7168, { format: e4m3, valuesPerScale: 128, scaleBits: 32 }],
  traceDotProduct: () => [[448, 0.125], [1, 0.0625], formats, accumulator],
  trainingBytesPerParameter: () => [v3Recipe],
} satisfies Samples;
