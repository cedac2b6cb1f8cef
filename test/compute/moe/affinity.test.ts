import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { affinities } from "../../../src/compute/index.ts";

const logits = (max: number) =>
  fc.array(fc.double({ min: -30, max: 30, noNaN: true }), { minLength: 1, maxLength: max });

describe("affinities(logits, options)", () => {
  // By hand: σ(0) = 1/2, σ(ln 3) = 3/4, σ(−ln 3) = 1/4. 4 ulp: the exponential's 3, and the rounding of ln 3.
  it("is eq. 15 for sigmoid", () => {
    const [half, high, low] = affinities(Float64Array.of(0, Math.log(3), -Math.log(3)), {
      routedExperts: 3,
      affinity: "sigmoid",
    });
    expect(half).toBe(0.5);
    expect(Math.abs(high - 0.75)).toBeLessThan(4 * 2 ** -53);
    expect(Math.abs(low - 0.25)).toBeLessThan(4 * 2 ** -54);
  });
  // By hand: e^0 : e^ln 2 : e^0 = 1 : 2 : 1.
  it("judges a token's experts against each other for softmax", () => {
    const shares = affinities(Float64Array.of(0, Math.LN2, 0, 5, 5, 5), { routedExperts: 3, affinity: "softmax" });
    [0.25, 0.5, 0.25, 1 / 3, 1 / 3, 1 / 3].forEach((share, i) => expect(shares[i]).toBeCloseTo(share, 14));
  });
  // Invariants: σ(x) + σ(−x) = 1; shares sum to 1. Tolerance: 3 ulp of each exponential, half of one in each of 40 sums.
  it("keeps what the functions keep", () => {
    fc.assert(
      fc.property(logits(40), (row) => {
        const [own, mirrored] = [row, row.map((x) => -x)].map((values) =>
          affinities(Float64Array.from(values), { routedExperts: row.length, affinity: "sigmoid" }),
        );
        row.forEach((_, i) => expect(Math.abs(own[i] + mirrored[i] - 1)).toBeLessThanOrEqual(4 * 2 ** -52));
        const sum = affinities(Float64Array.from(row), { routedExperts: row.length, affinity: "softmax" }).reduce(
          (total, share) => total + share,
          0,
        );
        expect(Math.abs(sum - 1)).toBeLessThanOrEqual(26 * 2 ** -52);
      }),
    );
  });
  it("shrugs at how large softmax logits are, and takes float32", () => {
    const far = affinities(Float32Array.of(1e30, 1e30, -1e30), { routedExperts: 3, affinity: "softmax" });
    expect([...far]).toEqual([0.5, 0.5, 0]);
    expect([...affinities(Float32Array.of(-800, 800), { routedExperts: 2, affinity: "sigmoid" })]).toEqual([0, 1]);
  });
  it("names what it refuses", () => {
    expect(() => affinities(new Float64Array(5), { routedExperts: 2, affinity: "sigmoid" })).toThrow(
      new RangeError("logits must have a multiple of 2 entries (got 5)"),
    );
    expect(() => affinities(Float64Array.of(0, Infinity), { routedExperts: 2, affinity: "sigmoid" })).toThrow(
      new RangeError("logits[1] must be a finite number (got Infinity)"),
    );
    expect(() => affinities(Float64Array.of(NaN, 0), { routedExperts: 2, affinity: "softmax" })).toThrow(
      new RangeError("logits[0] must be a finite number (got NaN)"),
    );
    expect(() => affinities(new Float64Array(2), { routedExperts: 0, affinity: "sigmoid" })).toThrow(
      new RangeError("routedExperts must be a positive integer (got 0)"),
    );
    expect(() => affinities(new Float64Array(2), { routedExperts: 2, affinity: "tanh" as "sigmoid" })).toThrow(
      new RangeError('affinity must be one of "sigmoid", "softmax" (got "tanh")'),
    );
  });
});
