import { describe, expect, it } from "vitest";
import { e4m3, encodeTiles, operandOf, tileShapes } from "../../../src/compute/index.ts";
import { createTinyRun, type TinySettings } from "../../../src/lab/index.ts";
import { createPrecisionMeter } from "../../../src/lab/tiny/meter.ts";

describe("createPrecisionMeter()", () => {
  // By hand: the scale is 448/448 = 1. 2⁻¹¹ is below half of the smallest value, 2⁻⁹, and vanishes; 17 lies between 16 and 18, of which 16 is even.
  it("counts what vanishes, and how far the rest is off", () => {
    const values = Float64Array.of(448, 2 ** -11, 17, 0);
    const meter = createPrecisionMeter();
    meter.watch(
      "input",
      values,
      operandOf(encodeTiles(values, { rows: 1, columns: 4 }, { format: e4m3, tile: tileShapes.tensor })),
    );
    const [input, weight] = meter.result();
    expect(input.tensor).toBe("input");
    expect(input.underflow).toBe(1 / 3); // of three that are not 0
    expect(input.relativeError).toBeCloseTo(Math.sqrt((2 ** -22 + 1) / (448 ** 2 + 2 ** -22 + 289)), 14);
    expect(weight).toEqual({ tensor: "weight", underflow: 0, relativeError: 0 });
  });
  it("is shown all three tensors of a run in FP8, every fifth step", () => {
    const small: Partial<TinySettings> = {
      steps: 6,
      batch: 2,
      sequenceLength: 6,
      hiddenDim: 8,
      denseDim: 4,
      attentionHeads: 2,
      kvLoraRank: 2,
      qLoraRank: 2,
      nopeHeadDim: 2,
      ropeHeadDim: 2,
      valueHeadDim: 2,
      expertDim: 2,
      recipe: "FP8 fine-grained",
    };
    const run = createTinyRun(small);
    const measured = Array.from({ length: 6 }, () => run.step().precision);
    expect(measured.map((tensors) => tensors !== null)).toEqual([true, false, false, false, false, true]);
    // Half a step of E4M3 is 2⁻⁴ of a value at most; 2⁻⁴/√3 if errors are spread evenly.
    for (const { relativeError } of measured[0]!) expect(relativeError).toBeGreaterThan(0.005);
    for (const { relativeError } of measured[0]!) expect(relativeError).toBeLessThan(2 ** -4);
  });
});
