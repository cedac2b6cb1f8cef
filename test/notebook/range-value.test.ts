import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rangeValue, sliderStep } from "../../src/notebook/range-value.ts";

describe("rangeValue({ min, max, step }, raw)", () => {
  it.each([
    [0, 100, 1, 500, 100],
    [0, 100, 1, -5, 0],
    [0, 1, 0.1, 0.3000001, 0.3],
    [0, 1, 0.1, 0.7, 0.7],
    [0, 2e13, 1, 14_800_000_000_123, 14_800_000_000_123], // every digit of an integer
    [0, 1, 0.4, 1, 0.8], // the steps are 0, 0.4 and 0.8: a slider knows no other
    [0.25, 1, 0.5, 0.8, 0.75],
    [1e-9, 1e-8, 1e-9, 4.4e-9, 4e-9],
    [-1, 1, 0.01, 0.006, 0.01],
  ])("[%d, %d] in steps of %d: %d is %d", (min, max, step, raw, value) =>
    expect(rangeValue({ min, max, step }, raw)).toBe(value),
  );
  it("keeps every number between the bounds where there are no steps", () => {
    expect(rangeValue({ min: 0, max: 1, step: null }, Math.PI / 4)).toBe(Math.PI / 4);
    expect(rangeValue({ min: 0, max: 1, step: null }, 7)).toBe(1);
  });
  it("gives a value that it keeps", () => {
    const range = fc.tuple(
      fc.integer({ min: -1e6, max: 1e6 }),
      fc.integer({ min: 1, max: 1e6 }),
      fc.constantFrom(0.001, 0.1, 0.25, 1, 3, 7.5),
    );
    fc.assert(
      fc.property(range, fc.double({ noNaN: true, noDefaultInfinity: true }), ([min, width, step], raw) => {
        const bounds = { min, max: min + width, step };
        const value = rangeValue(bounds, raw);
        expect(rangeValue(bounds, value)).toBe(value);
        expect(value >= min && value <= min + width).toBe(true);
      }),
    );
  });
});

describe("sliderStep({ min, max, step })", () => {
  it("is the step of the range, or about 200 to 500 round ones", () => {
    expect(sliderStep({ min: 0, max: 1, step: 0.1 })).toBe(0.1);
    expect(sliderStep({ min: 0, max: 1, step: null })).toBe(0.005); // 1 / 200
    expect(sliderStep({ min: 0, max: 3000, step: null })).toBe(10); // 15 and less, of 1, 2 or 5 times a power of ten
    expect(sliderStep({ min: 0, max: 3e-7, step: null })).toBe(1e-9);
  });
});
