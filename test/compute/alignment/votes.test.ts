/** Majorities of correlated judges: Table 8 against what independent votes would give. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { correlationOfVotes, majorityAccuracy, rightJudges } from "../../../src/compute/index.ts";

describe("majorityAccuracy({ judges, accuracy, correlation })", () => {
  // Six independent judges at Table 8's single accuracies: Σ_{k>3} C(6,k) p^k q^(6−k) + ½ C(6,3) p³q³.
  it.each([
    [0.798, 94.1],
    [0.87, 98.2],
    [0.843, 97.0],
  ])("of six independent judges at %d is %d%", (accuracy, percent) => {
    expect(100 * majorityAccuracy({ judges: 6, accuracy })).toBeCloseTo(percent, 1);
    const choose = [1, 6, 15, 20, 15, 6, 1];
    const byHand = choose.reduce(
      (sum, ways, right) =>
        sum + ways * accuracy ** right * (1 - accuracy) ** (6 - right) * (right > 3 ? 1 : right === 3 ? 0.5 : 0),
      0,
    );
    expect(majorityAccuracy({ judges: 6, accuracy })).toBeCloseTo(byHand, 12);
  });
  it("is that of one judge where all are alike", () => {
    expect(majorityAccuracy({ judges: 6, accuracy: 0.8, correlation: 1 })).toBeCloseTo(0.8, 12);
  });
});

describe("rightJudges({ judges, accuracy, correlation })", () => {
  it("sums to 1 and has the accuracy as its mean", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (judges, accuracy, correlation) => {
          const probabilities = rightJudges({ judges, accuracy, correlation });
          expect(probabilities.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 10);
          expect(probabilities.reduce((sum, value, right) => sum + value * right, 0)).toBeCloseTo(judges * accuracy, 8);
        },
      ),
    );
  });
  // Two judges with correlation ρ are both right with p² + ρ p q.
  it("has the correlation between any two", () => {
    expect(rightJudges({ judges: 2, accuracy: 0.7, correlation: 0.4 })[2]).toBeCloseTo(0.49 + 0.4 * 0.21, 12);
  });
});

describe("correlationOfVotes({ judges, accuracy, majority })", () => {
  // research: 0.44, 0.43, 0.29 make 82.6, 89.5, 89.2 of 79.8, 87.0, 84.3.
  it.each([
    [0.798, 0.826, 0.44],
    [0.87, 0.895, 0.43],
    [0.843, 0.892, 0.29],
  ])("at %d and %d is %d", (accuracy, majority, correlation) => {
    const found = correlationOfVotes({ judges: 6, accuracy, majority });
    expect(found).toBeCloseTo(correlation, 2);
    expect(majorityAccuracy({ judges: 6, accuracy, correlation: found })).toBeCloseTo(majority, 10);
  });
  it("names a majority that no correlation gives", () => {
    expect(() => correlationOfVotes({ judges: 6, accuracy: 0.8, majority: 0.7 })).toThrow(
      /^majority must be from 0\.8\d* to 0\.9/,
    );
  });
});
