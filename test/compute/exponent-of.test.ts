import { describe, expect, it } from "vitest";
import { exponentOf } from "../../src/compute/exponent-of.ts";

describe("exponentOf(value)", () => {
  it("is exact at every power of two and just below it", () => {
    for (let exponent = -1073; exponent <= 1023; exponent++) {
      const power = 2 ** exponent;
      const below = exponent >= -1021 ? power * (1 - 2 ** -53) : power - 2 ** -1074;
      expect([exponent, exponentOf(power), exponentOf(-power), exponentOf(below)]).toEqual([
        exponent,
        exponent,
        exponent,
        exponent - 1,
      ]);
    }
    expect(exponentOf(2 ** -1074)).toBe(-1074);
  });
  it("has values for zero, infinity and NaN", () => {
    expect([exponentOf(0), exponentOf(Infinity), exponentOf(NaN)]).toEqual([-1075, 1024, 1024]);
  });
});
