/** A gate with mistakes: right without any, and each mistake breaks what it should break. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  brokenRoute,
  commonBiasAdded,
  createRandom,
  route,
  routerBench,
  routerBugs,
  routerSymptoms,
  syntheticLogits,
  type GateOptions,
} from "../../../src/compute/index.ts";
import { anyRouting } from "./slow-route.ts";

/** 4 experts in 2 groups, of which one stays open; the route scale is 2, so that halves are whole. */
const small: GateOptions = {
  routedExperts: 4,
  activatedExperts: 2,
  expertGroups: 2,
  limitedGroups: 1,
  groupScoreTerms: 2,
  routeScale: 2,
};
/** Affinities 3/4, 1/4 | 1/2, 1/4. */
const logits = Float64Array.of(Math.log(3), -Math.log(3), 0, -Math.log(3));
const gatesOf = (bias: number[], bugs = {}, options = small) => {
  const { expertOfSlot, gateOfSlot } = brokenRoute(logits, bias, options, bugs);
  return Object.fromEntries(Array.from(expertOfSlot, (expert, slot) => [expert, gateOfSlot[slot]]));
};

describe("brokenRoute(logits, bias, gate, bugs)", () => {
  it("is the right gate, to the last bit, where nothing is broken", () => {
    fc.assert(
      fc.property(anyRouting, ({ logits, bias, options }) => {
        expect(brokenRoute(logits, bias, options, {})).toEqual(route(logits, bias, options));
      }),
      { numRuns: 300 },
    );
  });
  it("weighs with the bias: experts 0 and 1 get 2 · 3/4 and 2 · 1/4 with b₁ = 1/4 left out, and 2 · 3/5 and 2 · 2/5 with it", () => {
    // Right: 3/4 : 1/4. Wrong: 3/4 : (1/4 + 1/4), so 3/5 and 2/5.
    expect(gatesOf([0, 0.25, 0, 0])[0]).toBeCloseTo(1.5, 12);
    expect(gatesOf([0, 0.25, 0, 0], { biasInWeight: true })[0]).toBeCloseTo(1.2, 12);
    expect(gatesOf([0, 0.25, 0, 0], { biasInWeight: true })[1]).toBeCloseTo(0.8, 12);
  });
  it("lets experts of a closed group in, with a mask of zero and biases below it", () => {
    // All biases −1: scores −1/4, −3/4 | −1/2, −3/4. Group 0 stays open; masked with 0, experts 2 and 3 beat both of its own.
    expect(Object.keys(gatesOf([-1, -1, -1, -1]))).toEqual(["0", "1"]);
    expect(Object.keys(gatesOf([-1, -1, -1, -1], { maskOfZero: true }))).toEqual(["2", "3"]);
    // Without negative scores nothing is seen of it.
    expect(gatesOf([0, 0, 0, 0], { maskOfZero: true })).toEqual(gatesOf([0, 0, 0, 0]));
  });
  it("leaves gates that do not sum to the scale, normalized before choosing", () => {
    // 3/4 + 1/4 + 1/2 + 1/4 = 7/4, so the two of group 0 have 3/7 and 1/7, times 2.
    const gates = gatesOf([0, 0, 0, 0], { normalizedFirst: true });
    expect(gates[0]).toBeCloseTo(6 / 7, 12);
    expect(gates[1]).toBeCloseTo(2 / 7, 12);
  });
  it("divides by zero, where a sum in FP16 comes to nothing", () => {
    // A logit of −20 is an affinity of 2.06e-9, less than half of FP16's least number, 2⁻²⁴ = 5.96e-8.
    const low = Float64Array.of(-20, -20, -20, -20);
    expect([...route(low, null, small).gateOfSlot]).toEqual([1, 1]);
    expect([...brokenRoute(low, null, small, { float16Sums: true }).gateOfSlot]).toEqual([Infinity, Infinity]);
  });
  it("does not tell affinities apart that differ by less than FP16 keeps once the bias is added", () => {
    // Between 1 and 2 FP16 has steps of 2⁻¹⁰. Affinities 0.5 and 0.5 + 1e-4, both with a bias of 0.75: a tie, which the lower index has.
    const near = Float64Array.of(0, 4e-4);
    const one: GateOptions = { routedExperts: 2, activatedExperts: 1 };
    expect([...route(near, [0.75, 0.75], one).expertOfSlot]).toEqual([1]);
    expect([...brokenRoute(near, [0.75, 0.75], one, { float16Sums: true }).expertOfSlot]).toEqual([0]);
  });
  it("refuses switches that are neither on nor off", () => {
    expect(() => brokenRoute(logits, null, small, { maskOfZero: 1 as never })).toThrow(/^maskOfZero must be/);
    expect(() => brokenRoute(logits, [0], small, {})).toThrow(/^bias must/);
  });
});

