/** What a filter lets through, and what longer answers cost. */
import { describe, expect, it } from "vitest";
import { rejectionSampling, tokensPerSolved } from "../../../src/compute/index.ts";

describe("rejectionSampling(options)", () => {
  // 0.2 right, 5% of the 0.8 wrong accepted: 0.24 accepted, 0.2/0.24 of them right.
  it("mixes right answers with false positives", () => {
    const { acceptance, precision, coverage, samplesPerAccepted } = rejectionSampling({
      passRate: 0.2,
      falsePositiveRate: 0.05,
      samples: 4,
    });
    expect(acceptance).toBeCloseTo(0.24, 12);
    expect(precision).toBeCloseTo(0.8333, 4);
    expect(coverage).toBeCloseTo(1 - 0.76 ** 4, 12);
    expect(samplesPerAccepted).toBeCloseTo(1 / 0.24, 12);
  });
  it("has nothing to be right about where nothing is accepted", () => {
    expect(rejectionSampling({ passRate: 0 })).toEqual({
      acceptance: 0,
      precision: 0,
      coverage: 0,
      samplesPerAccepted: Infinity,
    });
  });
});

describe("tokensPerSolved({ passRate, meanTokens })", () => {
  // Table 9: 718/0.311 = 2,309; 783/0.374 = 2,094; 769/0.746 = 1,031; 1,510/0.832 = 1,815.
  it.each([
    [718, 0.311, 2309],
    [783, 0.374, 2094],
    [769, 0.746, 1031],
    [1510, 0.832, 1815],
  ])("for %d tokens at %d is %d", (meanTokens, passRate, expected) => {
    expect(Math.round(tokensPerSolved({ passRate, meanTokens }))).toBe(expected);
  });
});
