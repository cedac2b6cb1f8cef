import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { logarithm, logarithm2 } from "../../src/compute/logarithm.ts";
import { computedBits, recorded } from "./recorded-bits.ts";

const ulp = 2 ** -52;
const positive = fc.oneof(
  fc.double({ min: 5e-324, max: Number.MAX_VALUE, noNaN: true }),
  fc.double({ min: 0.5, max: 2, noNaN: true }),
);

describe("logarithm(x)", () => {
  // By reference: CPython's decimal.Decimal(x).ln() at 40 digits, rounded to a double.
  it.each([
    [2, 0.6931471805599453],
    [0.5, -0.6931471805599453],
    [10, 2.302585092994046],
    [0.1, -2.3025850929940455],
    [1.0000001, 9.999999505838704e-8],
    [1e300, 690.7755278982137],
    [3e-320, -735.7286286023058],
    [0.9999, -0.00010000500033334732],
  ])("is ln x for x = %d", (x, expected) => {
    expect(Math.abs(logarithm(x) / expected - 1)).toBeLessThanOrEqual(1 * ulp);
  });
  // This engine's own logarithm is within 1 ulp, ours too.
  it("agrees with Math.log", () => {
    fc.assert(
      fc.property(positive, (x) => {
        expect(Math.abs(logarithm(x) - Math.log(x))).toBeLessThanOrEqual(2 * ulp * Math.abs(Math.log(x)));
      }),
      { numRuns: 5000 },
    );
  });
  it("is exactly 0 at 1, and has both ends", () => {
    expect([1, 0, -0, Infinity].map(logarithm)).toEqual([0, -Infinity, -Infinity, Infinity]);
    expect([-1, NaN].map(logarithm)).toEqual([NaN, NaN]);
  });
});

describe("logarithm2(x)", () => {
  it("is exact for powers of two", () => {
    for (let exponent = -1074; exponent <= 1023; exponent++) expect(logarithm2(2 ** exponent)).toBe(exponent);
  });
  it("agrees with Math.log2", () => {
    fc.assert(
      fc.property(positive, (x) => {
        expect(Math.abs(logarithm2(x) - Math.log2(x))).toBeLessThanOrEqual(3 * ulp * Math.abs(Math.log2(x)));
      }),
      { numRuns: 5000 },
    );
  });
});

describe("exponential and logarithm, bit by bit", () => {
  it("give the recorded doubles", () => {
    const { exponential, logarithm, logarithm2 } = computedBits();
    expect({ exponential, logarithm, logarithm2, normal: recorded.normal }).toEqual(recorded);
  });
});
