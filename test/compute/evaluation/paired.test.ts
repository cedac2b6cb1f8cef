import { describe, expect, it } from "vitest";
import { pairedChange, signTest } from "../../../src/compute/index.ts";

describe("pairedChange(values, bases, { relative })", () => {
  // By hand: 3/2, 1 and 1/2 of their bases; differences of 1, 0 and −4.
  const [values, bases] = [
    [3, 5, 4],
    [2, 5, 8],
  ];
  it("is the mean of shares, their range and signs", () => {
    expect(pairedChange(values, bases, { relative: true })).toEqual({
      mean: 0,
      low: -0.5,
      high: 0.5,
      up: 1,
      down: 1,
      chance: 1,
    });
  });
  it("or of differences", () => {
    expect(pairedChange(values, bases, { relative: false })).toMatchObject({ mean: -1, low: -4, high: 1 });
  });
  it("asks the sign test, which leaves out pairs that are level", () => {
    const { chance } = pairedChange([2, 3, 4, 5], [1, 2, 3, 5], { relative: false });
    expect(chance).toBe(signTest({ wins: 3, losses: 0 }));
    expect(chance).toBe(0.25); // by hand: 2 · 2⁻³
  });
  it("needs a partner for each, and a base to be relative to", () => {
    expect(() => pairedChange([1], [1, 2], { relative: true })).toThrow(
      new RangeError("bases must have 1 entries (got 2)"),
    );
    expect(() => pairedChange([1], [0], { relative: true })).toThrow(
      new RangeError("bases[0] must give a finite change (got 0)"),
    );
  });
});