describe("routerSymptoms(logits, bias, gate, bugs)", () => {
  const gate: GateOptions = {
    routedExperts: 16,
    activatedExperts: 4,
    expertGroups: 4,
    limitedGroups: 2,
    routeScale: 2.5,
  };
  const random = createRandom(5);
  const batch = syntheticLogits({ tokens: 64, routedExperts: 16, seed: 5 });
  const bias = Float64Array.from({ length: 16 }, () => -0.9 + 0.1 * random.normal());
  const of = (bugs = {}) => routerSymptoms(batch, bias, gate, bugs);

  it("finds nothing wrong with the right gate", () => {
    const right = of();
    expect(right.leastSum).toBeCloseTo(2.5, 12);
    expect(right.mostSum).toBeCloseTo(2.5, 12);
    expect(right.sumOfToken).toHaveLength(64);
    for (const sum of right.sumOfToken) expect(sum).toBeCloseTo(2.5, 12);
    expect(right).toMatchObject({ notFinite: 0, otherChoices: 0 });
    expect(right.mostGroups).toBeLessThanOrEqual(2);
    expect(right.commonBiasChange).toBeLessThan(1e-12);
    expect(right.leastGate).toBeGreaterThan(0);
  });
  it("tells the mistakes apart, each by what it alone breaks", () => {
    const leak = of({ biasInWeight: true });
    expect(leak.otherChoices).toBe(0); // the choice is right
    expect(leak.commonBiasChange).toBeGreaterThan(0.1);
    const mask = of({ maskOfZero: true });
    expect(mask.otherChoices).toBeGreaterThan(0.1);
    expect(mask.commonBiasChange).toBeGreaterThan(0.1);
    expect(mask.leastSum).toBeCloseTo(2.5, 12);
    // It hides where no score is negative: affinities are, and biases then.
    const hidden = routerSymptoms(
      batch,
      bias.map((one) => one + 2),
      gate,
      { maskOfZero: true },
    );
    expect(hidden).toMatchObject({ otherChoices: 0 });
    expect(hidden.commonBiasChange).toBeLessThan(1e-12);
    const early = of({ normalizedFirst: true });
    expect(early.mostSum).toBeLessThan(0.9 * 2.5);
    expect(early.otherChoices).toBeGreaterThan(0);
    expect(early.commonBiasChange).toBeLessThan(1e-12);
    const half = of({ float16Sums: true });
    expect(half.leastSum).toBe(Math.min(...(half.sumOfToken as number[])));
    expect(half.mostGroups).toBeLessThanOrEqual(2);
    expect(Math.abs(half.leastSum! / 2.5 - 1)).toBeGreaterThan(1e-6);
    expect(Math.abs(half.leastSum! / 2.5 - 1)).toBeLessThan(2 ** -9); // four additions of 2⁻¹¹ each at most
    const low = routerSymptoms(
      batch.map((logit) => logit - 20),
      bias,
      gate,
      { float16Sums: true },
    );
    expect(low.notFinite).toBeGreaterThan(0);
    expect(low.sumOfToken).toContain(null);
  });
  it("adds one half to all biases, and knows four mistakes", () => {
    expect(commonBiasAdded).toBe(0.5);
    expect(routerBugs).toHaveLength(4);
  });
});

describe("routerBench(options)", () => {
  it("shifts all biases and all logits, and leaves the rest as it was", () => {
    const one = routerBench({ commonBias: 0, biasSpread: 0.1, level: 0, seed: 3 });
    const other = routerBench({ commonBias: 0.5, biasSpread: 0.1, level: -2, seed: 3 });
    expect(one.logits).toHaveLength(64 * 16);
    expect(one.logits.every((logit, i) => other.logits[i] === logit - 2)).toBe(true);
    expect(one.bias.every((bias, i) => Math.abs(other.bias[i] - bias - 0.5) < 1e-15)).toBe(true);
    expect(one.gate).toMatchObject({ routedExperts: 16, limitedGroups: 2, routeScale: 2.5 });
  });
  it("refuses a spread below zero by its name", () => {
    expect(() => routerBench({ commonBias: 0, biasSpread: -1, level: 0, seed: 1 })).toThrow(/^biasSpread must/);
  });
});
