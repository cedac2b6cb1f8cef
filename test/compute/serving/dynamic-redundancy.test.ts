import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { balanceExperts, driftingLoads, dynamicRouting, type ExpertPlacement } from "../../../src/compute/index.ts";

/** Two GPUs with two places; expert 0 lies on both. */
const hosts: ExpertPlacement = {
  mode: "global",
  layers: 1,
  experts: 3,
  replicas: 4,
  gpus: 2,
  expertOfReplica: Uint16Array.of(0, 1, 0, 2),
  rankOfReplica: Uint16Array.of(0, 0, 1, 0),
  replicasOfExpert: Uint16Array.of(2, 1, 1),
};

describe("dynamicRouting(loads, hosts, options)", () => {
  it("splits an expert so that its GPUs are level", () => {
    // By hand: 10 + x = 4 + (20 − x), so x = 7.
    const { tokensOfPlace, loadOfGpu, imbalance } = dynamicRouting([20, 10, 4], hosts, { active: 2 });
    expect([...tokensOfPlace]).toEqual([7, 10, 13, 4]);
    expect([...loadOfGpu]).toEqual([17, 17]);
    expect(imbalance).toBe(1);
  });
  it("runs one copy where a GPU may run no more", () => {
    // GPU 0 has expert 1 alone, GPU 1 expert 2 alone, so neither may run expert 0: that cannot be.
    expect(dynamicRouting([20, 10, 4], hosts, { active: 1 }).withinLimit).toBe(false);
    // A third GPU that hosts expert 0 can take it.
    const wider = {
      ...hosts,
      replicas: 6,
      gpus: 3,
      expertOfReplica: Uint16Array.of(0, 1, 0, 2, 0, 1),
      rankOfReplica: Uint16Array.of(0, 0, 1, 0, 2, 1),
      replicasOfExpert: Uint16Array.of(3, 2, 1),
    };
    const { tokensOfPlace, withinLimit, activeOfGpu } = dynamicRouting([20, 10, 4], wider, { active: 1 });
    expect(withinLimit).toBe(true);
    expect([...activeOfGpu]).toEqual([1, 1, 1]);
    expect([...tokensOfPlace].sort((a, b) => b - a)).toEqual([20, 10, 4, 0, 0, 0]);
  });
  it("keeps to nine of sixteen experts on each of 32 GPUs, and is never better than its bound", () => {
    for (const seed of [1, 2, 3]) {
      const loads = driftingLoads({ experts: 256, intervals: 2, skew: 0.7, drift: 0.2, seed });
      const now = loads.subarray(256);
      const sixteen = balanceExperts(loads.subarray(0, 256), {
        experts: 256,
        replicas: 512,
        groups: 8,
        nodes: 4,
        gpus: 32,
      });
      const { withinLimit, activeOfGpu, imbalance, bound, tokensOfPlace } = dynamicRouting(now, sixteen, { active: 9 });
      expect(withinLimit).toBe(true);
      expect(Math.max(...activeOfGpu)).toBe(9);
      expect(imbalance).toBeGreaterThanOrEqual(bound - 1e-6);
      expect(tokensOfPlace.filter((tokens) => tokens > 0).length).toBeLessThanOrEqual(9 * 32);
    }
  });
  it("sends every token somewhere, and reaches the least maximum that all sets of experts allow", () => {
    const loads = fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 6, maxLength: 6 });
    fc.assert(
      fc.property(loads, (given) => {
        const placement = balanceExperts(given, { experts: 6, replicas: 9, groups: 1, nodes: 1, gpus: 3 });
        const { tokensOfPlace, bound, loadOfGpu } = dynamicRouting(given, placement, { active: 3 });
        const total = given.reduce((sum, load) => sum + load, 0);
        expect(Math.abs(tokensOfPlace.reduce((sum, tokens) => sum + tokens, 0) - total)).toBeLessThan(
          1e-9 * (total + 1),
        );
        // Hall's bound: experts that lie on a set of GPUs alone need it; the greatest such need is the least maximum.
        let need = 0;
        for (let set = 1; set < 8; set++) {
          const inside = given.reduce(
            (sum, load, expert) =>
              sum +
              ([...placement.expertOfReplica].every(
                (other, place) => other !== expert || (set >> Math.floor(place / 3)) & 1,
              )
                ? load
                : 0),
            0,
          );
          need = Math.max(need, inside / [0, 1, 2].filter((gpu) => (set >> gpu) & 1).length);
        }
        if (total > 0) expect(Math.abs(bound - (need * 3) / total)).toBeLessThan(1e-3); // rounds end at a millionth of the mean a share
        expect(Math.max(...loadOfGpu)).toBeGreaterThanOrEqual(need - 1e-6 * (total + 1));
      }),
    );
  });
  it("names what it refuses", () => {
    expect(() => dynamicRouting([1, 2], hosts, { active: 2 })).toThrow(
      new RangeError("loads must have 3 entries (got 2)"),
    );
    expect(() => dynamicRouting([1, 2, -3], hosts, { active: 2 })).toThrow(
      new RangeError("loads[2] must be 0 or above (got -3)"),
    );
  });
});
