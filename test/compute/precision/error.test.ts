import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  e4m3,
  errorByMagnitude,
  errorByPlace,
  errorMetrics,
  errorOfLargest,
  relativeError,
  roundTo,
} from "../../../src/compute/index.ts";

const floats = fc
  .array(fc.float({ noNaN: true, noDefaultInfinity: true }), { minLength: 1 })
  .map((values) => Float32Array.from(values));

describe("relativeError(value, exact)", () => {
  it.each([
    [-3, -4, 0.25], // by hand
    [5, 4, 0.25],
    [0, 4, 1],
    [0, 0, 0],
    [2 ** -1074, 0, Infinity],
    [Infinity, 1, Infinity],
  ])("of %d for %d is %d", (value, exact, error) => {
    expect(relativeError(value, exact)).toBe(error);
  });
  it("needs an exact value that is finite", () => {
    expect(() => relativeError(1, NaN)).toThrow(new RangeError("exact must be a finite number (got NaN)"));
  });
});

describe("errorMetrics(compared)", () => {
  // By hand. Relative: 0, 1/4, 1 (lost), none for the zero; squares: noise 0 + 1 + 4 + 0, signal 1 + 16 + 4 + 0.
  it("measures four values", () => {
    expect(errorMetrics({ original: Float64Array.of(1, -4, 2, 0), restored: Float64Array.of(1, -3, 0, 0) })).toEqual({
      maxRelative: 1,
      rmsRelative: Math.sqrt(5 / 21),
      sqnrDb: -20 * Math.log10(Math.sqrt(5 / 21)),
      underflowedShare: 1 / 3,
      meanRelative: 1.25 / 3,
    });
  });
  // By hand: noise is a tenth of the signal in amplitude, so 20 dB; a hundredth, 40 dB.
  it.each([
    [0.9, 20],
    [0.99, 40],
  ])("with everything at %d of its value, has a signal %d dB above the noise", (share, db) => {
    const { sqnrDb } = errorMetrics({
      original: Float64Array.of(1, -2, 8),
      restored: Float64Array.of(share, -2 * share, 8 * share),
    });
    expect(sqnrDb).toBeCloseTo(db, 10); // 1 − 0.9 is off by an ulp of 1, which is 1e-15 of 0.1
  });
  it("finds no error where nothing changed", () => {
    fc.assert(
      fc.property(floats, (values) => {
        expect(errorMetrics({ original: values, restored: values })).toEqual({
          maxRelative: 0,
          rmsRelative: 0,
          sqnrDb: Infinity,
          underflowedShare: 0,
          meanRelative: 0,
        });
      }),
    );
  });
  it("does not depend on the unit, if that is a power of two", () => {
    const range = { min: -100, max: 100, noNaN: true };
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.float(range), fc.float(range))),
        fc.integer({ min: -20, max: 20 }),
        (pairs, k) => {
          const [original, restored] = [0, 1].map((side) => Float64Array.from(pairs, (pair) => pair[side as 0 | 1]));
          // Subnormal floats squared stay normal doubles: 2⁻²⁹⁸ × 2⁻⁴⁰.
          expect(
            errorMetrics({ original: original.map((x) => x * 2 ** k), restored: restored.map((x) => x * 2 ** k) }),
          ).toEqual(errorMetrics({ original, restored }));
        },
      ),
    );
  });
  it("does not vanish for doubles whose squares would", () => {
    const tiny = 2 ** -900;
    const metrics = errorMetrics({ original: Float64Array.of(tiny, 2 * tiny), restored: Float64Array.of(tiny, tiny) });
    expect(metrics).toEqual(errorMetrics({ original: Float64Array.of(1, 2), restored: Float64Array.of(1, 1) }));
    expect(metrics.rmsRelative).toBeCloseTo(Math.sqrt(1 / 5), 15); // by hand: √(1² / (1² + 2²))
  });
  it("is no error at all for nothing, and an infinite one for something made from zeros", () => {
    expect(errorMetrics({ original: new Float32Array(0), restored: new Float32Array(0) })).toEqual({
      maxRelative: 0,
      rmsRelative: 0,
      sqnrDb: Infinity,
      underflowedShare: 0,
      meanRelative: 0,
    });
    expect(errorMetrics({ original: Float32Array.of(0), restored: Float32Array.of(1) })).toMatchObject({
      rmsRelative: Infinity,
      sqnrDb: -Infinity,
    });
  });
  it("refuses arrays of different lengths", () => {
    expect(() => errorMetrics({ original: new Float32Array(2), restored: new Float32Array(3) })).toThrow(
      new RangeError("restored must have 2 entries (got 3)"),
    );
  });
});

