/** Group-relative advantages: eq. 28 and what public trainers make of it. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  advantageRecipeNames,
  groupAdvantages,
  shareWithoutSignal,
  type AdvantageRecipe,
} from "../../../src/compute/index.ts";

/** Every advantage, to six digits. */
const of = (rewards: number[], recipe: AdvantageRecipe): number[] =>
  [...groupAdvantages(rewards, { recipe })].map((value) => Number(value.toFixed(6)));

describe("groupAdvantages(rewards, { recipe })", () => {
  // Mean ½; deviation over 4: ½; over 3: √(1/3) = 0.577350. 0.5 / 0.577350 = 0.866025, / 0.577450 = 0.865875, / 0.577351 = 0.866024.
  it.each([
    ["population", 1],
    ["sample", 0.866025],
    ["openrlhf", 0.866025],
    ["verl", 0.866024],
    ["trl", 0.865875],
    ["unscaled", 0.5],
  ] as const)("gives ±%s's value on two right and two wrong answers", (recipe, expected) => {
    expect(of([1, 0, 0, 1], recipe)).toEqual([expected, -expected, -expected, expected]);
  });
  // Mean ¼; deviation over 4: √(3/16) = 0.433013; over 3: ½.
  it("gives 1.732 and −0.577 over G, 1.5 and −0.5 over G − 1 where one of four is right", () => {
    expect(of([1, 0, 0, 0], "population")).toEqual([1.732051, -0.57735, -0.57735, -0.57735]);
    expect(of([1, 0, 0, 0], "sample")).toEqual([1.5, -0.5, -0.5, -0.5]);
  });
  // The others' mean: 0 for the right one, ⅓ for each wrong one.
  it("compares with the others alone where it leaves one out", () => {
    expect(of([1, 0, 0, 0], "leaveOneOut")).toEqual([1, -0.333333, -0.333333, -0.333333]);
  });
  it.each(advantageRecipeNames)("is 0 and not NaN in an all-equal group and in a group of one (%s)", (recipe) => {
    expect(of([0.1, 0.1, 0.1], recipe).map(Math.abs)).toEqual([0, 0, 0]);
    expect(of([7], recipe)).toEqual([0]);
  });
  it("sums to 0, does not depend on an offset, and with a deviation not on the unit", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -8, max: 8 }), { minLength: 2, maxLength: 16 }),
        fc.integer({ min: -4, max: 4 }),
        (rewards, offset) => {
          const plain = groupAdvantages(rewards);
          expect(Math.abs(plain.reduce((sum, value) => sum + value, 0))).toBeLessThan(1e-12);
          const moved = groupAdvantages(rewards.map((reward) => 4 * (reward + offset)));
          plain.forEach((value, i) => expect(moved[i]).toBeCloseTo(value, 12));
        },
      ),
    );
  });
  it("names what it refuses", () => {
    expect(() => groupAdvantages([])).toThrow(new RangeError('rewards must have at least 1 entry (got "none")'));
    expect(() => groupAdvantages([1, NaN])).toThrow(new RangeError("rewards[1] must be a finite number (got NaN)"));
    expect(() => groupAdvantages([1], { recipe: "ppo" as never })).toThrow(/^recipe must be one of/);
  });
});

describe("shareWithoutSignal({ groupSize, passRate })", () => {
  // 0.95^8 + 0.05^8 = 0.66342; 0.95^16 = 0.44013; 0.95^64 = 0.03752.
  it.each([
    [8, 0.6634],
    [16, 0.4401],
    [64, 0.0375],
  ])("for %d answers at a pass rate of 5%% is %d", (groupSize, share) => {
    expect(shareWithoutSignal({ groupSize, passRate: 0.05 })).toBeCloseTo(share, 4);
  });
  it("is 1 where every answer is alike", () => {
    expect(shareWithoutSignal({ groupSize: 9, passRate: 0 })).toBe(1);
    expect(shareWithoutSignal({ groupSize: 1, passRate: 0.5 })).toBe(1);
  });
});
