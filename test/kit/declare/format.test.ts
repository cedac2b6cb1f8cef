import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  formatBinaryBytes,
  formatBytes,
  formatCount,
  formatDays,
  formatCertain,
  formatChange,
  formatExact,
  formatFixed,
  formatNumber,
  formatPercent,
  formatRatio,
  formatSi,
  formatUsd,
  thinSpace,
  withPlural,
} from "../../../src/kit/declare/format.ts";

const plain = (text: string): string => text.replaceAll(thinSpace, " ");

describe("format", () => {
  // The house's own examples, and edges where rounding changes the suffix.
  it.each([
    [formatCount(671_026_419_200), "671 B"],
    [formatCount(37_552_297_472), "37.6 B"],
    [formatCount(14.8e12), "14.8 T"],
    [formatCount(2_664_000, 4), "2.664 M"],
    [formatCount(999), "999"],
    [formatCount(999.96e6), "1 B"],
    [formatCount(0), "0"],
    [formatCount(-5e3), "−5 K"],
    [formatBytes(70_272), "70.3 KB"],
    [formatBytes(0), "0 bytes"],
    // 1e-6 · 100 is 9.999…e-5.
    [formatPercent(1e-6), "0.0001%"],
    [formatNumber(9.99e-5), "9.99 × 10⁻⁵"],
    [withPlural("1", "node"), "1 node"],
    [formatNumber(NaN), "not a number"],
    [formatNumber(Infinity), "∞"],
    [formatNumber(-Infinity), "−∞"],
    [formatExact(NaN), "not a number"],
    [formatExact(-Infinity), "−∞"],
    // Just below the next prefix, and at it.
    [formatSi(1e9, "FLOP"), "1 GFLOP"],
    [formatSi(999_999_999, "FLOP", 9), "999.999999 MFLOP"],
    [formatSi(1e6, "B"), "1 MB"],
    [formatSi(1e3, "B"), "1 kB"],
    [withPlural("1.5", "node"), "1.5 nodes"],
    [formatBinaryBytes(9.21e9), "8.58 GiB"],
    [formatBinaryBytes(1536), "1.5 KiB"],
    [formatDays(3.662), "3.7 days"],
    [formatDays(54.199, 3), "54.2 days"],
    [formatDays(0.1017), "2.4 hours"],
    [formatDays(0.0007), "1 minute"],
    [formatDays(3652.5), "10 years"],
    [formatDays(1), "1 day"],
    [formatDays(1 / 24), "1 hour"],
    [formatRatio(11.06), "×11.1"],
    [formatUsd(5_576_000), "$5.576 M"],
    [formatUsd(2), "$2"],
    [formatPercent(0.3894), "38.9%"],
    [formatSi(250.457e9, "FLOP", 4), "250.5 GFLOP"],
    [formatSi(343e12, "FLOP/s"), "343 TFLOP/s"],
    [formatNumber(1543.21), "1,543"],
    [formatNumber(-0.00001234), "−1.23 × 10⁻⁵"],
    [formatNumber(Infinity), "∞"],
    [formatExact(671_026_419_200), "671,026,419,200"],
  ])("%s is %s", (text, expected) => {
    expect(plain(text)).toBe(expected);
  });
  it("formatNumber(value, digits) is within half a unit of its last digit", () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-4, max: 1e14, noNaN: true }), fc.integer({ min: 2, max: 8 }), (value, digits) => {
        const shown = Number(formatNumber(value, digits).replaceAll(",", ""));
        // Half a unit in the last of `digits` places, relative to the value, is at most 5 · 10^−digits; a little for doubles.
        expect(Math.abs(shown - value) / value).toBeLessThanOrEqual(5.0001 * 10 ** -digits);
      }),
    );
  });
});

describe("formatExact(value)", () => {
  // The platform's formatter with as many digits as it takes is the reference.
  const reference = new Intl.NumberFormat("en-US", { maximumFractionDigits: 100 });
  it("agrees with Intl.NumberFormat on every kind of number", () => {
    const numbers = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e25, max: 1e25 }),
      fc.integer(),
      fc.double({ noNaN: true, min: -1e-4, max: 1e-4 }),
    );
    fc.assert(
      fc.property(numbers, (value) => {
        fc.pre(value === 0 || Math.abs(value) > 1e-80);
        expect(formatExact(value)).toBe(reference.format(value === 0 ? 0 : value).replace("-", "−"));
      }),
      { numRuns: 2000 },
    );
  });
});

describe("formatCertain(value)", () => {
  it.each([
    [3 * 9.1, "27.3"],
    [0.014757119999999999, "0.01475712"],
    [671_026_419_200, "671,026,419,200"],
    [2 ** 53, "9,007,199,254,740,992"],
    [2 ** -9 * 7, "0.013671875"],
    [-1 / 3, "−0.333333333333333"],
    [Infinity, "∞"],
    [NaN, "not a number"],
  ])("%d is %s", (value, expected) => {
    expect(formatCertain(value)).toBe(expected);
  });
});

describe("formatChange(share, decimals)", () => {
  it.each([
    [0.0012, 2, "+0.12%"],
    [-0.25, 0, "−25%"],
    [0.00001, 2, "0%"],
    [-0.00001, 2, "0%"],
  ])("writes %d with %d decimals as %s", (share, decimals, text) => {
    expect(formatChange(share, decimals)).toBe(text);
  });
});

describe("formatFixed(value, decimals)", () => {
  it.each([
    [0.07, 3, "0.070"],
    [-0.32, 3, "−0.320"],
    [-1e-9, 3, "0.000"],
    [-0, 2, "0.00"],
    [12.5, 0, "13"],
  ])("writes %d with %d decimals as %s", (value, decimals, text) => {
    expect(formatFixed(value, decimals)).toBe(text);
  });
});
