import { describe, expect, it } from "vitest";
import { expertLayer, oneTokenThroughLayer } from "../../../src/compute/index.ts";

describe("oneTokenThroughLayer(options)", () => {
  it("comes to what the whole layer gives, which adds up in another order", () => {
    for (const options of [
      { updates: 20 },
      { seed: 7, limitedGroups: 8, updates: 3 },
      { activatedExperts: 2, token: 127 },
    ]) {
      const { weights, input, bias, gate, trace, output, sharedOutput } = oneTokenThroughLayer(options);
      const whole = expertLayer({ ...weights, bias }, Float64Array.from(input), { gate });
      expect([...whole.routing.expertOfSlot]).toEqual(trace.chosen);
      expect([...whole.routing.gateOfSlot]).toEqual(trace.gates);
      expect([...whole.sharedOutput]).toEqual([...sharedOutput]);
      // Ten terms of a few units: their order moves a sum by some 1e-15.
      output.forEach((value, i) => expect(value).toBeCloseTo(whole.output[i], 12));
    }
  });
  it("has V3's gate: eight experts in at most four of eight groups, gates that sum to 2.5", () => {
    const { gate, trace } = oneTokenThroughLayer();
    expect([gate.routedExperts, gate.expertGroups, gate.groupScoreTerms, gate.routeScale]).toEqual([256, 8, 2, 2.5]);
    expect(trace.chosen.length).toBe(8);
    expect(new Set(trace.chosen.map((expert) => Math.floor(expert / 32))).size).toBeLessThanOrEqual(4);
    expect(trace.gates.reduce((sum, value) => sum + value, 0)).toBeCloseTo(2.5, 14);
  });
  it("knows whom it would choose with all nodes open", () => {
    const { chosenAnywhere } = oneTokenThroughLayer({ limitedGroups: 2 });
    expect(chosenAnywhere).toEqual(oneTokenThroughLayer({ limitedGroups: 8 }).trace.chosen);
  });
  it("moves biases by whole steps, none without updates", () => {
    expect(oneTokenThroughLayer({ updates: 0 }).bias.every((value) => value === 0)).toBe(true);
    const { bias } = oneTokenThroughLayer({ updates: 3, biasUpdateSpeed: 0.125 }); // sums of ±1/8 are exact
    for (const value of bias) expect(Number.isInteger(value / 0.125) && Math.abs(value) <= 0.375).toBe(true);
    expect(bias.some((value) => value !== 0)).toBe(true);
  });
  it("evens out the load: fewer tokens come to the busiest expert after the updates", () => {
    const busiest = (updates: number): number => Math.max(...oneTokenThroughLayer({ updates }).tokensOfExpert);
    expect(busiest(20)).toBeLessThan(busiest(0) / 2);
    // 128 tokens × 8 experts.
    expect(oneTokenThroughLayer().tokensOfExpert.reduce((sum, load) => sum + load, 0)).toBe(1024);
  });
  it("names what it refuses", () => {
    expect(() => oneTokenThroughLayer({ token: 128 })).toThrow(
      new RangeError("token must be an integer from 0 to 127 (got 128)"),
    );
    expect(() => oneTokenThroughLayer({ limitedGroups: 9 })).toThrow(
      new RangeError("limitedGroups must be an integer from 1 to 8 (got 9)"),
    );
  });
});
