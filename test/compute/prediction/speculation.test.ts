import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  deepseekV3,
  draftCostByParameters,
  expectedTokensPerStep,
  impliedAcceptance,
  impliedExtraCost,
  simulateSpeculation,
  speculativeSpeedUp,
  tokensPerStepShares,
  verifyDrafts,
} from "../../../src/compute/index.ts";

const rates = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 6 });

describe("expectedTokensPerStep(acceptanceOfDepth)", () => {
  // By hand: 1 + 0.8339; 1 + 0.9 + 0.81 + 0.729; and one token without drafts.
  it.each([
    [[0.8339], 1.8339],
    [[0.9, 0.9, 0.9], 3.439],
    [[], 1],
  ])("%j: %d", (acceptance, tokens) => {
    expect(expectedTokensPerStep(acceptance)).toBeCloseTo(tokens, 14);
  });
  it("is the mean of the shares, which sum to 1", () => {
    fc.assert(
      fc.property(rates, (acceptance) => {
        const shares = tokensPerStepShares(acceptance);
        expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 14);
        expect(shares.reduce((sum, share, drafts) => sum + share * (drafts + 1), 0)).toBeCloseTo(
          expectedTokensPerStep(acceptance),
          13,
        );
      }),
    );
  });
  it("names what it refuses", () => {
    expect(() => expectedTokensPerStep([0.9, 1.1])).toThrow(
      new RangeError("acceptanceOfDepth[1] must be from 0 to 1 (got 1.1)"),
    );
  });
});

describe("tokensPerStepShares(acceptanceOfDepth)", () => {
  it("falls by the rate, and the last one keeps the rest", () => {
    // by hand: 1/4; 3/4 × 1/2; 3/4 × 1/2
    expect([...tokensPerStepShares([0.75, 0.5])]).toEqual([0.25, 0.375, 0.375]);
  });
});

describe("simulateSpeculation(acceptanceOfDepth, options)", () => {
  // 50,000 steps of a mean of 2.71 and a deviation of at most 1: the mean is known to 0.0045, and 5 of those are 0.023.
  it("comes near what is expected", () => {
    const run = simulateSpeculation([0.9, 0.9], { tokens: 135_500, seed: 1 });
    expect(Math.abs(run.tokensPerStep - expectedTokensPerStep([0.9, 0.9]))).toBeLessThan(0.023);
  });
  it("writes tokens without gap", () => {
    fc.assert(
      fc.property(rates, fc.integer({ min: 1, max: 300 }), fc.nat(1e6), (acceptance, wanted, seed) => {
        const { keptOfStep, firstTokenOfStep, tokens } = simulateSpeculation(acceptance, { tokens: wanted, seed });
        let written = 0;
        keptOfStep.forEach((kept, step) => {
          expect(firstTokenOfStep[step]).toBe(written);
          expect(kept).toBeLessThanOrEqual(acceptance.length);
          written += kept + 1;
        });
        expect(written).toBe(tokens);
        expect(tokens).toBeGreaterThanOrEqual(wanted);
        expect(tokens - wanted).toBeLessThanOrEqual(acceptance.length);
      }),
    );
  });
  it("keeps all at rate 1 and none at rate 0", () => {
    expect(simulateSpeculation([1, 1], { tokens: 9, seed: 3 }).tokensPerStep).toBe(3);
    expect(simulateSpeculation([0, 1], { tokens: 9, seed: 3 }).tokensPerStep).toBe(1);
  });
});

describe("draftCostByParameters(model)", () => {
  // By hand: module and head without the embedding, (2.541 − 0.927) B, of 36.626 B: 4.41%.
  it("is 4.41% for V3", () => {
    expect(100 * draftCostByParameters(deepseekV3)).toBeCloseTo(4.41, 2);
  });
});

describe("speculativeSpeedUp(acceptanceOfDepth, extraCost)", () => {
  // By hand: 1.85/1.0441 = 1.772 and 1.90/1.0441 = 1.820; the report's 1.8 lies between.
  it("is 1.77 to 1.82 at the report's rates and that cost", () => {
    const cost = draftCostByParameters(deepseekV3);
    expect(speculativeSpeedUp([0.85], cost)).toBeCloseTo(1.772, 3);
    expect(speculativeSpeedUp([0.9], cost)).toBeCloseTo(1.82, 3);
  });
  it("is undone by impliedExtraCost and impliedAcceptance", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (rate, cost) => {
          const speedUp = speculativeSpeedUp([rate], cost);
          expect(impliedExtraCost([rate], speedUp)).toBeCloseTo(cost, 13);
          expect(impliedAcceptance({ speedUp, extraCost: cost })).toBeCloseTo(rate, 13);
        },
      ),
    );
  });
  // By hand: 1.85/1.8 = 1.0278 and 1.90/1.8 = 1.0556.
  it("of 1.8 leaves 2.8 to 5.6% of a step for drafts", () => {
    expect(100 * impliedExtraCost([0.85], 1.8)).toBeCloseTo(2.8, 1);
    expect(100 * impliedExtraCost([0.9], 1.8)).toBeCloseTo(5.6, 1);
  });
});

describe("verifyDrafts(target, draft)", () => {
  // By hand: min is 0.25 + 0.25; the surplus 0.5 is all of the second token's.
  it("keeps the common part and draws the rest from the surplus", () => {
    const { acceptance, residual } = verifyDrafts([0.25, 0.75], [0.75, 0.25]);
    expect(acceptance).toBe(0.5);
    expect([...residual]).toEqual([0, 1]);
  });
  it("writes the main model's distribution, whatever the draft", () => {
    const shares = fc
      .array(fc.integer({ min: 0, max: 100 }), { minLength: 4, maxLength: 4 })
      .filter((counts) => counts.some((count) => count > 0))
      .map((counts) => counts.map((count) => count / counts.reduce((sum, other) => sum + other, 0)));
    fc.assert(
      fc.property(shares, shares, (target, draft) => {
        const { written, acceptance } = verifyDrafts(target, draft);
        target.forEach((share, token) => expect(written[token]).toBeCloseTo(share, 14));
        const apart = target.reduce((sum, share, token) => sum + Math.abs(share - draft[token]), 0) / 2;
        expect(acceptance).toBeCloseTo(1 - apart, 14); // 1 less the total variation
      }),
    );
  });
  it("names what it refuses", () => {
    expect(() => verifyDrafts([0.5, 0.4], [0.5, 0.5])).toThrow(new RangeError("target must sum to 1 (got 0.9)"));
  });
});
