import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  assumeStep,
  castPlaces,
  deepseekV3,
  designAdder,
  designAssumptions,
  designOf,
  deviceIds,
  h800Design,
  promotedAdder,
  scalingBound,
  trainingStep,
  trainOnDesign,
  v3Layout,
  type Design,
} from "../../../src/compute/index.ts";

describe("designAssumptions(design)", () => {
  it("is, for the H800, what the training step assumes, bit for bit", () => {
    expect(designAssumptions(h800Design)).toEqual(assumeStep());
  });
  it("takes two bytes from each value with a cast on the way, and three with one beside the memory", () => {
    // Today 2 + 1 + 1 after the value was written, on the way 2, beside the memory 1: 6 − 2, 6 − 3.
    expect(castPlaces.map((cast) => designAssumptions({ ...h800Design, cast }).bytesPerValue)).toEqual([6, 4, 3]);
  });
  it("follows a peak, and no other rate follows that peak", () => {
    const { bf16ProductFlopPerSecond, ...others } = designAssumptions({
      ...h800Design,
      peakBf16: 2 * h800Design.peakBf16,
    });
    expect(bf16ProductFlopPerSecond).toBe(2 * assumeStep().bf16ProductFlopPerSecond);
    expect(others.ffnProductFlopPerSecond).toBe(assumeStep().ffnProductFlopPerSecond);
  });
  it("lets scaling outside of the tensor cores hold products up only where scales are many", () => {
    // 32 · 66.9 TFLOP/s = 2,141 TFLOP/s, above the assumed 1,224; 8 · 66.9 = 535, below it.
    expect(scalingBound({ valuesPerScale: 32, peakFp32: 66.9e12 })).toBeCloseTo(2140.8e12, -9);
    expect(designAssumptions({ ...h800Design, valuesPerScale: 32 }).ffnProductFlopPerSecond).toBe(1224e12);
    expect(designAssumptions({ ...h800Design, valuesPerScale: 8 }).ffnProductFlopPerSecond).toBeCloseTo(535.2e12, -9);
    expect(designAssumptions({ ...h800Design, valuesPerScale: 8, appliesScales: true }).ffnProductFlopPerSecond).toBe(
      1224e12,
    );
  });
  it("names a field that is not allowed", () => {
    expect(() => designAssumptions({ ...h800Design, peakFp8: 0 })).toThrow(
      new RangeError("peakFp8 must be a finite number above 0 (got 0)"),
    );
    expect(() => designAssumptions({ ...h800Design, communicationSms: 132 })).toThrow(
      new RangeError("communicationSms must be an integer from 0 to 131 (got 132)"),
    );
  });
});

describe("designAdder(design)", () => {
  it("is V3's way for the H800", () => {
    expect(designAdder(h800Design)).toEqual(promotedAdder);
  });
  it("has a register of 24 bits at most, and needs no promotion where matrix units apply scales", () => {
    // The significand of a float32: 1 + 23 bits.
    const { bits, registerBits, promotionInterval } = designAdder({
      ...h800Design,
      adderBits: 34,
      appliesScales: true,
    });
    expect([bits, registerBits, promotionInterval]).toEqual([34, 24, 0]);
  });
  it("names a field that is not allowed", () => {
    expect(() => designAdder({ ...h800Design, adderBits: 65 })).toThrow(
      new RangeError("adderBits must be an integer from 2 to 64 (got 65)"),
    );
  });
});

describe("designOf(id)", () => {
  it("names what is not known, and leaves it as on the H800", () => {
    const { design, unknown } = designOf("ascend-910b");
    expect(unknown).toContain("memoryBytesPerSecond");
    expect(design.memoryBytesPerSecond).toBe(h800Design.memoryBytesPerSecond);
  });
  it("multiplies in BF16 where FP8 is not there", () => {
    const { design, unknown } = designOf("a100");
    expect([design.peakFp8, unknown.includes("peakFp8")]).toEqual([312e12, true]);
  });
  it.each(deviceIds)("gives a design that is allowed: %s", (id) => {
    expect(() => designAssumptions(designOf(id).design)).not.toThrow();
  });
  it("is the H800's own for the H800", () => {
    expect(designOf("h800").design).toEqual(h800Design);
  });
});

