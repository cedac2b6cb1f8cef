/** Estimates of the divergence from a reference: their means and deviations, and what their gradients really are. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  klDivergence,
  klEstimate,
  klEstimateGradient,
  klEstimateMoments,
  klEstimators,
  klGradient,
} from "../../../src/compute/index.ts";

const policy = [0.6, 0.3, 0.1];
const reference = [0.3, 0.4, 0.3];
const old = [0.2, 0.5, 0.3];

/** Distributions over 4 outcomes without tiny entries. */
const distribution = fc
  .array(fc.integer({ min: 1, max: 100 }), { minLength: 4, maxLength: 4 })
  .map((parts) => parts.map((part) => part / parts.reduce((sum, other) => sum + other, 0)));

describe("klEstimate(ratio, { estimator })", () => {
  // ½ − 1 − ln ½ = 0.193147; 2 − 1 − ln 2 = 0.306853.
  it("is 0.1931 at π_ref/π_θ = ½ and 0.3069 the other way round", () => {
    expect(klEstimate(0.5)).toBeCloseTo(0.193147, 6);
    expect(klEstimate(2)).toBeCloseTo(0.306853, 6);
    expect(klEstimate(0.5, { estimator: "k1" })).toBeCloseTo(Math.LN2, 12);
    expect(klEstimate(0.5, { estimator: "k2" })).toBeCloseTo(Math.LN2 ** 2 / 2, 12);
  });
  it("is never negative for k2 and k3", () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-12, max: 1e12, noNaN: true }), (ratio) => {
        expect(klEstimate(ratio)).toBeGreaterThanOrEqual(0);
        expect(klEstimate(ratio, { estimator: "k2" })).toBeGreaterThanOrEqual(0);
      }),
    );
    expect(klEstimate(1)).toBe(0);
  });
  it("names what it refuses", () => {
    expect(() => klEstimate(0)).toThrow(new RangeError("ratio must be a finite number above 0 (got 0)"));
  });
});

describe("klEstimateMoments(policy, reference, options)", () => {
  // 0.6 ln 2 + 0.3 ln 0.75 + 0.1 ln ⅓ = 0.2197224577; the moments in double precision with numpy 1.24.
  it("has k1 and k3 at the divergence, k2 beside it", () => {
    expect(klDivergence(policy, reference)).toBeCloseTo(0.2197224577, 10);
    const [k1, k2, k3] = klEstimators.map((estimator) => klEstimateMoments(policy, reference, { estimator }));
    expect(k1.mean).toBeCloseTo(0.2197224577, 10);
    expect(k1.deviation).toBeCloseTo(0.6209, 4);
    expect(k2.mean).toBeCloseTo(0.2168974984, 10);
    expect(k2.deviation).toBeCloseTo(0.1566, 4);
    expect(k3.mean).toBeCloseTo(0.2197224577, 10);
    expect(k3.deviation).toBeCloseTo(0.2366, 4);
  });
  it("is off on samples of an older policy, unless weighted", () => {
    expect(klEstimateMoments(policy, reference, { sampledFrom: old }).mean).toBeCloseTo(0.33187138, 8);
    expect(klEstimateMoments(policy, reference, { sampledFrom: old, weighted: true }).mean).toBeCloseTo(
      0.2197224577,
      10,
    );
  });
});

describe("klEstimateGradient(policy, reference, options)", () => {
  it("of k1 is 0, of k2 the true gradient, of k3 that of the divergence the other way round", () => {
    fc.assert(
      fc.property(distribution, distribution, (pi, ref) => {
        const truth = klGradient(pi, ref);
        const [k1, k2, k3] = klEstimators.map((estimator) => klEstimateGradient(pi, ref, { estimator }));
        for (let j = 0; j < pi.length; j++) {
          expect(k1[j]).toBeCloseTo(0, 12);
          expect(k2[j]).toBeCloseTo(truth[j], 12);
          // ∂ KL(ref ‖ π) / ∂ logit_j = π_j − ref_j.
          expect(k3[j]).toBeCloseTo(pi[j] - ref[j], 12);
        }
      }),
    );
  });
  it("of k1 and k3 is the true gradient where samples of an older policy are weighted", () => {
    fc.assert(
      fc.property(distribution, distribution, distribution, (pi, ref, sampledFrom) => {
        const truth = klGradient(pi, ref);
        for (const estimator of ["k1", "k3"] as const) {
          klEstimateGradient(pi, ref, { estimator, sampledFrom, weighted: true }).forEach((value, j) =>
            expect(value).toBeCloseTo(truth[j], 10),
          );
        }
      }),
    );
  });
});

describe("klGradient(policy, reference)", () => {
  it("agrees with finite differences of the divergence", () => {
    const softmax = (logits: number[]): number[] => {
      const powers = logits.map(Math.exp);
      return powers.map((power) => power / powers.reduce((sum, other) => sum + other, 0));
    };
    const logits = [0.3, -1.2, 0.7, 2];
    const ref = [0.1, 0.2, 0.3, 0.4];
    const h = 1e-6;
    klGradient(softmax(logits), ref).forEach((value, j) => {
      const at = (by: number): number =>
        klDivergence(softmax(logits.map((logit, i) => (i === j ? logit + by : logit))), ref);
      expect(value).toBeCloseTo((at(h) - at(-h)) / (2 * h), 8); // h² and 1e-16/h are both below 1e-9
    });
  });
});
