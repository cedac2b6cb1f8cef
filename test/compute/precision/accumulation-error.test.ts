import { describe, expect, it } from "vitest";
import {
  accumulationError,
  accumulationErrors,
  distributions,
  exactAdder,
  fp32Adder,
  hopperAdder,
  promotedAdder,
} from "../../../src/compute/index.ts";

const at = { inner: 4096, size: 16, seed: 1 };
const ofBits = (bits: number) => ({ ...hopperAdder, bits, registerBits: bits });

describe("accumulationError(options)", () => {
  it("depends on what the matrices are drawn from, and on what it is relative to: nearly 2% is one of many answers", () => {
    const positive = accumulationError({ ...at, distribution: "positive", accumulator: hopperAdder });
    const normal = accumulationError({ ...at, distribution: "normal", accumulator: hopperAdder });
    // Sums of one sign: cutting toward zero makes each too small, by several percent.
    expect(positive.maxRelative).toBeGreaterThan(0.02);
    expect(positive.meanSigned).toBeLessThan(-0.02);
    // Sums of both signs: a fraction of a percent in the mean square, and as much as you like where they cancel.
    expect(normal.rmsRelative).toBeLessThan(0.005);
    expect(normal.maxRelative).toBeGreaterThan(10 * normal.rmsRelative);
  });
  it.each(distributions)("falls with promotion: %s", (distribution) => {
    const { rmsRelative } = accumulationError({ ...at, distribution, accumulator: hopperAdder });
    expect(accumulationError({ ...at, distribution, accumulator: promotedAdder }).rmsRelative).toBeLessThan(
      rmsRelative,
    );
  });
  it("grows with K without promotion, and does not with it", () => {
    const of = (inner: number, accumulator = hopperAdder): number =>
      accumulationError({ ...at, size: 4, inner, distribution: "positive", accumulator }).rmsRelative;
    const inners = [128, 1024, 8192, 65_536];
    const errors = inners.map((inner) => of(inner));
    expect(errors).toEqual([...errors].sort((a, b) => a - b));
    expect(of(65_536, promotedAdder)).toBeLessThan(1.5 * of(128, promotedAdder));
  });
  it("is nothing for the exact adder, and rounding for FP32", () => {
    expect(accumulationError({ ...at, distribution: "normal", accumulator: exactAdder })).toEqual({
      maxRelative: 0,
      maxOfLargest: 0,
      rmsRelative: 0,
      meanSigned: 0,
    });
    expect(accumulationError({ ...at, distribution: "positive", accumulator: fp32Adder }).maxRelative).toBeLessThan(
      4096 * 2 ** -24,
    ); // half an ulp for each addition
  });
  it("names what it refuses", () => {
    expect(() =>
      accumulationError({ ...at, inner: 2 ** 20, distribution: "normal", accumulator: hopperAdder }),
    ).toThrow(new RangeError("inner must be an integer from 1 to 524288 (got 1048576)"));
    expect(() => accumulationError({ ...at, distribution: "gamma" as "normal", accumulator: hopperAdder })).toThrow(
      'distribution must be one of "normal", "uniform", "positive", "shifted" (got "gamma")',
    );
  });
});

describe("accumulationErrors(accumulators, options)", () => {
  it("falls with every bit on sums of one sign, and is what accumulationError gives for each", () => {
    const bits = [10, 12, 14, 18, 22, 26, 34];
    const errors = accumulationErrors(bits.map(ofBits), { ...at, inner: 1024, distribution: "positive" });
    const rms = errors.map(({ rmsRelative }) => rmsRelative);
    expect(rms).toEqual([...rms].sort((a, b) => b - a));
    expect(errors[2]).toEqual(
      accumulationError({ ...at, inner: 1024, distribution: "positive", accumulator: ofBits(14) }),
    );
  });
  it("is larger the longer N_C is", () => {
    const intervals = [32, 128, 512, 0].map((promotionInterval) => ({ ...hopperAdder, promotionInterval }));
    const rms = accumulationErrors(intervals, { ...at, distribution: "positive" }).map(
      ({ rmsRelative }) => rmsRelative,
    );
    expect(rms).toEqual([...rms].sort((a, b) => a - b));
  });
});
