import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { maxSeed, syntheticLogits, tokenDim, tokenStream } from "../../../src/compute/index.ts";

const options = { tokens: 400, routedExperts: 12, skew: 1, seed: 5 };

function meanOfExpert(logits: Float64Array, routedExperts: number): number[] {
  return Array.from({ length: routedExperts }, (_, expert) => {
    const own = logits.filter((_, i) => i % routedExperts === expert);
    return own.reduce((sum, logit) => sum + logit, 0) / own.length;
  });
}

function spread(values: number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}

describe("syntheticLogits(options, step)", () => {
  it("is the same for the same seed and step, and finite", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: maxSeed }), fc.nat(1000), (seed, step) => {
        const few = { tokens: 6, routedExperts: 8, skew: 1, seed };
        const logits = syntheticLogits(few, step);
        expect(logits.length).toBe(48);
        expect(logits.every(Number.isFinite)).toBe(true);
        expect(syntheticLogits(few, step)).toEqual(logits);
        expect(syntheticLogits(few, step + 1)).not.toEqual(logits);
      }),
    );
  });
  // Same popularity and topics, other tokens: the difference of two means of 400 tokens with a spread of 0.7 has a
  // standard error of 0.7 √(2/400) = 0.05; five of them.
  it("draws each step from the same corpus", () => {
    const [first, later] = [0, 9].map((step) => meanOfExpert(syntheticLogits(options, step), 12));
    first.forEach((mean, expert) => expect(Math.abs(mean - later[expert])).toBeLessThan(0.25));
  });
  // Means over the four topics keep half of a topic's spread of 0.5; popularity adds `skew`.
  it("parts experts by popularity as skew grows", () => {
    const of = (skew: number) => spread(meanOfExpert(syntheticLogits({ ...options, routedExperts: 200, skew }), 200));
    expect(of(0)).toBeLessThan(0.35);
    expect(of(2)).toBeGreaterThan(1.5);
  });
  // Tokens t and t + 4 share a topic, t and t + 1 do not: the mean square of the difference is 2 · 0.7² = 0.98 against
  // 2 · 0.7² + 2 · 0.5² = 1.48, over some 50,000 pairs.
  it("gives each topic experts of its own liking", () => {
    const logits = syntheticLogits({ tokens: 256, routedExperts: 200, skew: 1, seed: 2 });
    const meanSquare = (apart: number) => {
      let sum = 0;
      for (let i = 0; i < logits.length - 4 * 200; i++) sum += (logits[i + apart * 200] - logits[i]) ** 2;
      return sum / (logits.length - 4 * 200);
    };
    expect(meanSquare(4)).toBeCloseTo(0.98, 1);
    expect(meanSquare(1)).toBeGreaterThan(1.3);
  });
  it("names what it refuses", () => {
    expect(() => syntheticLogits({ ...options, tokens: 0 })).toThrow(
      new RangeError("tokens must be a positive integer (got 0)"),
    );
    expect(() => syntheticLogits({ ...options, topics: 1.5 })).toThrow(
      new RangeError("topics must be a positive integer (got 1.5)"),
    );
    expect(() => syntheticLogits({ ...options, skew: -1 })).toThrow(
      new RangeError("skew must be a finite number, 0 or above (got -1)"),
    );
    expect(() => syntheticLogits({ ...options, seed: 2 ** 32 })).toThrow(
      new RangeError("seed must be an integer from 0 to 4294967295 (got 4294967296)"),
    );
    expect(() => syntheticLogits(options, -1)).toThrow(
      new RangeError("step must be an integer from 0 to 4294967294 (got -1)"),
    );
    // Streams of steps are told apart by 32 bits: step 2³² would be step 0 again.
    expect(() => syntheticLogits(options, 2 ** 32)).toThrow(
      new RangeError("step must be an integer from 0 to 4294967294 (got 4294967296)"),
    );
    const stream = tokenStream({ tokens: 2, sequenceTokens: 2, domains: 1, routedExperts: 2, skew: 1, seed: 1 });
    expect(() => stream.batch(2 ** 32, new Float64Array(2 * tokenDim))).toThrow(
      new RangeError("step must be an integer from 0 to 4294967294 (got 4294967296)"),
    );
  });
});
