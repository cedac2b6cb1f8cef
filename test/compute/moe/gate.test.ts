import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  completeGate,
  deepseekV2,
  deepseekV3,
  gateOf,
  mixtral8x22B,
  route,
  syntheticLogits,
  type Gate,
  type MoeConfig,
} from "../../../src/compute/index.ts";
import { anyRouting, slowRoute } from "./slow-route.ts";

/** The released gate at a size to follow by hand: 4 experts in 2 groups. */
const small: Gate = {
  routedExperts: 4,
  activatedExperts: 2,
  expertGroups: 2,
  limitedGroups: 1,
  affinity: "sigmoid",
  groupScore: "biased",
  groupScoreTerms: 2,
  normalizedGates: true,
  routeScale: 2.5,
};
/** Affinities 3/4, 1/4 | 1/2, 1/4. */
const logits = Float64Array.of(Math.log(3), -Math.log(3), 0, -Math.log(3));

type Reference = Omit<Gate, "groupScore" | "groupScoreTerms" | "normalizedGates"> & {
  name: string;
  logits: number[];
  bias: number[] | null;
  expertOfSlot: number[];
  gateOfSlot: number[];
};
const references = JSON.parse(
  readFileSync(new URL("../../reference/moe-gate.json", import.meta.url), "utf8"),
) as Reference[];

