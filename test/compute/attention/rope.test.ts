import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rope, ropeAngles, rmsNorm } from "../../../src/compute/index.ts";

const entry = fc.double({ min: -3, max: 3, noNaN: true });

describe("ropeAngles(options)", () => {
  // By hand: 10000^0, 10000^(−1/2).
  it("falls from 1 radian by equal factors", () => {
    const angles = ropeAngles({ width: 4 });
    expect(angles[0]).toBe(1);
    expect(angles[1]).toBeCloseTo(0.01, 15);
  });
  it("names what it refuses", () => {
    expect(() => ropeAngles({ width: 5 })).toThrow(new RangeError("width must be even (got 5)"));
  });
});

describe("rope(vectors, options)", () => {
  // By hand: position 1 turns (1, 0) by 1 radian to (cos 1, sin 1) and the second pair by 0.01.
  it("turns neighbors together, as the released code does", () => {
    const turned = rope(Float64Array.of(1, 0, 1, 0), { width: 4, firstPosition: 1 });
    expect([...turned]).toEqual([
      Math.cos(1),
      Math.sin(1),
      expect.closeTo(Math.cos(0.01), 14),
      expect.closeTo(Math.sin(0.01), 14),
    ]);
  });
  it("leaves position 0 as it is", () => {
    expect([...rope(Float64Array.of(1, 2, 3, 4), { width: 4 })]).toEqual([1, 2, 3, 4]);
  });
  // By invariant: a turned query times a turned key depends on their distance alone; 1e-12 of products up to 36, whose
  // angles are known to 1e-14.
  it("makes products depend on the distance of positions alone", () => {
    fc.assert(
      fc.property(
        fc.array(entry, { minLength: 4, maxLength: 4 }),
        fc.array(entry, { minLength: 4, maxLength: 4 }),
        fc.nat(50),
        fc.nat(50),
        fc.constantFrom("interleaved" as const, "halfSplit" as const),
        (query, key, distance, shift, pairing) => {
          const product = (position: number) => {
            const q = rope(Float64Array.from(query), { width: 4, firstPosition: position + distance, pairing });
            const k = rope(Float64Array.from(key), { width: 4, firstPosition: position, pairing });
            return [...q].reduce((sum, value, i) => sum + value * k[i], 0);
          };
          expect(Math.abs(product(shift) - product(0))).toBeLessThan(1e-12);
        },
      ),
    );
  });
  // By invariant: (0, 1, 2, 3) paired as neighbors is (0, 2, 1, 3) paired by halves.
  it("pairs by halves what, sorted anew, pairs as neighbors", () => {
    const neighbors = rope(Float64Array.of(1, 2, 3, 4), { width: 4, firstPosition: 7 });
    const halves = rope(Float64Array.of(1, 3, 2, 4), { width: 4, firstPosition: 7, pairing: "halfSplit" });
    expect([...halves]).toEqual([neighbors[0], neighbors[2], neighbors[1], neighbors[3]]);
    expect(rope(Float64Array.of(1, 2, 3, 4), { width: 4, firstPosition: 7, pairing: "halfSplit" })).not.toEqual(
      neighbors,
    );
  });
  it("turns all vectors of a token alike", () => {
    const turned = rope(Float64Array.of(1, 0, 1, 0, 1, 0, 1, 0), { width: 2, vectorsPerToken: 2 });
    expect([...turned]).toEqual([1, 0, 1, 0, Math.cos(1), Math.sin(1), Math.cos(1), Math.sin(1)]);
  });
});

describe("rmsNorm(vectors, weight, options)", () => {
  // By hand: mean of squares (9 + 16)/2 = 12.5, plus ε of 12.5: √25 = 5.
  it("divides by the root of the mean square", () => {
    expect([...rmsNorm(Float64Array.of(3, 4), Float64Array.of(1, 10), { epsilon: 12.5 })]).toEqual([0.6, 8]);
  });
  it("names what it refuses", () => {
    expect(() => rmsNorm(new Float64Array(3), new Float64Array(2))).toThrow(
      new RangeError("vectors must have a multiple of 2 entries (got 3)"),
    );
  });
});
