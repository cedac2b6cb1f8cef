import { describe, expect, it } from "vitest";
import { e2m1, e4m3, quantize, scaleOf, type NumberFormat, type ScaleRule } from "../../../src/compute/index.ts";

describe("scaleOf(amax, format, rule)", () => {
  // By hand. E2M1's largest value 6 has exponent 2 and one bit of mantissa, so mx-even goes up from 1.75; E4M3's 448 has
  // exponent 8 and three bits, from 1.9375. 1.75 · 4 = 7: floor 2, ceil 3, even 3, nearest (√2 · 4 = 5.66) 3, each less 2.
  it.each<[NumberFormat, number, Partial<Record<ScaleRule, number>>]>([
    [e2m1, 7, { mx: 1, "mx-up": 2, "mx-even": 2, "mx-nearest": 2 }],
    [e2m1, 6.9, { mx: 1, "mx-up": 2, "mx-even": 1, "mx-nearest": 2 }],
    [e2m1, 5, { mx: 1, "mx-up": 2, "mx-even": 1, "mx-nearest": 1 }],
    [e2m1, 4, { mx: 1, "mx-up": 1, "mx-even": 1, "mx-nearest": 1 }],
    [e4m3, 1.9375 * 256, { mx: 1, "mx-up": 2, "mx-even": 2, "mx-nearest": 2, power: 2 }],
    [e4m3, 1.93 * 256, { mx: 1, "mx-even": 1, power: 2, "nearest-power": 1 }],
  ])("of %o and amax %d", (format, amax, scales) => {
    for (const [rule, scale] of Object.entries(scales))
      expect([rule, scaleOf(amax, format, rule as ScaleRule)]).toEqual([rule, scale]);
  });
});

describe("quantize, down a column", () => {
  // By hand: two columns of three values in groups of two: {448, 1}, {2}, {1, 896}, {4}: scales 1, 2/448, 2, 4/448.
  it("shares scales along groupSize × 1", () => {
    const { scales, scaleOfValue } = quantize(Float32Array.of(448, 1, 1, 896, 2, 4), { rows: 3, columns: 2 }, e4m3, {
      granularity: "column",
      groupSize: 2,
    });
    expect([...scales]).toEqual([1, 2, Math.fround(2 / 448), Math.fround(4 / 448)]);
    expect([...scaleOfValue]).toEqual([0, 1, 0, 1, 2, 3]);
  });
  it("is quantize along the rows of the transposed matrix", () => {
    const values = Float32Array.from({ length: 35 }, (_, i) => Math.fround(1.1 ** i));
    const transposed = Float32Array.from({ length: 35 }, (_, i) => values[(i % 7) * 5 + Math.floor(i / 7)]);
    const down = quantize(values, { rows: 7, columns: 5 }, e4m3, { granularity: "column", groupSize: 4 });
    const along = quantize(transposed, { rows: 5, columns: 7 }, e4m3, { granularity: "tile", groupSize: 4 });
    expect([...down.codes]).toEqual(Array.from({ length: 35 }, (_, i) => along.codes[(i % 5) * 7 + Math.floor(i / 5)]));
  });
});
