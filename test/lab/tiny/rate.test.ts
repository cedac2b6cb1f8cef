import { describe, expect, it } from "vitest";
import { tinyRateAt } from "../../../src/lab/tiny/rate.ts";

describe("tinyRateAt(step, settings)", () => {
  const settings = { steps: 10, learningRate: 1, warmupSteps: 2, decaySteps: 4, lastRateShare: 0.2 };
  // By hand: 1/2, 1, 1, … 1, then 0.2 + 0.4 (1 + cos(π k/4)) for k = 1 to 4: 0.2 + 0.4 · 1.7071 = 0.8828, 0.6, 0.3172, 0.2.
  it("rises along a line, stays, and falls along a cosine", () => {
    const expected = [0.5, 1, 1, 1, 1, 1, 0.8828, 0.6, 0.3172, 0.2];
    expected.forEach((rate, step) => expect(tinyRateAt(step, settings)).toBeCloseTo(rate, 4));
  });
  it("is level without warm-up and decay", () => {
    for (let step = 0; step < 10; step++)
      expect(tinyRateAt(step, { ...settings, warmupSteps: 0, decaySteps: 0 })).toBe(1);
  });
});
