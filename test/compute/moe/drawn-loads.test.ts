import { describe, expect, it } from "vitest";
import {
  drawnDomains,
  drawnExpertLoads,
  drawnExperts,
  drawnLayers,
  drawnModels,
  type DrawnModel,
} from "../../../src/compute/index.ts";

const rowsOf = (model: DrawnModel) =>
  Array.from({ length: drawnLayers }, (_, layer) => drawnExpertLoads({ model, layer: layer + 1 })).flatMap(
    ({ levels, relativeLoads }) =>
      drawnDomains.map((_, domain) => ({
        domain,
        levels: levels.subarray(domain * drawnExperts, (domain + 1) * drawnExperts),
        loads: relativeLoads.subarray(domain * drawnExperts, (domain + 1) * drawnExperts),
      })),
  );

describe("drawnExpertLoads(options)", () => {
  // By invariant: 64 relative loads have a mean of 1. Each is known to within 0.02, so a sum is off by less than 0.02 · 64,
  // and where a cell is clipped it may be too small.
  it.each(drawnModels)("has loads that average 1 in each domain, %s", (model) => {
    for (const { levels, loads } of rowsOf(model)) {
      const sum = loads.reduce((total, load) => total + load, 0);
      expect(sum).toBeLessThan(64 + 1.28);
      if (!levels.includes(255)) expect(sum).toBeGreaterThan(64 - 1.28);
    }
  });
  // By reference: figures.md of the recovered data, largest load of a layer averaged over layers.
  it.each([
    ["auxLossBased", [2.76, 2.89, 3.36]],
    ["auxLossFree", [4.2, 7.44, 8.49]],
  ] as const)("has the largest loads of the drawing, %s", (model, largest) => {
    largest.forEach((expected, domain) => {
      const maxima = rowsOf(model)
        .filter((row) => row.domain === domain)
        .map(({ loads }) => Math.max(...loads));
      expect(maxima.reduce((sum, load) => sum + load, 0) / drawnLayers).toBeCloseTo(expected, 2);
    });
  });
  it("clips nine cells, all without the loss", () => {
    const clipped = drawnModels.map(
      (model) =>
        rowsOf(model)
          .flatMap(({ levels }) => [...levels])
          .filter((level) => level === 255).length,
    );
    expect(clipped).toEqual([0, 9]);
  });
  it("names what it refuses", () => {
    expect(() => drawnExpertLoads({ model: "auxLossFree", layer: 27 })).toThrow(
      new RangeError("layer must be an integer from 1 to 26 (got 27)"),
    );
  });
});
