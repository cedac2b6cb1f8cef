/** @file Cases that implementers met: what a gate must do where others went wrong. */
import { describe, expect, it } from "vitest";
import {
  biasChange,
  createRandom,
  deepseekV3,
  expertLoad,
  gateOf,
  maxViolation,
  nodeLimitEffect,
  route,
  syntheticLogits,
  updateBias,
} from "../../../src/compute/index.ts";

describe("a closed group", () => {
  // By hand: affinities 1/2, 1/2 | 0.119, 0.119; with biases of −1 all scores are below 0. A mask of 0 would make the
  // closed group, {2, 3}, the best.
  it("is masked by −∞, not by 0", () => {
    const gate = { routedExperts: 4, activatedExperts: 2, expertGroups: 2, limitedGroups: 1 };
    expect([...route(Float64Array.of(0, 0, -2, -2), [-1, -1, -1, -1], gate).expertOfSlot]).toEqual([0, 1]);
  });
});

describe("groupScoreTerms", () => {
  // By hand: affinities 0.953, 0.047 | 0.731, 0.731 | 0.269, 0.269 | 0.119, 0.119; best one 0.953 > 0.731, best two 1 < 1.462.
  it("of 1 opens {0, 1}, and of 2 {2, 3}", () => {
    const logits = Float64Array.of(3, -3, 1, 1, -1, -1, -2, -2);
    const gate = { routedExperts: 8, activatedExperts: 2, expertGroups: 4, limitedGroups: 1 };
    expect([...route(logits, null, { ...gate, groupScoreTerms: 1 }).expertOfSlot]).toEqual([0, 1]);
    expect([...route(logits, null, { ...gate, groupScoreTerms: 2 }).expertOfSlot]).toEqual([2, 3]);
  });
});

describe("a bias common to all experts", () => {
  // By invariant. A sum with 2 or 4 has two or three bits fewer than an affinity, so scores that differ in those alone
  // would tie; none of this batch do.
  it("changes neither choices nor gates, as in the released weights, where all are about 2 or more", () => {
    const gate = gateOf(deepseekV3.moe!);
    const logits = syntheticLogits({ tokens: 256, routedExperts: 256, skew: 1, seed: 11 });
    const plain = route(logits, null, gate);
    for (const common of [2, 4, -1]) expect(route(logits, new Float64Array(256).fill(common), gate)).toEqual(plain);
  });
});

describe("biasChange(tokensOfExpert, options)", () => {
  // By hand: mean 3; one above, one at, two below: −γ, 0, γ, γ, whose mean is γ/4.
  it("moves against the load, and centered keeps the sum", () => {
    const loads = Uint32Array.of(7, 3, 1, 1);
    expect([...biasChange(loads, { biasUpdateSpeed: 1 })]).toEqual([-1, 0, 1, 1]);
    expect([...biasChange(loads, { biasUpdateSpeed: 1, centered: true })]).toEqual([-1.25, -0.25, 0.75, 0.75]);
  });
  it("is what updateBias adds", () => {
    const loads = Uint32Array.of(7, 3, 1, 1);
    const change = biasChange(loads, { biasUpdateSpeed: 0.001 });
    expect([...updateBias([0, 1, 2, 3], { tokensOfExpert: loads, biasUpdateSpeed: 0.001 })]).toEqual(
      [0, 1, 2, 3].map((bias, expert) => bias + change[expert]),
    );
  });
  // By invariant: both ways differ by a common part, which changes no choice; a speed of 1/1024 keeps all sums exact
  // for 64 experts.
  it("routes alike, centered or not", () => {
    const options = { tokens: 64, routedExperts: 64, skew: 1, seed: 5 };
    const gate = { routedExperts: 64, activatedExperts: 4 };
    const bias = [new Float64Array(64), new Float64Array(64)];
    for (let step = 0; step < 20; step++) {
      const logits = syntheticLogits(options, step);
      const loads = bias.map((own) => expertLoad(route(logits, own, gate).expertOfSlot, 64));
      expect(loads[1]).toEqual(loads[0]);
      bias.forEach((own, way) =>
        biasChange(loads[way], { biasUpdateSpeed: 1 / 1024, centered: way === 1 }).forEach(
          (change, expert) => (own[expert] += change),
        ),
      );
    }
    const sums = bias.map((own) => own.reduce((sum, value) => sum + value, 0));
    expect(sums[0]).toBeGreaterThan(0.1);
    expect(sums[1]).toBe(0);
  });
});

describe("nodeLimitEffect(logits, bias, gate)", () => {
  // By hand, affinities 3/4, 1/4 | 1/2, 1/4 (log 3, −log 3, 0, −log 3): without the limit {0, 2} of affinity 1.25 on two
  // nodes; with it {0, 1} of affinity 1 on one: an expert lost, and 1/5 of the affinity.
  it("counts experts, affinity and nodes", () => {
    const logits = Float64Array.of(Math.log(3), -Math.log(3), 0, -Math.log(3));
    const effect = nodeLimitEffect(logits, null, {
      routedExperts: 4,
      activatedExperts: 2,
      expertGroups: 2,
      limitedGroups: 1,
    });
    expect(effect).toMatchObject({ tokensLosingShare: 1, expertsLost: 1, nodes: 1, nodesWithout: 2 });
    expect(effect.affinityLostShare).toBeCloseTo(0.2, 14);
    expect([...effect.tokensOfNodeCount]).toEqual([0, 1, 0]);
    expect([...effect.tokensOfNodeCountWithout]).toEqual([0, 0, 1]);
  });
  it("is nothing where all nodes are open, and never above the limit", () => {
    const logits = syntheticLogits({ tokens: 64, routedExperts: 256, skew: 1, seed: 2 });
    const gate = gateOf(deepseekV3.moe!);
    expect(nodeLimitEffect(logits, null, { ...gate, limitedGroups: 8 })).toMatchObject({
      tokensLosingShare: 0,
      expertsLost: 0,
      affinityLostShare: 0,
    });
    const effect = nodeLimitEffect(logits, null, gate);
    expect([...effect.tokensOfNodeCount.subarray(5)]).toEqual([0, 0, 0, 0]);
    expect(effect.nodesWithout).toBeGreaterThan(effect.nodes);
    expect(effect.affinityLostShare).toBeGreaterThan(0);
  });
  it("names what it refuses", () => {
    expect(() => nodeLimitEffect(new Float64Array(0), null, { routedExperts: 4, activatedExperts: 2 })).toThrow(
      new RangeError("logits must hold at least one token (got 0)"),
    );
  });
});

it("maxViolation: sampling noise alone, of 128 tokens expected of an expert, gives about 0.25", () => {
  // By hand: loads of 4,096 × 8 fair choices have a deviation of √128 = 11.3, 8.8% of 128, and the largest of 256 lies
  // about 2.8 deviations up: 0.25. From batch to batch that varies by 0.04; the mean of 16 by 0.01.
  const violations = Array.from({ length: 16 }, (_, seed) => {
    const random = createRandom(seed);
    return maxViolation(
      expertLoad(
        Uint16Array.from({ length: 4096 * 8 }, () => random.integer(256)),
        256,
      ),
    );
  });
  expect(Math.abs(violations.reduce((sum, value) => sum + value, 0) / 16 - 0.25)).toBeLessThan(0.03);
});
