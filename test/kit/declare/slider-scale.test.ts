import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseValue, printValue } from "../../../src/kit/declare/param-values.ts";
import { integer, number } from "../../../src/kit/declare/params.ts";
import { sliderPosition, sliderRange, sliderShare, sliderValue } from "../../../src/kit/declare/slider-scale.ts";

const log = number({ label: "Tokens", range: [1e9, 1e14], initial: 14.8e12, scale: "log" });
const linear = number({ label: "Share", range: [0, 1], step: 0.1, initial: 0.3 });
const ranks = integer({ label: "Ranks", range: [1, 4096], initial: 16, scale: "log" });

describe("sliderValue(param, position)", () => {
  it("is linear and free of rounding dust on a linear scale", () => {
    expect(sliderValue(linear, 0.1 + 0.2)).toBe(0.3);
  });
  it("has the ends of a log scale exact", () => {
    expect([sliderValue(log, 0), sliderValue(log, sliderRange(log, log).max)]).toEqual([1e9, 1e14]);
  });
  it("never leaves the range and never falls when the slider rises", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 499 }), fc.constantFrom(log, ranks), (position, param) => {
        const [a, b] = [sliderValue(param, position), sliderValue(param, position + 1)];
        expect(a).toBeLessThanOrEqual(b);
        expect(parseValue(param, printValue(param, a))).toEqual({ value: a });
      }),
    );
  });
  it("moves with each step, over every small whole number", () => {
    for (const param of [log, ranks]) {
      const { max } = sliderRange(param, param);
      const values = Array.from({ length: max + 1 }, (_, position) => sliderValue(param, position));
      expect(new Set(values).size).toBe(max + 1);
      for (const [position, value] of values.entries()) expect(sliderPosition(param, value)).toBe(position);
    }
    // 500 steps over 4096 = 2¹² are 1.7% each, so up to 1 / 1.7% = 60 there is a stop at every whole number.
    expect(Array.from({ length: 58 }, (_, position) => sliderValue(ranks, position))).toEqual(
      Array.from({ length: 58 }, (_, i) => i + 1),
    );
  });
});

describe("sliderPosition(param, value)", () => {
  it("is where sliderValue takes back the value, to the slider's three digits", () => {
    fc.assert(
      fc.property(fc.double({ min: 1e9, max: 1e14, noNaN: true }), (value) => {
        // Half a step of 500 over five powers of ten is 1.2%; rounding to three digits adds 0.5%.
        expect(sliderValue(log, sliderPosition(log, value)) / value).toBeGreaterThan(0.98);
        expect(sliderValue(log, sliderPosition(log, value)) / value).toBeLessThan(1.02);
      }),
    );
  });
  it("is the first or the last stop for a value beyond", () => {
    const last = sliderRange(ranks, { min: 1, max: 4096 }).max;
    expect([0.5, 1, 4096, 5000].map((value) => sliderPosition(ranks, value))).toEqual([0, 0, last, last]);
  });
  it("puts the middle of a log scale at its geometric mean", () => {
    expect(sliderShare(log, Math.sqrt(1e9 * 1e14), log)).toBe(0.5);
  });
});