describe("trainOnDesign(design, options)", () => {
  const hours = (change: Partial<Design>): number =>
    trainOnDesign({ ...h800Design, ...change }, { how: "formula" }).gpuHours;
  const baseline = hours({});
  it("is, for the H800, the training step of the cluster, bit for bit", () => {
    const { step, gpuHours, days, usd, kilowattHours } = trainOnDesign(h800Design);
    expect(step).toEqual(trainingStep(deepseekV3, v3Layout));
    expect(gpuHours).toBe((step.gpuHoursPerTrillion * 14.8e12) / 1e12);
    expect(days).toBe(gpuHours / 2048 / 24);
    expect([usd, kilowattHours]).toEqual([2 * gpuHours, (gpuHours * 700) / 1000]);
  });
  it("wins nothing where a bound does not bind", () => {
    expect(hours({ peakFp32: 1e15 })).toBe(baseline);
    expect(hours({ appliesScales: true })).toBe(baseline);
    expect(hours({ scaleUpBytesPerSecond: 2 * h800Design.scaleUpBytesPerSecond })).toBe(baseline); // InfiniBand binds
    expect(hours({ latency: 0, adderBits: 34 })).toBe(baseline);
  });
  it("counts the links of a domain that holds all ranks of the experts as fast", () => {
    // 64 of 64 ranks: nothing crosses InfiniBand but gradients, so that a faster domain now wins.
    expect(hours({ scaleUpSize: 64, scaleUpBytesPerSecond: 450e9 })).toBeLessThan(hours({ scaleUpSize: 64 }));
    expect(hours({ scaleUpSize: 72 })).toBe(hours({ scaleUpSize: 64 })); // 64 ranks are all there are
    expect(hours({ scaleUpSize: 11 })).toBe(baseline); // 8 is the largest divisor of 64 below
  });
  it("never slows a stage down with a better figure, nor the run by more than the cut into stages rounds", () => {
    const better = fc.record({
      key: fc.constantFrom(
        "peakBf16",
        "peakFp8",
        "peakFp32",
        "memoryBytesPerSecond",
        "scaleUpBytesPerSecond",
        "scaleOutBytesPerSecond",
      ),
      from: fc.double({ min: 0.2, max: 5, noNaN: true }),
      by: fc.double({ min: 1, max: 3, noNaN: true }),
      other: fc.constantFrom("peakBf16", "peakFp8", "memoryBytesPerSecond", "scaleOutBytesPerSecond"),
      otherBy: fc.double({ min: 0.2, max: 5, noNaN: true }),
    });
    fc.assert(
      fc.property(better, ({ key, from, by, other, otherBy }) => {
        const run = (change: Partial<Design>) =>
          trainOnDesign({ ...h800Design, [other]: h800Design[other] * otherBy, ...change }, { how: "formula" });
        const slower = run({ [key]: h800Design[key] * from });
        const faster = run({ [key]: h800Design[key] * from * by });
        // 1e-12: sums in another order of rounding.
        for (const time of ["forward", "backward", "backwardForWeights", "overlapped"] as const)
          expect(faster.step.times[time], time).toBeLessThanOrEqual(slower.step.times[time] * (1 + 1e-12));
        expect(faster.step.optimizerSeconds).toBeLessThanOrEqual(slower.step.optimizerSeconds * (1 + 1e-12));
        // Layers are whole, and stages are cut anew for each design: where one layer more or less on the busiest rank is
        // nearly the same, the cut gives up to a hundredth away for memory's sake, or stops short of the best cut.
        expect(faster.gpuHours).toBeLessThanOrEqual(slower.gpuHours * 1.02);
      }),
      { numRuns: 60 },
    );
  });
});
