/** The schedules of pre-training: rates, batches and steps, with their integrals. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  batchSizeAt,
  biasUpdateSpeedAt,
  cosineRate,
  learningRateAt,
  publishedSchedule,
  rampShapes,
  rateShares,
  stepAt,
  tokensAtStep,
} from "../../../src/compute/index.ts";

const { tokens, rampTokens } = publishedSchedule;

describe("stepAt(tokens, { ramp })", () => {
  // Linear in tokens: 469e9 / (12,288 · 4,096) · ln 5 = 14,997.05; linear in steps: 469e9 / (4,096 · 9,216) = 12,424.26.
  // After the ramp: 14.331e12 / 62,914,560 = 227,785.1.
  it.each([
    ["tokens", 14_997.05, 242_782],
    ["steps", 12_424.26, 240_209],
  ] as const)("takes the ramp of shape %s in %d steps and all in %d", (ramp, inRamp, all) => {
    expect(stepAt(rampTokens, { ramp })).toBeCloseTo(inRamp, 2);
    expect(Math.round(stepAt(tokens, { ramp }))).toBe(all);
  });
  it.each([
    [10e12, 166_488],
    [14.3e12, 234_835],
    [14.633e12, 240_128],
  ])("is at %d tokens step %d, where the batch grows with tokens", (at, step) => {
    expect(Math.round(stepAt(at))).toBe(step);
  });
  it("counts as whole steps do, but for three", () => {
    for (const ramp of rampShapes) {
      let seen = 0;
      let steps = 0;
      while (seen < rampTokens) {
        seen += 4096 * Math.round(batchSizeAt(seen, { ramp }));
        steps++;
      }
      expect(Math.abs(steps - stepAt(rampTokens, { ramp }))).toBeLessThan(3);
    }
  });
  it("is undone by tokensAtStep", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: tokens, noNaN: true }), fc.constantFrom(...rampShapes), (at, ramp) => {
        expect(Math.abs(tokensAtStep(stepAt(at, { ramp }), { ramp }) - at)).toBeLessThan(0.1); // a batch is known to 1 part in 10¹⁵ of trillions
      }),
    );
  });
});

describe("batchSizeAt(tokens, { ramp })", () => {
  it("runs from 3,072 to 15,360 sequences in both shapes, and differs between", () => {
    for (const ramp of rampShapes) {
      expect(batchSizeAt(0, { ramp })).toBe(3072);
      expect(batchSizeAt(rampTokens, { ramp })).toBe(15_360);
      expect(batchSizeAt(rampTokens - 1, { ramp })).toBeCloseTo(15_360, 3);
    }
    expect(batchSizeAt(rampTokens / 2)).toBe(9216);
    // Half of the tokens at √((3,072² + 15,360²)/2) = 11,076.4.
    expect(batchSizeAt(rampTokens / 2, { ramp: "steps" })).toBeCloseTo(Math.sqrt((3072 ** 2 + 15_360 ** 2) / 2), 6);
  });
});

describe("learningRateAt(tokens)", () => {
  // Half of the cosine: (2.2e-4 + 2.2e-5) / 2.
  it.each([
    [0, 0],
    [1e12, 2.2e-4],
    [10e12, 2.2e-4],
    [12.15e12, 1.21e-4],
    [14.3e12, 2.2e-5],
    [14.5e12, 2.2e-5],
    [14.633e12, 7.3e-6],
    [14.8e12, 7.3e-6],
  ])("at %d is %d", (at, rate) => {
    expect(learningRateAt(at)).toBeCloseTo(rate, 12);
  });
  it("is half of the peak after 1,000 of the 2,000 steps of warm-up", () => {
    for (const ramp of rampShapes)
      expect(learningRateAt(tokensAtStep(1000, { ramp }), { ramp })).toBeCloseTo(1.1e-4, 10);
  });
  it("never rises after the warm-up", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e11, max: tokens, noNaN: true }),
        fc.double({ min: 1e11, max: tokens, noNaN: true }),
        (a, b) => {
          expect(learningRateAt(Math.min(a, b))).toBeGreaterThanOrEqual(learningRateAt(Math.max(a, b)));
        },
      ),
    );
  });
  it("names tokens that the run has not", () => {
    expect(() => learningRateAt(15e12)).toThrow(
      new RangeError("tokens must be from 0 to 14800000000000 (got 15000000000000)"),
    );
  });
});

describe("rateShares(options)", () => {
  // Constant 2.2e-4 · 10T = 2.2e9; cosine 1.21e-4 · 4.3T = 5.203e8; 2.2e-5 · 333B = 7.326e6; 7.3e-6 · 167B = 1.219e6.
  it("are 80.62%, 19.07%, 0.27% and 0.04% without the warm-up", () => {
    const shares = rateShares({ warmup: false }).map(({ share }) => Number((100 * share).toFixed(2)));
    expect(shares).toEqual([0, 80.62, 19.07, 0.27, 0.04]);
  });
  it("are 80.60% (with the warm-up's part) and 19.09% with it", () => {
    const [warmup, constant, cosine] = rateShares();
    expect(100 * (warmup.share + constant.share)).toBeCloseTo(80.6, 1);
    expect(100 * cosine.share).toBeCloseTo(19.09, 2);
  });
  it("sum to 1 over all tokens, and agree with a sum over many points", () => {
    for (const ramp of rampShapes) {
      const shares = rateShares({ ramp });
      expect(shares.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12);
      expect(shares.reduce((sum, stretch) => sum + stretch.tokens, 0)).toBeCloseTo(tokens, 0);
      const points = 40_000;
      let [warm, all] = [0, 0];
      const until = shares[0].tokens;
      for (let i = 0; i < points; i++)
        warm += (learningRateAt((until * (i + 0.5)) / points, { ramp }) * until) / points;
      for (let i = 0; i < points; i++)
        all += (learningRateAt((tokens * (i + 0.5)) / points, { ramp }) * tokens) / points;
      expect(warm / all).toBeCloseTo(shares[0].share, 5);
    }
  });
});

describe("biasUpdateSpeedAt(tokens)", () => {
  it("is 0 from 14.3T on", () => {
    expect([biasUpdateSpeedAt(14.29e12), biasUpdateSpeedAt(14.3e12)]).toEqual([0.001, 0]);
  });
});

describe("cosineRate({ from, to, progress })", () => {
  // §5.1: 5e-6 to 1e-6; halfway 3e-6, at a quarter 3e-6 + 2e-6 cos 45°.
  it.each([
    [0, 5e-6],
    [0.25, 3e-6 + 2e-6 * Math.SQRT1_2],
    [0.5, 3e-6],
    [1, 1e-6],
  ])("at %d of fine-tuning is %d", (progress, rate) => {
    expect(cosineRate({ from: 5e-6, to: 1e-6, progress })).toBeCloseTo(rate, 15);
  });
});