describe("errorByMagnitude(compared)", () => {
  // By hand: 0.5 and −0.75 are in [1/2, 1), 4 and 7 in [4, 8).
  it("groups by powers of two, from the smallest, without zeros", () => {
    expect(
      errorByMagnitude({
        original: Float64Array.of(4, 0.5, 0, -0.75, 7),
        restored: Float64Array.of(3, 0, 0, -0.75, 7),
      }),
    ).toEqual([
      { exponent: -1, count: 2, meanRelative: 0.5, maxRelative: 1, underflowedCount: 1 },
      { exponent: 2, count: 2, meanRelative: 0.125, maxRelative: 0.25, underflowedCount: 0 },
    ]);
  });
  it("agrees with the metrics of the whole", () => {
    fc.assert(
      fc.property(floats, (original) => {
        const restored = Float64Array.from(original, (value) => roundTo(e4m3, value));
        const bins = errorByMagnitude({ original, restored });
        const nonzero = original.filter((value) => value !== 0).length;
        const { maxRelative, underflowedShare, meanRelative } = errorMetrics({ original, restored });
        expect(bins.reduce((sum, { count }) => sum + count, 0)).toBe(nonzero);
        expect(Math.max(0, ...bins.map((bin) => bin.maxRelative))).toBe(maxRelative);
        expect(bins.reduce((sum, bin) => sum + bin.underflowedCount, 0)).toBe(Math.round(underflowedShare * nonzero));
        // Sums of at most 10 relative errors in another order: a few ulp.
        expect(bins.reduce((sum, bin) => sum + bin.meanRelative * bin.count, 0)).toBeCloseTo(
          meanRelative * nonzero,
          10,
        );
      }),
    );
  });
  it("grows by at most 2⁻⁴ in E4M3 where numbers are normal, more below", () => {
    const original = Float64Array.from({ length: 4000 }, (_, i) => (i + 1) * 2 ** -12 * 0.77);
    for (const { exponent, maxRelative } of errorByMagnitude({
      original,
      restored: original.map((value) => roundTo(e4m3, value)),
    })) {
      if (exponent >= -6) expect(maxRelative).toBeLessThanOrEqual(2 ** -4);
      if (exponent < -8) expect(maxRelative).toBeGreaterThan(2 ** -3);
    }
  });
  it("refuses arrays of different lengths", () => {
    expect(() => errorByMagnitude({ original: new Float32Array(2), restored: new Float32Array(3) })).toThrow(
      new RangeError("restored must have 2 entries (got 3)"),
    );
  });
});

describe("errorByPlace(compared, neighbors)", () => {
  const compared = { original: Float64Array.of(1, -4, 2, 0, 8, 1), restored: Float64Array.of(1, -3, 0, 0, 8, 3) };
  // By hand. Relative: 0, 1/4, 1 (lost), none for the zero, 0, 2.
  it("is the mean of each group, in order", () => {
    expect(errorByPlace(compared, 1)).toEqual([0, 1 / 4, 1, 0, 0, 2]);
    expect(errorByPlace(compared, 2)).toEqual([1 / 8, 1, 1]);
  });
  it("of one group is that of all values", () => {
    expect(errorByPlace(compared, 6)).toEqual([errorMetrics(compared).meanRelative]);
  });
  it("needs groups of one size", () => {
    expect(() => errorByPlace(compared, 4)).toThrow(new RangeError("neighbors must divide 6 (got 4)"));
  });
});

describe("errorOfLargest(compared)", () => {
  // By hand: errors of 1/4 and 1, the largest value is 8.
  it("is the largest error over the largest value", () => {
    expect(errorOfLargest({ original: Float64Array.of(1, -8, 2), restored: Float64Array.of(0.75, -8, 1) })).toBe(1 / 8);
  });
  it("is nothing where nothing changed, and infinite where something came of zeros", () => {
    expect(errorOfLargest({ original: new Float64Array(2), restored: new Float64Array(2) })).toBe(0);
    expect(errorOfLargest({ original: Float64Array.of(0), restored: Float64Array.of(1) })).toBe(Infinity);
    expect(errorOfLargest({ original: Float64Array.of(1), restored: Float64Array.of(NaN) })).toBe(Infinity);
  });
});

describe("values that are not finite", () => {
  it("are refused as originals", () => {
    for (const measure of [errorMetrics, errorByMagnitude]) {
      expect(() => measure({ original: Float32Array.of(1, Infinity), restored: Float32Array.of(1, 448) })).toThrow(
        new RangeError("original[1] must be a finite number (got Infinity)"),
      );
    }
  });
  it("make every error infinite if a value becomes one", () => {
    expect(errorMetrics({ original: Float32Array.of(500, 1), restored: Float32Array.of(NaN, 1) })).toEqual({
      maxRelative: Infinity,
      rmsRelative: Infinity,
      sqnrDb: -Infinity,
      underflowedShare: 0,
      meanRelative: Infinity,
    });
  });
});
