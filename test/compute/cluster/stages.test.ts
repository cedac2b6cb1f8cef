import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cutIntoStages } from "../../../src/compute/index.ts";

/** The least that the busiest rank can have, by trying all cuts. */
function leastMost(costs: number[], rankOfStage: Int32Array, behind: number): number {
  const stages = rankOfStage.length;
  let least = Infinity;
  const tryFrom = (stage: number, layer: number, costOfRank: number[]): void => {
    const left = stages - stage;
    if (left === 0) {
      if (layer === costs.length) least = Math.min(least, Math.max(...costOfRank));
      return;
    }
    for (let next = layer + 1; next <= costs.length - left + 1; next++) {
      const more = [...costOfRank];
      more[rankOfStage[stage]] += costs.slice(layer, next).reduce((sum, cost) => sum + cost, left === 1 ? behind : 0);
      tryFrom(stage + 1, next, more);
    }
  };
  tryFrom(0, 0, Array(stages).fill(0));
  return least;
}

describe("cutIntoStages(costOfLayer, options)", () => {
  it("gives the stage with the head fewer layers", () => {
    // By hand: five layers of 1 and a head of 2 on two stages: 4 + (1 + 2) or 3 + (2 + 2); both have 4 at most, and the second holds fewer layers on its fullest rank.
    const { firstLayerOfStage, costOfStage } = cutIntoStages(new Float64Array(5).fill(1), {
      rankOfStage: Int32Array.of(0, 1),
      behind: 2,
    });
    expect([...firstLayerOfStage]).toEqual([0, 3, 5]);
    expect([...costOfStage]).toEqual([3, 4]);
  });
  it("leaves each stage a layer, in order, and loses none", () => {
    const sizes = fc.record({ stages: fc.integer({ min: 1, max: 12 }), more: fc.nat(30), behind: fc.nat(9) });
    fc.assert(
      fc.property(sizes, ({ stages, more, behind }) => {
        const costs = new Float64Array(stages + more).fill(1);
        const { firstLayerOfStage, costOfStage } = cutIntoStages(costs, {
          rankOfStage: Int32Array.from({ length: stages }, (_, stage) => stage),
          behind,
        });
        expect([firstLayerOfStage[0], firstLayerOfStage[stages]]).toEqual([0, stages + more]);
        for (let stage = 0; stage < stages; stage++)
          expect(firstLayerOfStage[stage + 1]).toBeGreaterThan(firstLayerOfStage[stage]);
        expect(costOfStage.reduce((sum, cost) => sum + cost, 0)).toBe(stages + more + behind);
      }),
    );
  });
  it("is best for layers of equal cost, whatever stages share a rank", () => {
    const sizes = fc.record({
      ranks: fc.constantFrom([0, 1, 2], [0, 1, 1, 0], [0, 1, 0, 1], [0]),
      more: fc.nat(6),
      behind: fc.nat(5),
    });
    fc.assert(
      fc.property(sizes, ({ ranks, more, behind }) => {
        const rankOfStage = Int32Array.from(ranks);
        const costs = Array<number>(ranks.length + more).fill(1);
        const { costOfStage } = cutIntoStages(Float64Array.from(costs), { rankOfStage, behind });
        const costOfRank = Array(ranks.length).fill(0);
        for (const [stage, rank] of ranks.entries()) costOfRank[rank] += costOfStage[stage];
        expect(Math.max(...costOfRank)).toBe(leastMost(costs, rankOfStage, behind));
      }),
    );
  });
  it("names what it refuses", () => {
    expect(() => cutIntoStages(new Float64Array(2).fill(1), { rankOfStage: Int32Array.of(0, 1, 2) })).toThrow(
      new RangeError("rankOfStage must have at most 2 entries, as there are layers (got 3)"),
    );
    expect(() => cutIntoStages(Float64Array.of(1, -1), { rankOfStage: Int32Array.of(0) })).toThrow(
      new RangeError("costOfLayer[1] must be a finite number, 0 or above (got -1)"),
    );
  });
});
