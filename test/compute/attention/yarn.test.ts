/** YaRN by report, paper and released code. Numbers: the formulas evaluated with numpy 1.24 in double precision, to the digits given. */
import { describe, expect, it } from "vitest";
import { yarnFrequencies, yarnTemperature } from "../../../src/compute/index.ts";

describe("yarnFrequencies()", () => {
  const { plain, scaled, kept, low, high, rawLow, rawHigh } = yarnFrequencies();
  it("leaves 11 of 32 pairs alone, blends 12 and divides 9 by 40", () => {
    expect(rawLow).toBeCloseTo(10.472, 3);
    expect(rawHigh).toBeCloseTo(22.513, 3);
    expect([low, high]).toEqual([10, 23]);
    expect(kept.filter((share) => share === 1)).toHaveLength(11);
    expect(kept.filter((share) => share > 0 && share < 1)).toHaveLength(12);
    expect(kept.filter((share) => share === 0)).toHaveLength(9);
  });
  it.each([
    [11, 0.0390069265671],
    [16, 0.0055],
    [20, 0.00079056941504],
    [22, 0.000177827941004],
    [23, 3.33380358e-5],
    [31, 3.33380358e-6],
  ])("has pair %d at %d radians a token", (pair, frequency) => {
    expect(scaled[pair] / frequency).toBeCloseTo(1, 8);
  });
  it("keeps 1, 0.55 and 0.025 of pairs 10, 16 and 23", () => {
    for (const [pair, factor] of [
      [10, 1],
      [16, 0.55],
      [23, 0.025],
    ])
      expect(scaled[pair] / plain[pair]).toBeCloseTo(factor, 12);
  });
  it("has its longest wave at 47,117 tokens before and 1,884,690 after", () => {
    expect(Math.round((2 * Math.PI) / plain[31])).toBe(47_117);
    expect(Math.round((2 * Math.PI) / scaled[31] / 10)).toBe(188_469);
  });
  it("has other pairs where the extended context is given by mistake for the original one", () => {
    expect([
      yarnFrequencies({ originalContext: 163_840 }).low,
      yarnFrequencies({ originalContext: 163_840 }).high,
    ]).not.toEqual([10, 23]);
  });
  it("changes nothing at a scale of 1", () => {
    const { plain: before, scaled: after } = yarnFrequencies({ scale: 1 });
    before.forEach((frequency, pair) => expect(after[pair]).toBeCloseTo(frequency, 15));
  });
  it("names what it refuses", () => {
    expect(() => yarnFrequencies({ ropeHeadDim: 63 })).toThrow(new RangeError("ropeHeadDim must be even (got 63)"));
    expect(() => yarnFrequencies({ scale: 0.5 })).toThrow(
      new RangeError("scale must be a finite number, 1 or above (got 0.5)"),
    );
    expect(() => yarnFrequencies({ fastTurns: 1 })).toThrow(
      new RangeError("fastTurns must be above slowTurns, 1 (got 1)"),
    );
  });
});

describe("yarnTemperature()", () => {
  it("is 1.36889 and its square, three ways", () => {
    const temperature = yarnTemperature();
    expect(temperature.factor).toBeCloseTo(1.36888794541, 10);
    expect(temperature.reportTemperature).toBeCloseTo(1.87385420709, 10);
    expect(temperature.paperTemperature).toBeCloseTo(0.53365944705, 10);
    expect(temperature.codeSoftmaxScale).toBeCloseTo(0.135233778861, 11);
    expect(temperature.plainSoftmaxScale).toBeCloseTo(0.0721687836, 10);
  });
});
