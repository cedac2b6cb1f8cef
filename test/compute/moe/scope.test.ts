/** The scope of balance by its formula, and the distance of loads against numbers taken from the drawing apart from this code. */
import { describe, expect, it } from "vitest";
import {
  balanceScope,
  drawnExpertLoads,
  drawnExperts,
  drawnLayers,
  loadDistance,
  scopeDomains,
  type DrawnModel,
} from "../../../src/compute/index.ts";

describe("balanceScope({ domains, mixed, balanceFactor })", () => {
  // A sequence of one of D domains has shares D/N on N/D of N experts: N Σ share² = D; the batch has shares 1/N: 1.
  it.each(scopeDomains)("costs α · %d for each sequence and α for the batch", (domains) => {
    const { sequenceLoss, batchLoss } = balanceScope({ domains, balanceFactor: 0.5 });
    expect(sequenceLoss).toBeCloseTo(0.5 * domains, 12);
    expect(batchLoss).toBeCloseTo(0.5, 12);
  });
  // Half of each sequence is mixed with the one other domain: both halves of the experts have the same load.
  it("costs α for a sequence that is mixed evenly", () => {
    expect(balanceScope({ domains: 2, mixed: 0.5, balanceFactor: 1 }).sequenceLoss).toBeCloseTo(1, 12);
  });
  it("has loads with a mean of one, even over the batch", () => {
    const { loadsOfSequence, loadsOfBatch } = balanceScope({ domains: 4, mixed: 0.25 });
    for (const load of loadsOfBatch) expect(load).toBeCloseTo(1, 12);
    // Three of four parts own: 0.75 · 4 = 3 on the own experts, 0.25 · 4/3 on the others.
    expect(loadsOfSequence[0]).toBeCloseTo(3, 12);
    expect(loadsOfSequence[63]).toBeCloseTo(1 / 3, 12);
  });
  it("names what it refuses", () => {
    expect(() => balanceScope({ domains: 3 })).toThrow(new RangeError("domains must be one of 1, 2, 4, 8, 16 (got 3)"));
  });
});

describe("loadDistance(first, second)", () => {
  it("refuses loads whose sum is 0, or no number", () => {
    expect(() => loadDistance([0, 0], [1, 1])).toThrow(new RangeError("first must have a finite sum above 0 (got 0)"));
    expect(() => loadDistance([1, 1], [1e308, 1e308])).toThrow(
      new RangeError("second must have a finite sum above 0 (got Infinity)"),
    );
  });
  // |1/4 − 1/2| + |3/4 − 1/2| = 1/2, half of it 1/4.
  it("is half the sum of differences of shares", () => {
    expect(loadDistance([1, 3], [2, 2])).toBe(0.25);
    expect(loadDistance([1, 0], [0, 5])).toBe(1);
  });
  // Means over 26 layers, computed in Python when the drawing was read.
  const means: readonly [DrawnModel, number, number, number][] = [
    ["auxLossBased", 0.193, 0.196, 0.141],
    ["auxLossFree", 0.559, 0.616, 0.493],
  ];
  it.each(means)("of the domains of %s is, on average over layers, %d, %d and %d", (model, ...expected) => {
    const pairs = [
      [0, 1],
      [0, 2],
      [1, 2],
    ];
    const distances = pairs.map(([a, b]) => {
      let sum = 0;
      for (let layer = 1; layer <= drawnLayers; layer++) {
        const { relativeLoads } = drawnExpertLoads({ model, layer });
        const of = (domain: number) => relativeLoads.subarray(domain * drawnExperts, (domain + 1) * drawnExperts);
        sum += loadDistance(of(a), of(b));
      }
      return sum / drawnLayers;
    });
    distances.forEach((distance, i) => expect(distance).toBeCloseTo(expected[i], 3));
  });
});