describe("route(logits, bias, options)", () => {
  // By reference: test/reference/moe-gate.md, where the tolerance has its reason too.
  it.each(references)(
    "does what the released gate does: $name",
    ({ logits, bias, expertOfSlot, gateOfSlot, ...sizes }) => {
      const options: Gate = {
        ...sizes,
        groupScore: "biased",
        groupScoreTerms: bias ? 2 : 1,
        normalizedGates: sizes.affinity === "sigmoid",
      };
      const routing = route(Float64Array.from(logits), bias, options);
      expect([...routing.expertOfSlot]).toEqual(expertOfSlot);
      gateOfSlot.forEach((gate, slot) =>
        expect(Math.abs(routing.gateOfSlot[slot] / gate - 1)).toBeLessThanOrEqual(2 ** -47),
      );
    },
  );

  it("is the sorting gate to the last bit, ties included", () => {
    fc.assert(
      fc.property(anyRouting, ({ logits, bias, options }) => {
        expect(route(logits, bias, options)).toEqual(slowRoute(logits, bias, options));
      }),
      { numRuns: 2000 },
    );
  });
  it("is the sorting gate at the size of the published model", () => {
    const options = gateOf(deepseekV3.moe as MoeConfig);
    const batch = syntheticLogits({ tokens: 64, routedExperts: 256, skew: 1, seed: 7 });
    const bias = Array.from({ length: 256 }, (_, expert) => ((expert * 37) % 11) / 20 - 0.25);
    expect(route(batch, bias, options)).toEqual(slowRoute(batch, bias, options));
  });

  it("keeps the invariants of eq. 13 and of the node limit", () => {
    fc.assert(
      fc.property(anyRouting, ({ logits, bias, options }) => {
        const { activatedExperts, routedExperts, expertGroups, limitedGroups, routeScale } = options;
        const { expertOfSlot, gateOfSlot } = route(logits, bias, { ...options, normalizedGates: true });
        expect(expertOfSlot.length).toBe((logits.length / routedExperts) * activatedExperts);
        for (let start = 0; start < expertOfSlot.length; start += activatedExperts) {
          const own = expertOfSlot.subarray(start, start + activatedExperts);
          expect(new Set(own).size).toBe(activatedExperts);
          expect(
            new Set(Array.from(own, (expert) => Math.floor(expert / (routedExperts / expertGroups)))).size,
          ).toBeLessThanOrEqual(limitedGroups);
          const sum = gateOfSlot.subarray(start, start + activatedExperts).reduce((total, gate) => total + gate, 0);
          // Half an ulp for each of up to 48 sums and quotients.
          expect(Math.abs(sum / routeScale - 1)).toBeLessThanOrEqual(48 * 2 ** -52);
        }
      }),
    );
  });

  // By hand: groups 3/4 + 1/4 = 1 and 1/2 + 1/4 = 3/4; with 0.2 on each expert of the second group, 1 and 1.15.
  it("ranks groups by biased scores (released) or by affinities (report)", () => {
    const bias = [0, 0, 0.2, 0.2];
    expect([...route(logits, bias, small).expertOfSlot]).toEqual([2, 3]);
    expect([...route(logits, bias, { ...small, groupScore: "affinity" }).expertOfSlot]).toEqual([0, 1]);
  });
  // By hand: the sums of two are 1 and 1.15 again, the best ones 0.75 and 0.7.
  it("ranks groups by their best two (V3) or their best one (V2)", () => {
    expect([...route(logits, [0, 0, 0.2, 0.2], { ...small, groupScoreTerms: 1 }).expertOfSlot]).toEqual([0, 1]);
  });
  // By hand: 0.25 + 0.6 passes 0.75, and yet the gates are 1/4 and 3/4 of 2.5. That a bias enters them was a bug of two libraries.
  it("lets the bias choose and never weigh", () => {
    const { expertOfSlot, gateOfSlot } = route(logits, [0, 0.6, 0, 0], small);
    expect([...expertOfSlot]).toEqual([1, 0]);
    expect(gateOfSlot[0]).toBeCloseTo(0.625, 14);
    expect(gateOfSlot[1]).toBeCloseTo(1.875, 14);
  });
  // By hand: s + b is −1.25, −1.75 | −1.5, −1.75, so the first group is open; a mask of 0 would prefer the closed one.
  it("closes a group for good, even to scores below 0", () => {
    expect([...route(logits, [-2, -2, -2, -2], small).expertOfSlot]).toEqual([0, 1]);
  });
  it("gives ties to the lower index, groups and experts alike", () => {
    expect([...route(new Float64Array(4), null, small).expertOfSlot]).toEqual([0, 1]);
    expect([
      ...route(Float64Array.of(0, 1, 1, 0), null, { ...small, expertGroups: 1, activatedExperts: 3 }).expertOfSlot,
    ]).toEqual([1, 2, 0]);
  });
  it("shares evenly where every chosen affinity is 0", () => {
    const nothing = new Float64Array(4).fill(-800);
    expect([...route(nothing, null, small).gateOfSlot]).toEqual([1.25, 1.25]);
    expect([...route(nothing, null, { ...small, normalizedGates: false }).gateOfSlot]).toEqual([0, 0]);
  });
  // By hand: affinities 3/4 and 1/2, times 2.
  it("leaves the gates as they are without normalization", () => {
    const doubled = route(Float64Array.of(Math.log(3), 0, -9, -9), null, {
      ...small,
      normalizedGates: false,
      routeScale: 2,
    });
    expect(doubled.gateOfSlot[0]).toBeCloseTo(1.5, 14);
    expect(doubled.gateOfSlot[1]).toBe(1);
  });
  it("reads float32 as the doubles that it holds", () => {
    const single = Float32Array.from(syntheticLogits({ tokens: 20, routedExperts: 4, skew: 1, seed: 1 }));
    expect(route(single, null, small)).toEqual(route(Float64Array.from(single), null, small));
  });
  it("takes a batch of no tokens", () => {
    expect(route(new Float64Array(0), null, small)).toEqual({
      expertOfSlot: new Uint16Array(0),
      gateOfSlot: new Float64Array(0),
    });
  });

  it.each<[Partial<Gate>, string]>([
    [{ routedExperts: 0 }, "routedExperts must be an integer from 1 to 65536 (got 0)"],
    [{ expertGroups: 3 }, "routedExperts must be a multiple of 3 groups (got 4)"],
    [{ expertGroups: 0 }, "expertGroups must be a positive integer (got 0)"],
    [{ limitedGroups: 3 }, "limitedGroups must be an integer from 1 to 2 (got 3)"],
    [{ activatedExperts: 3 }, "activatedExperts must be an integer from 1 to 2 (got 3)"],
    [{ groupScoreTerms: 3 }, "groupScoreTerms must be an integer from 1 to 2 (got 3)"],
    [{ groupScore: "best" as "biased" }, 'groupScore must be one of "biased", "affinity" (got "best")'],
    [{ affinity: "relu" as "sigmoid" }, 'affinity must be one of "sigmoid", "softmax" (got "relu")'],
    [{ routeScale: NaN }, "routeScale must be a finite number (got NaN)"],
  ])("names the option that it refuses: %o", (option, message) => {
    expect(() => route(logits, null, { ...small, ...option })).toThrow(new RangeError(message));
  });
  it("names the numbers that it refuses", () => {
    expect(() => route(new Float64Array(6), null, small)).toThrow(
      new RangeError("logits must have a multiple of 4 entries (got 6)"),
    );
    expect(() => route(Float64Array.of(0, 0, NaN, 0), null, small)).toThrow(
      new RangeError("logits[2] must be a finite number (got NaN)"),
    );
    expect(() => route(logits, [0, 0], small)).toThrow(new RangeError("bias must have 4 entries (got 2)"));
    expect(() => route(logits, [0, 0, 0, -Infinity], small)).toThrow(
      new RangeError("bias[3] must be a finite number (got -Infinity)"),
    );
  });
});

