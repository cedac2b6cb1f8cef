import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  expertLoad,
  groupHistogram,
  groupsPerToken,
  loadEntropy,
  maxViolation,
  meanGroupsPerToken,
  meanLoad,
  route,
} from "../../../src/compute/index.ts";
import { anyRouting } from "./slow-route.ts";

/** Three tokens, two slots each, over four experts in two groups. */
const expertOfSlot = Uint16Array.of(0, 1, 1, 3, 2, 1);

const loads = fc.array(fc.nat(1000), { minLength: 1, maxLength: 64 }).map((values) => Uint32Array.from(values));

describe("expertLoad(expertOfSlot, routedExperts)", () => {
  it("counts by hand", () => {
    expect([...expertLoad(expertOfSlot, 5)]).toEqual([1, 3, 1, 1, 0]);
  });
  it("sums to tokens × activated experts", () => {
    fc.assert(
      fc.property(anyRouting, ({ logits, bias, options }) => {
        const { expertOfSlot } = route(logits, bias, options);
        const tokensOfExpert = expertLoad(expertOfSlot, options.routedExperts);
        expect(tokensOfExpert.reduce((sum, load) => sum + load, 0)).toBe(
          (logits.length / options.routedExperts) * options.activatedExperts,
        );
      }),
    );
  });
  it("names what it refuses", () => {
    expect(() => expertLoad(expertOfSlot, 3)).toThrow(
      new RangeError("expertOfSlot[3] must be an expert below 3 (got 3)"),
    );
    expect(() => expertLoad(expertOfSlot, 0)).toThrow(
      new RangeError("routedExperts must be an integer from 1 to 65536 (got 0)"),
    );
  });
});

describe("maxViolation(tokensOfExpert)", () => {
  // By hand, arXiv:2408.15664: mean 1, most 3, so (3 − 1) / 1.
  it("is the excess of the busiest expert over the mean", () => {
    expect(meanLoad(Uint32Array.of(3, 1, 0, 0))).toBe(1);
    expect(maxViolation(Uint32Array.of(3, 1, 0, 0))).toBe(2);
    expect(maxViolation(Uint32Array.of(5, 5))).toBe(0);
    expect(maxViolation(new Uint32Array(3))).toBe(0);
  });
  it("lies from 0 to experts − 1", () => {
    fc.assert(
      fc.property(loads, (tokensOfExpert) => {
        const excess = maxViolation(tokensOfExpert);
        expect(excess).toBeGreaterThanOrEqual(0);
        expect(excess).toBeLessThanOrEqual(tokensOfExpert.length - 1 + 2 ** -40); // a quotient below 2⁷, rounded
      }),
    );
  });
  it("counts no experts as an error", () => {
    expect(() => maxViolation(new Uint32Array(0))).toThrow(
      new RangeError("tokensOfExpert must hold at least one expert (got 0)"),
    );
  });
});

describe("loadEntropy(tokensOfExpert)", () => {
  // By hand: log₂ 4; 1/2 · 1 + 2 · 1/4 · 2; one expert with all; nothing.
  it.each([
    [[7, 7, 7, 7], 2],
    [[2, 1, 1], 1.5],
    [[0, 9, 0], 0],
    [[0, 0], 0],
  ])("of %j is %d bits", (tokensOfExpert, bits) => {
    expect(loadEntropy(Uint32Array.from(tokensOfExpert))).toBe(bits);
  });
  it("is at most log₂ of the number of experts, and does not care for their order", () => {
    fc.assert(
      fc.property(loads, (tokensOfExpert) => {
        const entropy = loadEntropy(tokensOfExpert);
        expect(entropy).toBeGreaterThanOrEqual(0);
        expect(entropy).toBeLessThanOrEqual(Math.log2(tokensOfExpert.length) + 64 * 2 ** -50); // 64 terms below 1, each within 4 ulp
        expect(loadEntropy(tokensOfExpert.toReversed())).toBeCloseTo(entropy, 12);
      }),
    );
  });
});

describe("groupsPerToken(expertOfSlot, options)", () => {
  it("counts by hand", () => {
    expect([...groupsPerToken(expertOfSlot, { activatedExperts: 2, routedExperts: 4, expertGroups: 2 })]).toEqual([
      1, 2, 2,
    ]);
    expect([...groupsPerToken(expertOfSlot, { activatedExperts: 2, routedExperts: 4, expertGroups: 4 })]).toEqual([
      2, 2, 2,
    ]);
    expect([...groupsPerToken(expertOfSlot, { activatedExperts: 3, routedExperts: 4, expertGroups: 2 })]).toEqual([
      1, 2,
    ]);
  });
  it("stays within the node limit", () => {
    fc.assert(
      fc.property(anyRouting, ({ logits, bias, options }) => {
        const { activatedExperts, routedExperts, expertGroups, limitedGroups } = options;
        const groupsOfToken = groupsPerToken(route(logits, bias, options).expertOfSlot, {
          activatedExperts,
          routedExperts,
          expertGroups,
        });
        expect(groupsOfToken.length).toBe(logits.length / routedExperts);
        for (const groups of groupsOfToken) expect(groups >= 1 && groups <= limitedGroups).toBe(true);
      }),
    );
  });
  it("names what it refuses", () => {
    expect(() => groupsPerToken(expertOfSlot, { activatedExperts: 4, routedExperts: 4, expertGroups: 2 })).toThrow(
      new RangeError("expertOfSlot must have a multiple of 4 entries (got 6)"),
    );
    expect(() => groupsPerToken(expertOfSlot, { activatedExperts: 2, routedExperts: 4, expertGroups: 3 })).toThrow(
      new RangeError("routedExperts must be a multiple of 3 groups (got 4)"),
    );
    expect(() => groupsPerToken(expertOfSlot, { activatedExperts: 2, routedExperts: 2, expertGroups: 1 })).toThrow(
      new RangeError("expertOfSlot[3] must be an expert below 2 (got 3)"),
    );
  });
});

describe("groupHistogram(groupsOfToken, expertGroups)", () => {
  it("counts by hand, and so does its mean", () => {
    const tokensOfGroupCount = groupHistogram(Uint16Array.of(1, 2, 2), 3);
    expect([...tokensOfGroupCount]).toEqual([0, 1, 2, 0]);
    expect(meanGroupsPerToken(tokensOfGroupCount)).toBe(5 / 3);
    expect(meanGroupsPerToken(new Uint32Array(3))).toBe(0);
  });
  it("names what it refuses", () => {
    expect(() => groupHistogram(Uint16Array.of(3), 2)).toThrow(
      new RangeError("groupsOfToken[0] must be an integer from 0 to 2 (got 3)"),
    );
  });
});
