import { describe, expect, it } from "vitest";
import {
  createRandom,
  decodeArray,
  dequantize,
  e2m1,
  e4m3,
  e8m0,
  errorMetrics,
  quantize,
  quantizeTwoLevel,
  ue4m3,
} from "../../../src/compute/index.ts";

describe("quantizeTwoLevel(values, size, options)", () => {
  // By hand. Groups of 2: amax 2688 and 6. Tensor: 2688 / (448 × 6) = 1. Groups: 2688 / 6 = 448 and 6 / 6 = 1, both in UE4M3.
  // 2688 / 448 = 6 and 1344 / 448 = 3; 6 and −2.4 → −2: 2.4 lies between 2 and 3.
  it("has scales of few bits, and one for all of them", () => {
    const { tensorScale, scaleCodes, scales, values, saturatedCount } = quantizeTwoLevel(
      Float32Array.of(2688, 1344, 6, -2.4),
      { rows: 1, columns: 4 },
      { groupSize: 2 },
    );
    expect(tensorScale).toBe(1);
    expect([...decodeArray(ue4m3, scaleCodes)]).toEqual([448, 1]);
    expect([[...scales], [...values], saturatedCount]).toEqual([[448, 1], [2688, 1344, 6, -2], 0]);
  });
  // By hand: 1 / 2688 is the tensor's scale; a group of amax 1e-6 has the scale 1e-6 / 6 × 2688 = 4.5e-4, under half of 2⁻⁹.
  it("loses a group that lies too far below the others, and keeps zeros", () => {
    const { scaleCodes, values } = quantizeTwoLevel(
      Float32Array.of(1, 1, 1e-6, 1e-6, 0, 0),
      { rows: 1, columns: 6 },
      { groupSize: 2 },
    );
    expect([...scaleCodes]).toEqual([0x7e, 0, 0]);
    expect([...values].map((value) => Math.fround(value))).toEqual([1, 1, 0, 0, 0, 0]);
  });
  // By hand: 6.2 / 6 = 1.0333 over the tensor's scale 1, whose neighbors in UE4M3 are 1 and 1.125: 1. Then 6.2 rounds to 6 and not past it.
  it("may saturate where a group's scale was rounded down", () => {
    const run = (second: number) =>
      quantizeTwoLevel(Float32Array.of(2688, 0, second, 0), { rows: 1, columns: 4 }, { groupSize: 2 });
    expect([run(6.2).saturatedCount, run(6.2).values[2]]).toEqual([0, 6]);
    // 1.2 · 6 = 7.2: 1.2 lies between 1.125 and 1.25; 7.2 / 1.25 = 5.76 → 6, restored as 7.5.
    expect(run(7.2).values[2]).toBe(7.5);
    // 10.25 · 6 = 61.5: 10.25 → 10 (step 1 there), 61.5 / 10 = 6.15 → 6.
    expect(run(61.5).values[2]).toBe(60);
  });
  it("is quantize where the tensor's scale is 1 and the groups' scales are exact", () => {
    const values = Float32Array.from({ length: 64 }, (_, i) => (i % 16 === 0 ? 6 * 2 ** (i / 16) : (i % 13) - 6)).map(
      (value, i) => (i === 63 ? 2688 : value),
    );
    const two = quantizeTwoLevel(values, { rows: 1, columns: 64 });
    const one = quantize(values, { rows: 1, columns: 64 }, e2m1, { granularity: "tile", groupSize: 16 });
    expect(two.codes).toEqual(one.codes);
  });
  // By invariant: a finer group and a finer scale than MXFP4's can only help on such a matrix; both are measured on the same one.
  it("errs less than MXFP4 on a normal matrix", () => {
    const random = createRandom(2);
    const original = Float32Array.from({ length: 4096 }, () => random.normal());
    const size = { rows: 8, columns: 512 };
    const mx = quantize(original, size, e2m1, { granularity: "tile", groupSize: 32, scaleRule: "mx" });
    const nv = quantizeTwoLevel(original, size);
    expect(errorMetrics({ original, restored: nv.values }).rmsRelative).toBeLessThan(
      errorMetrics({ original, restored: mx.values }).rmsRelative,
    );
  });
  it("names what it refuses", () => {
    expect(() => quantizeTwoLevel(new Float32Array(2), { rows: 1, columns: 2 }, { scaleFormat: e8m0 })).toThrow(
      new RangeError('scaleFormat must have a zero, for groups of zeros (got "E8M0")'),
    );
    expect(() => quantizeTwoLevel(new Float32Array(2), { rows: 1, columns: 2 }, { scaleFormat: { ...e4m3 } })).toThrow(
      new RangeError("scaleFormat must be made by numberFormat, as e4m3 is (got an object)"),
    );
    expect(() => quantizeTwoLevel(Float32Array.of(1, NaN), { rows: 1, columns: 2 })).toThrow(
      new RangeError("values[1] must be a number, since E2M1 has no NaN (got NaN)"),
    );
    expect(() => quantizeTwoLevel(new Float32Array(2), { rows: 1, columns: 2 }, { groupSize: 0 })).toThrow(
      new RangeError("groupSize must be a positive integer (got 0)"),
    );
  });
});

describe("dequantize(quantized)", () => {
  it("reads back what quantize and quantizeTwoLevel say their codes stand for", () => {
    const random = createRandom(5);
    const original = Float32Array.from({ length: 600 }, () => random.normal());
    const size = { rows: 6, columns: 100 };
    for (const granularity of ["none", "tensor", "tile", "column", "block"] as const) {
      const quantized = quantize(original, size, e4m3, { granularity, groupSize: 8 });
      expect(dequantize(quantized)).toEqual(quantized.values);
    }
    const two = quantizeTwoLevel(original, size);
    expect(dequantize(two)).toEqual(two.values);
  });
  it("names what it refuses", () => {
    const parts = {
      format: e4m3,
      codes: Uint8Array.of(1, 2),
      scales: Float64Array.of(1),
      scaleOfValue: Uint32Array.of(0, 0),
    };
    expect(() => dequantize({ ...parts, scaleOfValue: Uint32Array.of(0) })).toThrow(
      new RangeError("scaleOfValue must have 2 entries (got 1)"),
    );
    expect(() => dequantize({ ...parts, scaleOfValue: Uint32Array.of(0, 1) })).toThrow(
      new RangeError("scaleOfValue[1] must be an integer from 0 to 0 (got 1)"),
    );
    expect(() => dequantize({ ...parts, scales: Float64Array.of(NaN) })).toThrow(
      new RangeError("scales[0] must be a finite number (got NaN)"),
    );
    expect(() => dequantize(null!)).toThrow(new RangeError("quantized must be an object (got null)"));
  });
});
