import { describe, expect, it } from "vitest";
import {
  cacheTransfer,
  deepseekV3,
  nodesForDay,
  publishedDay,
  publishedSpeedLimit,
  requestsInFlight,
  serviceDay,
  speedLimit,
} from "../../../src/compute/index.ts";

const day = { ...publishedDay, hitShare: publishedDay.cachedTokens / publishedDay.inputTokens };

describe("serviceDay(options)", () => {
  // deepseek-ai/open-infra-index, day 6: 226.75 nodes × 8 × 24 h × $2.
  it("costs $87,072", () => {
    expect(serviceDay(day).costUsd).toBe(87_072);
  });
  it("earns $562,100 at R1's prices, 73 more than printed, and 545.6% of cost, which is 84.5% of income", () => {
    // 342 G × 0.14 + 266 G × 0.55 + 168 G × 2.19 = 47,880 + 146,300 + 367,920.
    const { incomeUsd, incomeOf, marginOnCost, marginOnIncome } = serviceDay(day);
    expect(incomeUsd).toBeCloseTo(562_100, 6);
    expect([incomeOf.hit, incomeOf.miss, incomeOf.output].map(Math.round)).toEqual([47_880, 146_300, 367_920]);
    expect(Math.round(incomeUsd) - publishedDay.printed.incomeUsd).toBe(73);
    expect(marginOnCost).toBeCloseTo(5.456, 3);
    expect(marginOnIncome).toBeCloseTo(0.845, 3);
    expect((publishedDay.printed.incomeUsd - 87_072) / 87_072).toBeCloseTo(publishedDay.printed.marginOnCost, 2);
  });
  it("breaks even where the paid share pays the cost", () => {
    const { breakEvenShare } = serviceDay(day);
    expect(serviceDay({ ...day, paidShare: breakEvenShare }).marginOnCost).toBeCloseTo(0, 12);
    expect(serviceDay({ ...day, paidShare: 0 }).marginOnIncome).toBe(-Infinity);
  });
  it("names what it refuses", () => {
    expect(() => serviceDay({ ...day, hitShare: 1.1 })).toThrow(
      new RangeError("hitShare must be from 0 to 1 (got 1.1)"),
    );
  });
});

describe("nodesForDay(options)", () => {
  it("needs 226.9 nodes for the published day, against 226.75 that there were", () => {
    const { prefill, decode } = nodesForDay(publishedDay);
    expect([prefill, decode].map((nodes) => Number(nodes.toFixed(1)))).toEqual([95.5, 131.4]);
    expect(prefill + decode).toBeCloseTo(226.86, 2);
  });
});

describe("requestsInFlight(options)", () => {
  it("has 88 on a GPU: 14,800 / 8 = 1,850 tokens/s at 21 a request", () => {
    expect(publishedDay.outputTokensPerSecond / publishedDay.gpusPerNode).toBe(1850);
    expect(Math.round(requestsInFlight({ tokensPerSecond: 1850, tokensPerSecondPerRequest: 21 }))).toBe(88);
  });
});

describe("cacheTransfer(model, options)", () => {
  it("moves 350.6 MB for the mean prefix of 4,989 tokens: BF16, 61 layers of 576 values", () => {
    const { bytes, seconds } = cacheTransfer(deepseekV3, { tokens: publishedDay.context, bytesPerSecond: 50e9 });
    expect(bytes).toBe(4989 * 61 * 576 * 2);
    expect((bytes / 1e6).toFixed(1)).toBe("350.6");
    expect(seconds).toBe(bytes / 50e9);
  });
});

describe("speedLimit(options)", () => {
  // arXiv:2505.09343, §2.3.2: 120.96 µs, 14.76 ms, 67 tokens/s; 6.72 µs, 0.82 ms, about 1,200.
  it("is what the follow-up paper prints, but that 67.76 is cut off to 67", () => {
    const { allToAllSeconds, layerSeconds, secondsPerToken, tokensPerSecond } = speedLimit(
      publishedSpeedLimit.infiniband,
    );
    expect(allToAllSeconds * 1e6).toBeCloseTo(120.96, 9);
    expect(layerSeconds * 1e6).toBeCloseTo(241.92, 9);
    expect(secondsPerToken * 1e3).toBeCloseTo(14.757, 3);
    expect(tokensPerSecond).toBeCloseTo(67.76, 2);
    expect(Math.floor(tokensPerSecond)).toBe(publishedSpeedLimit.printed.infiniband.tokensPerSecond);
  });
  it("is 18 times as high on NVL72-class links", () => {
    const { allToAllSeconds, secondsPerToken, tokensPerSecond } = speedLimit(publishedSpeedLimit.nvl72);
    expect(allToAllSeconds * 1e6).toBeCloseTo(6.72, 9);
    expect((secondsPerToken * 1e3).toFixed(2)).toBe("0.82");
    expect(tokensPerSecond / speedLimit(publishedSpeedLimit.infiniband).tokensPerSecond).toBeCloseTo(18, 9);
  });
  it("is 66.2 with the width of the model, and 69.6 if only the 58 layers with experts count", () => {
    const exact = { ...publishedSpeedLimit.infiniband, hiddenDim: 7168 };
    expect(speedLimit(exact).tokensPerSecond.toFixed(1)).toBe("66.2");
    expect(speedLimit({ ...exact, layers: 58 }).tokensPerSecond.toFixed(1)).toBe("69.6");
  });
  it("rises by the tokens that a step keeps", () => {
    const drafted = speedLimit({ ...publishedSpeedLimit.infiniband, acceptanceOfDepth: [0.85] });
    expect(drafted.tokensPerSecond / speedLimit(publishedSpeedLimit.infiniband).tokensPerSecond).toBeCloseTo(1.85, 12);
  });
});