describe("completeGate(gate)", () => {
  // From its docstring: sigmoid, normalized, no limit, scale 1; groups are ranked by K_r/M biased affinities, of which a group may hold fewer.
  it("fills in V3's rules where nothing else is said", () => {
    const gate = { routedExperts: 8, activatedExperts: 2 };
    expect(completeGate(gate)).toEqual({
      ...gate,
      expertGroups: 1,
      limitedGroups: 1,
      affinity: "sigmoid",
      groupScore: "biased",
      groupScoreTerms: 2,
      normalizedGates: true,
      routeScale: 1,
    });
    expect(completeGate({ ...gate, expertGroups: 4 }).groupScoreTerms).toBe(1);
    expect(
      completeGate({ routedExperts: 8, activatedExperts: 4, expertGroups: 4, limitedGroups: 2 }).groupScoreTerms,
    ).toBe(2);
  });
  it("is what route does with two numbers alone", () => {
    const logits = Float64Array.of(1, -1, 0.5, 2, 0, 0.25, -2, 1);
    const gate = { routedExperts: 4, activatedExperts: 2 };
    expect(route(logits, null, gate)).toEqual(route(logits, null, completeGate(gate)));
  });
});

describe("gateOf(moe)", () => {
  // V3: inference/configs/config_671B.json. V2: config.json of deepseek-ai/DeepSeek-V2 (topk_method group_limited_greedy:
  // the best expert of a group). Mixtral: softmax over all, then renormalized over two, which is softmax over the two.
  it.each([
    [
      deepseekV3,
      {
        expertGroups: 8,
        limitedGroups: 4,
        activatedExperts: 8,
        affinity: "sigmoid",
        groupScoreTerms: 2,
        normalizedGates: true,
        routeScale: 2.5,
      },
    ],
    [
      deepseekV2,
      {
        expertGroups: 8,
        limitedGroups: 3,
        activatedExperts: 6,
        affinity: "softmax",
        groupScoreTerms: 1,
        normalizedGates: false,
        routeScale: 16,
      },
    ],
    [
      mixtral8x22B,
      {
        expertGroups: 1,
        limitedGroups: 1,
        activatedExperts: 2,
        affinity: "softmax",
        groupScoreTerms: 1,
        normalizedGates: true,
        routeScale: 1,
      },
    ],
  ] as const)("has the published options of $name", ({ moe }, published) => {
    const options = gateOf(moe as MoeConfig);
    expect(options).toMatchObject({ groupScore: "biased", ...published });
    const { expertOfSlot } = route(
      syntheticLogits({ tokens: 2, routedExperts: options.routedExperts, skew: 1, seed: 0 }),
      null,
      options,
    );
    expect(expertOfSlot.length).toBe(2 * published.activatedExperts);
  });
});
