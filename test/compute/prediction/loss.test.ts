import { describe, expect, it } from "vitest";
import { combinedPredictionLoss, predictionLoss, predictionLossWeight } from "../../../src/compute/index.ts";

describe("predictionLoss(probabilities, tokens, options)", () => {
  // By hand: T = 2, so one term at depth 1, of token t_3 = 1 with probability 1/4: log 4, over T = 2 or over one term.
  it("divides by T as printed, or by the number of terms", () => {
    const rows = Float64Array.of(0.75, 0.25);
    expect(predictionLoss(rows, Uint32Array.of(0, 0, 1), { depth: 1 })).toBeCloseTo(Math.log(4) / 2, 15);
    expect(predictionLoss(rows, Uint32Array.of(0, 0, 1), { depth: 1, divisor: "terms" })).toBeCloseTo(Math.log(4), 15);
  });
  // By hand: depth 0 is the main loss, (log 2 + log 4)/2 for t_2 = 0 and t_3 = 1.
  it("is the main model's loss at depth 0", () => {
    expect(predictionLoss(Float64Array.of(0.5, 0.5, 0.75, 0.25), Uint32Array.of(1, 0, 1), { depth: 0 })).toBeCloseTo(
      (Math.log(2) + Math.log(4)) / 2,
      15,
    );
  });
  it("names what it refuses", () => {
    expect(() => predictionLoss(new Float64Array(2), Uint32Array.of(0, 0, 1), { depth: 2 })).toThrow(
      new RangeError("depth must be an integer from 0 to 1 (got 2)"),
    );
    expect(() => predictionLoss(new Float64Array(2), Uint32Array.of(0, 0, 2), { depth: 1 })).toThrow(
      new RangeError("tokens must hold tokens below 2 (got 2)"),
    );
  });
});

describe("combinedPredictionLoss(lossOfDepth, weight)", () => {
  it("is the mean over depths times λ", () => {
    // by hand: 0.5/2 × (2 + 4)
    expect(combinedPredictionLoss([2, 4], 0.5)).toBe(1.5);
  });
});

describe("predictionLossWeight(tokens)", () => {
  // By reference: §4.2, 0.3 for the first 10T tokens, 0.1 for the remaining 4.8T.
  it.each([
    [0, 0.3],
    [9.99e12, 0.3],
    [10e12, 0.1],
    [14.8e12, 0.1],
  ])("after %d tokens is %d", (tokens, weight) => {
    expect(predictionLossWeight(tokens)).toBe(weight);
  });
});
