import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { balanceExperts, gpuLoads, plainPlacement, replicaPlaces } from "../../../src/compute/index.ts";

type Case = {
  name: string;
  experts: number;
  replicas: number;
  groups: number;
  nodes: number;
  gpus: number;
  mode: string;
  loads: number[];
  expertOfReplica: number[];
  replicasOfExpert: number[];
  replicaOfExpert?: number[];
  most?: number;
};
/** See load-balancer.md: what the released code gives. */
const cases = JSON.parse(
  readFileSync(new URL("../../reference/load-balancer.json", import.meta.url), "utf8"),
) as Case[];

const example = [90, 132, 40, 61, 104, 165, 39, 4, 73, 56, 183, 86];
const small = { experts: 12, replicas: 16, groups: 4, nodes: 2, gpus: 8 };

describe("balanceExperts(loads, options)", () => {
  it.each(cases)(
    "places $name as the released code does",
    ({
      loads,
      expertOfReplica,
      replicasOfExpert,
      replicaOfExpert,
      most,
      mode,
      experts,
      replicas,
      groups,
      nodes,
      gpus,
    }) => {
      const placement = balanceExperts(loads, { experts, replicas, groups, nodes, gpus });
      expect(placement.mode).toBe(mode);
      expect([...placement.expertOfReplica]).toEqual(expertOfReplica);
      expect([...placement.replicasOfExpert]).toEqual(replicasOfExpert);
      if (replicaOfExpert)
        expect(replicaPlaces(placement)).toEqual({ placeOfReplica: Int32Array.from(replicaOfExpert), most });
    },
  );
  it("has both modes among the references, and more than twenty sets of loads", () => {
    expect(cases.filter(({ mode }) => mode === "global").length).toBeGreaterThan(9);
    expect(cases.filter(({ mode }) => mode === "hierarchical").length).toBeGreaterThan(9);
  });
  // deepseek-ai/EPLB, README.md, prints the first layer of its example.
  it("gives the plan that the README prints", () => {
    expect([...balanceExperts(example, small).expertOfReplica]).toEqual([
      5, 6, 5, 7, 8, 4, 3, 4, 10, 9, 10, 2, 0, 1, 11, 1,
    ]);
  });
  it("leaves the busiest GPU of that example with 156, and with 138.5 if nodes do not count; the mean is 129.125", () => {
    // Sum 1033 over 8 GPUs. GPU 6 has experts 0 and 1/2 of 1: 90 + 66 = 156.
    const busiest = (mode: "hierarchical" | "global"): number =>
      Math.max(...gpuLoads(example, balanceExperts(example, { ...small, mode })));
    expect([busiest("hierarchical"), busiest("global"), 1033 / 8]).toEqual([156, 138.5, 129.125]);
  });
  it("hosts every expert, as often as it says, equally many on each GPU, groups on one node", () => {
    const loads = fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 16, maxLength: 16 });
    fc.assert(
      fc.property(loads, fc.constantFrom("hierarchical" as const, "global" as const), (given, mode) => {
        const placement = balanceExperts(given, { experts: 16, replicas: 24, groups: 4, nodes: 2, gpus: 4, mode });
        const counts = Array.from({ length: 16 }, () => 0);
        for (const expert of placement.expertOfReplica) counts[expert]++;
        expect(counts).toEqual([...placement.replicasOfExpert]);
        expect(Math.min(...counts)).toBeGreaterThanOrEqual(1);
        if (mode === "hierarchical") {
          const nodeOf = (group: number): Set<number> =>
            new Set(
              [...placement.expertOfReplica].flatMap((expert, place) =>
                Math.floor(expert / 4) === group ? [Math.floor(place / 12)] : [],
              ),
            );
          for (let group = 0; group < 4; group++) expect(nodeOf(group).size).toBe(1);
        }
      }),
    );
  });
  it("conserves the load, and a further replica never raises the most loaded one", () => {
    const loads = fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 16, maxLength: 16 });
    fc.assert(
      fc.property(loads, (given) => {
        const tops = [16, 20, 24, 32].map((replicas) => {
          const placement = balanceExperts(given, { experts: 16, replicas, groups: 1, nodes: 1, gpus: 4 });
          const sum = gpuLoads(given, placement).reduce((total, load) => total + load, 0);
          expect(Math.abs(sum - given.reduce((total, load) => total + load, 0))).toBeLessThan(1e-6); // 16 loads below 1000, divided and summed again
          return Math.max(...given.map((load, expert) => load / placement.replicasOfExpert[expert]));
        });
        expect(tops).toEqual([...tops].sort((a, b) => b - a));
      }),
    );
  });
  it("names what it refuses", () => {
    expect(() => balanceExperts(example, { ...small, replicas: 15 })).toThrow(
      new RangeError("replicas must be a multiple of the 8 GPUs (got 15)"),
    );
    expect(() => balanceExperts(example, { ...small, nodes: 8, mode: "hierarchical" })).toThrow(
      new RangeError("groups must be a multiple of the 8 nodes in the hierarchical mode (got 4)"),
    );
    expect(() => balanceExperts(example.with(2, -1), small)).toThrow(
      new RangeError("loads[2] must be 0 or above (got -1)"),
    );
    expect(() => balanceExperts(example.slice(1), small)).toThrow(
      new RangeError("loads must have a multiple of 12 entries (got 11)"),
    );
  });
});

describe("plainPlacement(options)", () => {
  it("has the experts in order, each once", () => {
    const placement = plainPlacement({ experts: 4, gpus: 2, layers: 2 });
    expect([...placement.expertOfReplica]).toEqual([0, 1, 2, 3, 0, 1, 2, 3]);
    expect([...gpuLoads([1, 2, 3, 4, 5, 6, 7, 8], placement)]).toEqual([3, 7, 11, 15]);
  });
});
