import { describe, expect, it } from "vitest";
import { bf16, castTrips, deepseekV3, e4m3, tokenBytes, tracedComputeUs } from "../../../src/compute/index.ts";

describe("tokenBytes(hiddenDim, options)", () => {
  // By hand: 7168/128 = 56 scales.
  it("counts codes and scales of a token of V3", () => {
    expect(tokenBytes(deepseekV3.hiddenDim, { format: e4m3 })).toEqual({ codes: 7168, scales: 224, total: 7392 });
    expect(tokenBytes(deepseekV3.hiddenDim, { format: e4m3, scaleBits: 8 })).toEqual({
      codes: 7168,
      scales: 56,
      total: 7224,
    });
    expect(tokenBytes(deepseekV3.hiddenDim, { format: bf16 })).toEqual({ codes: 14_336, scales: 0, total: 14_336 });
  });
  it("names what it refuses", () => {
    expect(() => tokenBytes(0, { format: bf16 })).toThrow(
      new RangeError("hiddenDim must be an integer from 1 to 1048576 (got 0)"),
    );
  });
});

describe("castTrips", () => {
  // §3.5.2 by hand: 2 + 1 + 1; 2; 1; and 1 + 1 + 1 for the transposed tiles, or 1.
  it("moves 4 bytes for each value today, 2 fused, 1 near the memory", () => {
    expect(castTrips.map(({ id, bytesPerValue }) => [id, bytesPerValue])).toEqual([
      ["today", 4],
      ["fused", 2],
      ["near-memory", 1],
      ["transposed-today", 3],
      ["transposed-read", 1],
    ]);
  });
});

describe("tracedComputeUs", () => {
  // By hand, from the kinds of the main compute stream: (13,859 + 1,317) / 118,193 = 12.84%.
  it("spends an eighth of the time on casts and transposes", () => {
    expect(tracedComputeUs).toEqual({ cast: 13_859, transpose: 1317, all: 118_193 });
    expect((tracedComputeUs.cast + tracedComputeUs.transpose) / tracedComputeUs.all).toBeCloseTo(0.1284, 4);
  });
});
