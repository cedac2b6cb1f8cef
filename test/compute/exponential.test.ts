import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exponential } from "../../src/compute/exponential.ts";

const ulp = 2 ** -52;

describe("exponential(x)", () => {
  // By reference: CPython's decimal.Decimal(x).exp() at 40 digits, rounded to a double.
  it.each([
    [1, 2.718281828459045],
    [-1, 0.36787944117144233],
    [0.5, 1.6487212707001282],
    [-3.25, 0.03877420783172201],
    [10, 22026.465794806718],
    [-20.5, 1.2501528663867426e-9],
    [100.125, 3.0460357809113723e43],
    [-700, 9.85967654375977e-305],
    [709.5, 1.3549863193146328e308],
  ])("is e^x for x = %d", (x, expected) => {
    expect(Math.abs(exponential(x) / expected - 1)).toBeLessThanOrEqual(3 * ulp);
  });
  // This engine's own exponential is within 1 ulp, ours within 3.
  it("agrees with Math.exp", () => {
    fc.assert(
      fc.property(fc.double({ min: -708, max: 709.7, noNaN: true }), (x) => {
        expect(Math.abs(exponential(x) / Math.exp(x) - 1)).toBeLessThanOrEqual(4 * ulp);
      }),
      { numRuns: 5000 },
    );
  });
  it("is exactly 1 at 0, and has both ends", () => {
    expect(exponential(0)).toBe(1);
    expect(exponential(-0)).toBe(1);
    expect([710, 1e300, Infinity].map(exponential)).toEqual([Infinity, Infinity, Infinity]);
    expect([-746, -1e300, -Infinity].map(exponential)).toEqual([0, 0, 0]);
  });
});
