import { describe, expect, it } from "vitest";
import { h100, h800 } from "../../../src/compute/index.ts";

describe("h800, h100", () => {
  // By reference: NVIDIA H100 Tensor Core GPU Architecture, table of peak rates, SXM5, without sparsity: 989.4 and 1978.9 TFLOP/s.
  // Not 1,513, the FP8 peak of the PCIe part, which is often quoted for the H800.
  it.each([h800, h100])("$name has the dense peaks of the SXM part", ({ peakBf16, peakFp8, source }) => {
    expect(peakBf16).toBe(989.4e12);
    expect(peakFp8).toBe(1978.9e12);
    expect(source).toMatch(/SXM/);
  });
  it("are told apart", () => {
    expect([h800.id, h100.id]).toEqual(["h800", "h100"]);
  });
});
