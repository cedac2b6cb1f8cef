import { describe, expect, it } from "vitest";
import { h100, h800 } from "../../../src/compute/index.ts";

describe("h800, h100", () => {
  // By hand: 132 SMs × 4,096 FLOP per clock × 1.83 GHz = 989.43 TFLOP/s in BF16, and twice that in FP8. NVIDIA's data sheet of
  // the SXM part prints 1,979 and 3,958 with sparsity, the doubles of these.
  // Not 1,513, the FP8 peak of the PCIe part, which is often quoted for the H800.
  it.each([h800, h100])("$name has the dense peaks of the SXM part", ({ peakBf16, peakFp8, source }) => {
    expect(peakBf16).toBe(989.4e12);
    expect(peakFp8).toBe(1978.9e12);
    expect((132 * 4096 * 1.83e9).toPrecision(4)).toBe(peakBf16.toPrecision(4));
    expect((132 * 8192 * 1.83e9).toPrecision(5)).toBe(peakFp8.toPrecision(5));
    expect(source).toMatch(/132 SMs/);
  });
  it("are told apart", () => {
    expect([h800.id, h100.id]).toEqual(["h800", "h100"]);
  });
});
