import { describe, expect, it } from "vitest";
import {
  bf16,
  e4m3,
  errorByMagnitude,
  errorMetrics,
  numberFormats,
  quantizationExperiment,
  quantize,
  sampleMatrix,
  type ExperimentOptions,
} from "../../../src/compute/index.ts";

const published: ExperimentOptions = {
  values: "channels",
  given: [],
  format: "e4m3",
  granularity: "tile",
  groupSize: 128,
  powerOfTwoScales: false,
  spread: 1,
  outlierFactor: 100,
  seed: 1,
};

const lost = (values: "channels" | "tokens", granularity: "tensor" | "tile" | "block"): number =>
  quantizationExperiment({ ...published, values, outlierFactor: 10_000, granularity }).metrics.underflowedShare;

describe("quantizationExperiment(options)", () => {
  it("is what its parts give, one by one", () => {
    const original = sampleMatrix({ shape: "channels", rows: 128, columns: 512, seed: 1, outlierFactor: 100 });
    const quantized = quantize(original, { rows: 128, columns: 512 }, e4m3, { granularity: "tile" });
    const inBf16 = quantize(original, { rows: 128, columns: 512 }, bf16, { granularity: "none" }).values;
    const experiment = quantizationExperiment(published);
    expect(experiment.count).toBe(65_536);
    expect(experiment.metrics).toEqual({
      ...errorMetrics({ original, restored: quantized.values }),
      saturatedShare: quantized.saturatedCount / 65_536,
    });
    expect(experiment.reference).toEqual(errorMetrics({ original, restored: inBf16 }));
    expect(experiment.byMagnitude).toEqual(errorByMagnitude({ original, restored: quantized.values }));
    expect(experiment.referenceByMagnitude).toEqual(errorByMagnitude({ original, restored: inBf16 }));
    expect(experiment.scales).toEqual({
      count: 512,
      smallest: Math.min(...quantized.scales),
      largest: Math.max(...quantized.scales),
    });
    expect(experiment.original).toEqual(original);
    expect(experiment.quantized).toEqual(quantized);
  });
  // By hand: 896 / 448 = 2, 300 / 2 = 150 → 144 = 2⁷ × 1.125, code 0.1110.001; 288 / 300 − 1 = −0.04.
  it("takes given numbers as one row", () => {
    const { original, quantized, count, metrics } = quantizationExperiment({
      ...published,
      values: "given",
      given: [300, -896, 0],
    });
    expect([count, [...original]]).toEqual([3, [300, -896, 0]]);
    expect([...quantized.codes]).toEqual([0x71, 0xfe, 0]);
    expect([...quantized.values]).toEqual([288, -896, 0]);
    expect(metrics.maxRelative).toBe(12 / 300);
  });
  it("counts as saturated what lies past the format's largest value, as a share", () => {
    const { metrics, scales } = quantizationExperiment({
      ...published,
      values: "given",
      given: [1000, 1, -2, 448],
      granularity: "none",
    });
    expect(metrics.saturatedShare).toBe(1 / 4);
    expect(scales).toEqual({ count: 1, smallest: 1, largest: 1 });
  });
  // By hand: the largest of 128 outliers is about 2.5 × 10,000, so less than 2⁻¹⁰ × 2.5e4 / 448 = 0.056 deviations becomes zero,
  // which is 4.5% of normal values; the seed's largest is 3.0, so 5.4%. A quarter of the tiles has an outlier, and on average a smaller one.
  it("loses less than a quarter as many values with a scale for each tile as with one for the tensor, if channels are outliers", () => {
    expect(lost("channels", "tensor")).toBeGreaterThan(0.04);
    expect(lost("channels", "tensor")).toBeLessThan(0.06);
    expect(lost("channels", "tile")).toBeLessThan(lost("channels", "tensor") / 4);
  });
  // By hand: without its outliers a normal tile of 128 has a largest value of about 2.6, so what is below 2⁻¹⁰ × 2.6 / 448 becomes zero:
  // 0.0005% of normal values. A block of 128 rows has two outlier rows.
  it("loses next to nothing in tiles if tokens are outliers, and as much in blocks as in a tensor of four times the size", () => {
    expect(lost("tokens", "tile")).toBeLessThan(5e-5);
    expect(lost("tokens", "block")).toBeGreaterThan(0.04);
    expect(lost("tokens", "block")).toBeLessThanOrEqual(lost("tokens", "tensor"));
  });
  // §3.3.2 prefers E4M3 to E5M2 on all tensors "for higher precision": one more bit of mantissa is 6 dB.
  it("finds one more bit of mantissa worth about 6 dB", () => {
    const sqnr = (format: string): number =>
      quantizationExperiment({ ...published, values: "normal", format }).metrics.sqnrDb;
    expect(sqnr("e4m3") - sqnr("e5m2")).toBeCloseTo(20 * Math.log10(2), 0); // within half a decibel
    expect(sqnr("bf16")).toBeGreaterThan(sqnr("e4m3") + 20);
  });
  it.each(numberFormats.filter(({ signed }) => signed))("works for $name", (format) => {
    const { byMagnitude } = quantizationExperiment({ ...published, format: format.id });
    expect(byMagnitude.reduce((sum, { count }) => sum + count, 0)).toBe(65_536);
  });
  it.each<[Partial<ExperimentOptions>, string]>([
    [
      { format: "e3m4" },
      'format must be one of "e4m3", "e5m2", "e5m6", "bf16", "fp16", "e3m2", "e2m3", "e2m1", "e8m0", "ue4m3" (got "e3m4")',
    ],
    [{ format: "e8m0" }, 'format must have a sign (got "E8M0")'],
    [{ values: "given", given: [] }, 'given must hold at least one number (got "none")'],
    [{ values: "given", given: [1, 1e39] }, "given[1] must lie within the range of float32 (got 1e+39)"],
    [{ values: "given", given: [NaN] }, "given[0] must lie within the range of float32 (got NaN)"],
    [
      { values: "uniform" as "normal" },
      'values must be one of "given", "normal", "channels", "tokens", "heavy" (got "uniform")',
    ],
    [{ groupSize: 0 }, "groupSize must be an integer from 1 to 512 (got 0)"],
    [{ spread: -1 }, "spread must be a finite number above 0 (got -1)"],
    [
      { granularity: "row" as "tile" },
      'granularity must be one of "none", "tensor", "tile", "column", "block" (got "row")',
    ],
  ])("refuses %o", (options, message) => {
    expect(() => quantizationExperiment({ ...published, ...options })).toThrow(new RangeError(message));
  });
});
