import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bf16, roundTo } from "../../src/compute/index.ts";
import { roundToBf16 } from "../../src/lab/bf16.ts";

describe("roundToBf16(values)", () => {
  it("rounds float32 numbers as the format of compute does", () => {
    fc.assert(
      fc.property(fc.float({ noNaN: true }), (value) => {
        expect(roundToBf16(Float32Array.of(value))[0]).toBe(roundTo(bf16, value, "format"));
        expect(roundToBf16(Float64Array.of(value))[0]).toBe(roundTo(bf16, value, "format"));
      }),
      { numRuns: 2000 },
    );
  });
  // By hand: 1 + 2⁻⁸ is halfway between 1 and 1 + 2⁻⁷, of which 1 is even.
  it("goes to even at a tie, keeps NaN, and is infinite past the end", () => {
    expect([
      ...roundToBf16(Float32Array.of(1 + 2 ** -8, 1 + 3 * 2 ** -8, NaN, -Infinity, 3.4028234663852886e38, -0)),
    ]).toEqual([1, 1 + 2 ** -6, NaN, -Infinity, Infinity, -0]);
  });
});
