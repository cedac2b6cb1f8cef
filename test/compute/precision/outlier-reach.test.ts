import { describe, expect, it } from "vitest";
import { outlierReach, type Granularity } from "../../../src/compute/index.ts";

const at = (granularity: Granularity, magnitude = 1e6) =>
  outlierReach({ tokens: 4, channels: 512, granularity, token: 1, channel: 300, magnitude });

describe("outlierReach(options)", () => {
  // The scale is 10⁶ / 448 ≈ 2232. The least value of E4M3 is 2⁻⁹, so that all below 2⁻¹⁰ · 2232 ≈ 2.2 becomes 0:
  // nearly all of a normal sample (97%).
  it("loses nearly all that shares a scale with an outlier of a million", () => {
    const { sharing, elsewhere, lostShare } = at("tile");
    expect(lostShare).toBeGreaterThan(0.9);
    expect(sharing!).toBeGreaterThan(0.9);
    // A normal value of E4M3 is off by 2⁻⁴ / (1 + 2⁻⁴) < 6% at most, a few percent on average.
    expect(elsewhere!).toBeLessThan(0.03);
  });
  it("spoils one tile, a column of tiles in a block, or all of a tensor", () => {
    const spoiled = (granularity: Granularity): number[] =>
      [...at(granularity).errorOfTile.entries()].filter(([, error]) => error > 0.5).map(([tile]) => tile);
    // Four tiles a token; channel 300 lies in the third. Four tokens are within one block of 128.
    expect(spoiled("tile")).toEqual([6]);
    expect(spoiled("block")).toEqual([2, 6, 10, 14]);
    expect(spoiled("tensor")).toEqual(Array.from({ length: 16 }, (_, tile) => tile));
    expect(at("tensor").elsewhere).toBeNull();
  });
  it("spoils nothing if it is no outlier", () => {
    expect(Math.max(...at("tensor", 1).errorOfTile)).toBeLessThan(0.04);
  });
  it("names what it refuses", () => {
    expect(() =>
      outlierReach({ tokens: 4, channels: 512, granularity: "tile", token: 4, channel: 0, magnitude: 1 }),
    ).toThrow(new RangeError("token must be an integer from 0 to 3 (got 4)"));
  });
});
