import { describe, expect, it } from "vitest";
import {
  checkTable1,
  llama31Run,
  publishedHours,
  publishedRun,
  publishedStages,
  rentalUsd,
} from "../../../src/compute/index.ts";

// By reference: Table 1 of the report; tokens and price in §1, GPUs in §3.1.
describe("the published run", () => {
  it("has the three stages of Table 1", () => {
    expect(publishedStages.map(({ hours }) => hours)).toEqual([2_664_000, 119_000, 5_000]);
  });
  it("has 14.8 trillion tokens, 2048 GPUs, $2 an hour and 180K hours for each trillion", () => {
    expect(publishedRun).toEqual({ tokens: 14.8e12, gpus: 2048, usdPerGpuHour: 2, hoursPerTrillionTokens: 180_000 });
  });
  // By hand: 2664 + 119 + 5 = 2788; × 2.
  it("takes 2,788,000 hours and $5,576,000 in all", () => {
    expect(publishedHours).toBe(2_788_000);
    expect(rentalUsd({ hours: publishedHours, usdPerGpuHour: publishedRun.usdPerGpuHour })).toBe(5_576_000);
  });
  // By hand: 2,664,000 / 2048 / 24 = 54.2 days, which §1 calls less than two months.
  it("fits pre-training into two months", () => {
    expect((publishedStages[0].hours / publishedRun.gpus / 24).toFixed(1)).toBe("54.2");
  });
});

describe("checkTable1()", () => {
  const figures = checkTable1();

  // By hand: 180 × 14.8 = 2664; 2788 − 2664 − 5 = 119; 2788 − 2664 − 119 = 5; 2664 + 119 + 5 = 2788; 2.788 × 2 = 5.576;
  // 2664 / 14.8 = 180; 180,000 / 2048 / 24 = 3.6621…; 2.664 × 2 = 5.328; 0.119 × 2 = 0.238; 0.005 × 2 = 0.01; 2788 − 2664 = 124.
  // 2,664,000 / 2048 / 24 = 54.1992… days, of the 61 of two months.
  it.each([
    ["$5.328M", 5_328_000, 5_328_000],
    ["$0.238M", 238_000, 238_000],
    ["$0.01M", 10_000, 10_000],
    ["less than two months", 61, 54.1992],
    ["0.1M", 0.1, 0.124],
    ["2664K", 2_664_000, 2_664_000],
    ["119K", 119_000, 119_000],
    ["5K", 5_000, 5_000],
    ["2788K", 2_788_000, 2_788_000],
    ["$5.576M", 5_576_000, 5_576_000],
    ["180K", 180_000, 180_000],
    ["3.7", 3.7, 3.6621],
  ])("recomputes %s", (printed, value, computed) => {
    const figure = figures.find((candidate) => candidate.printed === printed)!;
    expect(figure.value).toBe(value);
    expect(Math.abs(figure.computed - computed)).toBeLessThan(1e-4); // by hand to four decimals
    expect(figure.agrees).toBe(true);
  });
  it("holds these twelve and no other, each with its formula and place", () => {
    expect(figures).toHaveLength(12);
    for (const { formula, source } of figures) {
      expect(formula).not.toBe("");
      expect(source).toMatch(/^(§|Table) ?1/);
    }
  });
  // By hand: half a unit of the last digit is the most that rounding explains.
  it("allows half of the last digit printed, and no more", () => {
    for (const { value, computed, tolerance, agrees } of figures.filter(
      ({ printed }) => printed !== "less than two months",
    ))
      expect(agrees).toBe(Math.abs(computed - value) <= tolerance);
    const halfUnitOfPrinted = {
      "2664K": 500,
      "119K": 500,
      "5K": 500,
      "2788K": 500,
      "$5.576M": 500,
      "180K": 500,
      "3.7": 0.05,
      "$5.328M": 500,
      "$0.238M": 500,
      "$0.01M": 5000,
      "0.1M": 0.05,
    };
    expect(
      Object.fromEntries(
        figures
          .filter(({ printed }) => printed !== "less than two months")
          .map(({ printed, tolerance }) => [printed, tolerance]),
      ),
    ).toEqual(halfUnitOfPrinted);
  });
});

describe("llama31Run", () => {
  // By reference: model card of Llama 3.1 405B, 30.84M hours of H100-80GB. By hand: 30.84 / 2.788 = 11.0617; tokens 15.6 / 14.8 = 1.054.
  it("took 11.06 times the hours of V3's whole run, on 1.05 times the tokens and another chip", () => {
    expect((llama31Run.hours / publishedHours).toFixed(2)).toBe("11.06");
    expect((llama31Run.tokens / publishedRun.tokens).toFixed(2)).toBe("1.05");
    expect(llama31Run.source).toMatch(/H100/);
  });
});

describe("checkTable1(printed)", () => {
  it("says which figures would not agree if the total were another", () => {
    const wrong = checkTable1({ totalHours: 2_800_000 })
      .filter(({ agrees }) => !agrees)
      .map(({ statement }) => statement);
    expect(wrong).toEqual(["Context extension", "Post-training", "Total"]); // 0.136M still reads 0.1M
  });
  it("says so of the cost alone", () => {
    expect(
      checkTable1({ totalHours: 2_788_000, usd: 6_000_000 })
        .filter(({ agrees }) => !agrees)
        .map(({ statement }) => statement),
    ).toEqual(["Cost"]);
  });
});
