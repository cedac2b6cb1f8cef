import { describe, expect, it } from "vitest";
import {
  attentionOf,
  createTinyRun,
  lookOf,
  recordedAttention,
  recordedShares,
  shareAt,
} from "../../../src/lab/index.ts";

describe("attentionOf(run, symbols)", () => {
  const run = createTinyRun({ seed: 1 });
  const layers = attentionOf(run, [1, 2, 3, 1, 2]);
  it("has shares of each head that sum to one and look at nothing later", () => {
    expect(layers.map(({ layer, heads, length }) => [layer, heads, length])).toEqual([
      ["layer 1", 4, 5],
      ["layer 2", 4, 5],
    ]);
    for (const { shares } of layers)
      for (let place = 0; place < 5; place++)
        for (let head = 0; head < 4; head++) {
          const row = Array.from(shares.subarray((place * 4 + head) * 5, (place * 4 + head + 1) * 5));
          expect(row.slice(place + 1)).toEqual(Array.from({ length: 4 - place }, () => 0));
          expect(row.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 6); // float32
        }
  });
  it("changes nothing of the run", () => {
    const before = run.save();
    attentionOf(run, [5, 6]);
    expect(run.save()).toEqual(before);
  });
  it("names what it refuses", () => {
    expect(() => attentionOf(run, [])).toThrow(/^symbols must have 1 to 256 entries/);
    expect(() => attentionOf(run, [64])).toThrow(/^symbols\[0\] must be an integer from 0 to 63/);
  });
});

describe("shareAt(attention, head, place, seen)", () => {
  // By hand: two heads and two places; a row of each head at the first place, then at the second.
  it("finds a share in the order of its docstring", () => {
    const attention = { heads: 2, length: 2, shares: Float64Array.of(1, 0, 1, 0, 0.25, 0.75, 0.5, 0.5) };
    expect(shareAt(attention, 0, 1, 1)).toBe(0.75);
    expect(shareAt(attention, 1, 1, 0)).toBe(0.5);
    expect(shareAt(attention, 1, 0, 1)).toBe(0);
  });
});

describe("lookOf(attention, head)", () => {
  // By hand: rows 1; 3/4, 1/4; 1/4, 1/4, 1/2; 1/8, 5/8, 1/8, 1/8. At itself (1 + 1/4 + 1/2 + 1/8)/4, one back
  // (3/4 + 1/4 + 1/8)/3, two back (1/4 + 5/8)/2.
  const shares = Float64Array.of(1, 0, 0, 0, 0.75, 0.25, 0, 0, 0.25, 0.25, 0.5, 0, 0.125, 0.625, 0.125, 0.125);
  it("is a mean over the positions that reach so far", () => {
    expect(lookOf({ heads: 1, length: 4, shares }, 0)).toEqual({
      itself: 0.46875,
      before: 0.375,
      back: 0,
      share: 0.46875,
    });
  });
  it("finds a head of the recorded model that looks three symbols back where a word is copied", () => {
    // abd|abd#: from the bar on, what comes next stands three symbols back.
    const [, second] = recordedShares(recordedAttention.find(({ domain }) => domain === "copying")!);
    expect(lookOf(second, 2).back).toBe(3);
  });
});

describe("recordedAttention, recordedShares(recorded)", () => {
  it("have a text of each domain, with shares in hundredths that sum to one as nearly as rounding lets them", () => {
    expect(recordedAttention.map(({ domain }) => domain)).toEqual(["sums", "brackets", "grammar", "copying"]);
    for (const recorded of recordedAttention) {
      expect(recorded.text).toHaveLength(32);
      for (const { heads, length, shares } of recordedShares(recorded))
        for (let row = 0; row < heads * length; row++) {
          const sum = shares.subarray(row * length, (row + 1) * length).reduce((total, share) => total + share, 0);
          // Each of at most 32 shares is off by at most half a hundredth.
          expect(Math.abs(sum - 1)).toBeLessThanOrEqual(0.005 * 32);
        }
    }
  });
});
