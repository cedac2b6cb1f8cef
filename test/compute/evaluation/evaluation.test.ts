/** The evaluations: intervals, sign tests, granularity, and who is best where. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  balanceAblation,
  baseScores,
  chatScores,
  failureBound,
  fittingAnswers,
  largestCorrelation,
  leadOf,
  meanOfTenths,
  mtpAblation,
  rewardBenchScores,
  rightAnswers,
  scoreDifference,
  signTest,
  standing,
  wilsonInterval,
} from "../../../src/compute/index.ts";

const v3Base = "DeepSeek-V3 Base";

describe("the tables", () => {
  it("have the report's rows and models", () => {
    expect(
      [baseScores, mtpAblation, balanceAblation, chatScores].map(({ rows, models }) => [rows.length, models.length]),
    ).toEqual([
      [32, 4],
      [10, 4],
      [10, 4],
      [22, 7],
    ]);
    for (const { rows, models } of [baseScores, mtpAblation, balanceAblation, chatScores])
      for (const { scores } of rows) expect(scores).toHaveLength(models.length);
  });
});

describe("standing(table, options)", () => {
  it("has V3-Base best in 20 of 32 rows, 22 with the rule of 0.3, 23 where that holds for bits per byte, too", () => {
    expect(standing(baseScores, { model: v3Base }).best).toHaveLength(20);
    expect(standing(baseScores, { model: v3Base, level: 0.3 }).best).toHaveLength(22);
    expect(standing(baseScores, { model: v3Base, level: 0.3, levelBitsPerByte: true }).best).toHaveLength(23);
  });
  it("has the chat model best in 13 of 22", () => {
    expect(standing(chatScores, { model: "DeepSeek-V3" }).best).toHaveLength(13);
  });
  it("names models that there are", () => {
    expect(() => standing(baseScores, { model: "V3" })).toThrow(/^model must be one of DeepSeek-V2 Base, /);
  });
});

describe("leadOf(row, column)", () => {
  it("is negative behind, and turns around for bits per byte", () => {
    const row = (id: string) => baseScores.rows.find((candidate) => candidate.id === id)!;
    expect(leadOf(row("bbh"), 3)).toBeCloseTo(4.6, 10);
    expect(leadOf(row("pile-test"), 3)).toBeCloseTo(-0.006, 10);
  });
});

describe("wilsonInterval({ share, items })", () => {
  // statsmodels 0.13, proportion_confint(107, 164, method="wilson"): 0.5768, 0.7210.
  it("is 57.7% to 72.1% for 107 of 164", () => {
    const { low, high } = wilsonInterval({ share: 107 / 164, items: 164 });
    expect(low).toBeCloseTo(0.5768, 3);
    expect(high).toBeCloseTo(0.721, 3);
  });
  it("holds the share, stays within 0 and 1, and narrows with more questions", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 1, max: 1e6 }), (share, items) => {
        const { low, high } = wilsonInterval({ share, items });
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
        expect(low - 1e-12).toBeLessThanOrEqual(share);
        expect(high + 1e-12).toBeGreaterThanOrEqual(share);
        const more = wilsonInterval({ share, items: 4 * items });
        expect(more.high - more.low).toBeLessThan(high - low);
      }),
    );
  });
});

describe("scoreDifference(options)", () => {
  // HumanEval 65.2 against 54.9 on 164: √((0.652·0.348 + 0.549·0.451)/164) = 0.05383; 0.103/0.05383 = 1.91.
  it("is +1.9 errors on HumanEval if the models were independent, more if they are alike", () => {
    const plain = scoreDifference({ first: 0.652, second: 0.549, items: 164 });
    expect(plain.error).toBeCloseTo(0.05383, 4);
    expect(plain.z).toBeCloseTo(1.91, 2);
    expect(scoreDifference({ first: 0.652, second: 0.549, items: 164, correlation: 0.5 }).z).toBeGreaterThan(2.6);
  });
  it("has no correlation of 1 between unequal shares", () => {
    expect(largestCorrelation({ first: 0.5, second: 0.5 })).toBeCloseTo(1, 12);
    expect(largestCorrelation({ first: 0.9, second: 0.5 })).toBeCloseTo(1 / 3, 12);
  });
});

describe("signTest({ wins, losses })", () => {
  // 2 (1 + 9) / 2⁹ = 0.0391; 2 (1 + 10) / 2¹⁰ = 0.0215.
  it.each([
    [8, 1, 0.0391],
    [9, 1, 0.0215],
    [1, 9, 0.0215],
    [5, 5, 1],
  ])("of %d and %d is %d", (wins, losses, expected) => {
    expect(signTest({ wins, losses })).toBeCloseTo(expected, 4);
  });
});

describe("failureBound({ trials })", () => {
  // 1 − 0.05^(1/225) = 0.01323: the 225 cells of Figure 8.
  it("is 1.32% after 225 clean trials", () => {
    expect(failureBound({ trials: 225 })).toBeCloseTo(0.01323, 5);
  });
});

describe("granularity", () => {
  const cnmo = chatScores.rows.find(({ id }) => id === "cnmo-2024")!.scores as number[];
  it("lets all seven scores of CNMO come from 176 answers, 16 runs of 11 problems, and from no smaller number", () => {
    expect(fittingAnswers(cnmo, { mostAnswers: 400 })).toEqual([176, 352]);
    expect(rightAnswers({ percent: 43.2, answers: 176 })).toEqual({ fewest: 76, most: 76, fits: true });
  });
  it("refuses 9.3 of AIME in one pass over 480 answers", () => {
    expect(rightAnswers({ percent: 9.3, answers: 480 }).fits).toBe(false);
    expect(rightAnswers({ percent: 39.2, answers: 480 })).toEqual({ fewest: 188, most: 188, fits: true });
  });
  it("refuses three scores of MATH-500 in one pass", () => {
    const row = chatScores.rows.find(({ id }) => id === "math-500")!;
    expect(row.scores.filter((percent) => !rightAnswers({ percent: percent!, answers: 500 }).fits)).toEqual([
      56.3, 74.7, 78.3,
    ]);
  });
  it("agrees with trying every count", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1000 }), fc.integer({ min: 1, max: 600 }), (tenths, answers) => {
        const fitting = Array.from({ length: answers + 1 }, (_, k) => k).filter(
          (k) => Math.abs(2000 * k - 2 * tenths * answers) <= answers,
        );
        const { fewest, most, fits } = rightAnswers({ percent: tenths / 10, answers });
        expect(fits).toBe(fitting.length > 0);
        if (fits) expect([fewest, most]).toEqual([fitting[0], fitting.at(-1)]);
      }),
    );
  });
});

describe("meanOfTenths(scores)", () => {
  it("gives all seven averages of Table 8, exact ties rounded up", () => {
    for (const { chat, chatHard, safety, reasoning, average } of rewardBenchScores.rows)
      expect(meanOfTenths([chat, chatHard, safety, reasoning])).toBe(average);
  });
  it("refuses more decimals", () => {
    expect(() => meanOfTenths([1.25])).toThrow(new RangeError("scores[0] must be a multiple of 0.1 (got 1.25)"));
  });
});
