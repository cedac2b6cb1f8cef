import { describe, expect, it } from "vitest";
import {
  balanceExperts,
  driftingLoads,
  movedReplicas,
  plainPlacement,
  redundancyDay,
} from "../../../src/compute/index.ts";

const history = { experts: 64, intervals: 48, skew: 0.8, drift: 0.1, seed: 3 };
const unit = { experts: 64, replicas: 72, groups: 8, nodes: 2, gpus: 8, every: 1 };
const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;

describe("driftingLoads(options)", () => {
  it("has mean 1 in each interval, and the same loads for the same seed", () => {
    const loads = driftingLoads(history);
    for (let interval = 0; interval < 48; interval++) {
      expect(mean(loads.subarray(interval * 64, (interval + 1) * 64))).toBeCloseTo(1, 12);
    }
    expect(driftingLoads(history)).toEqual(loads);
  });
  it("never changes without drift, and is even without skew", () => {
    const still = driftingLoads({ ...history, drift: 0 });
    expect(still.slice(64, 128)).toEqual(still.slice(0, 64));
    expect([...driftingLoads({ ...history, skew: 0 })].every((load) => load === 1)).toBe(true);
  });
});

describe("redundancyDay(history, options)", () => {
  const loads = driftingLoads(history);
  it("evens the load out, the better the newer what it knows", () => {
    const [itself, before, mean24] = (["itself", "before", "mean"] as const).map((from) =>
      redundancyDay(loads, { ...unit, from }),
    );
    expect(mean(itself.after)).toBeLessThan(mean(before.after));
    expect(mean(before.after)).toBeLessThan(mean(before.before));
    expect(mean(before.after)).toBeLessThan(mean(mean24.after)); // a mean over the day forgets too slowly for this drift
  });
  it("knows the day exactly where nothing drifts", () => {
    const still = driftingLoads({ ...history, drift: 0 });
    const [itself, before] = (["itself", "before"] as const).map((from) => redundancyDay(still, { ...unit, from }));
    expect(before.after).toEqual(itself.after);
    expect([...before.moved].every((places) => places === 0)).toBe(true);
  });
  it("moves nothing between two choices", () => {
    const { moved } = redundancyDay(loads, { ...unit, every: 6, from: "before" });
    expect([...moved].filter((_, interval) => interval % 6 !== 0).every((places) => places === 0)).toBe(true);
    expect(moved[6]).toBeGreaterThan(0);
  });
});

describe("movedReplicas(before, after)", () => {
  it("counts what a GPU did not hold before, whatever the order", () => {
    // By hand: GPU 0 goes from {0, 1} to {1, 2}, GPU 1 from {2, 3} to {0, 3}.
    const before = plainPlacement({ experts: 4, gpus: 2 });
    expect(movedReplicas(before, { ...before, expertOfReplica: Uint16Array.of(1, 2, 3, 0) })).toBe(2);
    expect(movedReplicas(before, before)).toBe(0);
    expect(() =>
      movedReplicas(before, balanceExperts([1, 2], { experts: 2, replicas: 2, groups: 1, nodes: 1, gpus: 2 })),
    ).toThrow("after.expertOfReplica must have 4 entries on 2 GPUs (got 2)");
  });
});
