import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { linear, log, ticks } from "../../../src/kit/view/scales.ts";

describe("ticks(from, to, count)", () => {
  it.each([
    [0, 10, 5, [0, 2, 4, 6, 8, 10]],
    [0, 1, 5, [0, 0.2, 0.4, 0.6, 0.8, 1]],
    [0.05, 0.35, 3, [0.1, 0.2, 0.3]],
    [-1, 1, 4, [-1, -0.5, 0, 0.5, 1]],
    [0, 0.005, 5, [0, 0.001, 0.002, 0.003, 0.004, 0.005]],
    [0, 3e6, 3, [0, 1e6, 2e6, 3e6]],
    [7, 7, 3, [7]],
  ])("from %d to %d, about %d", (from, to, count, expected) => {
    expect(ticks(from, to, count)).toEqual(expected);
  });
  it("are inside, ascend, and are about as many as asked for", () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1e6, max: 1e6, noNaN: true }),
        fc.double({ min: 1e-3, max: 1e6, noNaN: true }),
        fc.integer({ min: 2, max: 12 }),
        (from, length, count) => {
          const all = ticks(from, from + length, count);
          expect(all.length).toBeGreaterThanOrEqual(Math.floor(count / 2) - 1);
          expect(all.length).toBeLessThanOrEqual(2 * count + 1);
          for (const [i, tick] of all.entries()) {
            expect(tick).toBeGreaterThanOrEqual(from - 1e-6 * length);
            expect(tick).toBeLessThanOrEqual(from + length + 1e-6 * length);
            if (i > 0) expect(tick).toBeGreaterThan(all[i - 1]);
          }
        },
      ),
    );
  });
});

describe("linear(domain, range)", () => {
  it("goes to pixels and back, also upside down", () => {
    const y = linear([0, 4], [100, 0]);
    expect([y(0), y(1), y(4), y.invert(75)]).toEqual([100, 75, 0, 1]);
  });
  it("names what it refuses", () => {
    expect(() => linear([1, 1], [0, 10])).toThrow("domain must have two ends that differ (got 1, 1)");
    expect(() => linear([NaN, 1], [0, 10])).toThrow("domain[0] must be a finite number (got NaN)");
    expect(() => linear([0, 1], [0, Infinity])).toThrow("range[1] must be a finite number (got Infinity)");
  });
});

describe("log(domain, range)", () => {
  it("spreads powers of ten evenly", () => {
    const x = log([1, 1000], [0, 300]);
    expect([x(1), x(10), x(1000)].map(Math.round)).toEqual([0, 100, 300]);
    expect(x.invert(200)).toBeCloseTo(100, 9);
    expect(x.ticks()).toEqual([1, 10, 100, 1000]);
    expect(log([1e-4, 1], [0, 1]).ticks()).toEqual([0.0001, 0.001, 0.01, 0.1, 1]);
  });
  it("leaves powers out where there are many, and has round values where there is none", () => {
    // Thirteen powers, about four of them: every fourth. In less than a decade, as `ticks` has them.
    expect(log([1, 1e12], [0, 1]).ticks(4)).toEqual([1, 1e4, 1e8, 1e12]);
    expect(log([1, 1e5], [0, 1]).ticks(6)).toEqual([1, 10, 100, 1000, 1e4, 1e5]);
    expect(log([1, 1e5], [0, 1]).ticks(5)).toEqual([1, 100, 1e4]);
    expect(log([2, 9], [0, 1]).ticks(4)).toEqual([2, 4, 6, 8]);
    expect(log([1, 10], [0, 1]).ticks(4)).toEqual([1, 10]);
  });
  it("names what it refuses", () => {
    expect(() => log([0, 1], [0, 10])).toThrow("domain[0] must be");
  });
});
