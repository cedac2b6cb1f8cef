import { describe, expect, it } from "vitest";
import { delayedScale, e4m3, scalingUnderDrift } from "../../../src/compute/index.ts";

describe("delayedScale(amaxOfStep, { format, window })", () => {
  // By hand: of the last two steps the largest is 896, and 896/448 = 2; the 4480 before is forgotten.
  it("is that of the largest magnitude in the window", () => {
    expect(delayedScale([4480, 896, 448], { format: e4m3, window: 2 })).toBe(2);
    expect(delayedScale([4480, 896, 448], { format: e4m3, window: 16 })).toBe(10);
    expect(delayedScale([], { format: e4m3, window: 16 })).toBe(1);
  });
  it("names what it refuses", () => {
    expect(() => delayedScale([1], { format: e4m3, window: 0 })).toThrow(
      new RangeError("window must be an integer from 1 to 1024 (got 0)"),
    );
  });
});

describe("scalingUnderDrift(options)", () => {
  const options = { format: e4m3, steps: 40, window: 8, growth: 1, spikeStep: 20, spikeFactor: 1e5, seed: 1 };
  it("saturates when values outgrow the history, and then loses small ones until the spike is forgotten", () => {
    const rows = scalingUnderDrift(options);
    expect(rows[20].saturatedShare).toBeGreaterThan(0.9); // 100,000 times larger than all the history
    expect(rows[20].delayedError).toBeGreaterThan(0.9);
    for (const { step, underflowedShare } of rows.slice(21)) expect(underflowedShare > 0.1).toBe(step < 29); // the window holds the spike for 8 steps
    // A step is at most 1/8 of a value, so an error at most 1/16, and 1/16/√3 = 3.6% in the mean square.
    for (const { onlineError } of rows) expect(onlineError).toBeLessThan(0.036);
  });
  it("is no worse than online scaling by much while nothing drifts", () => {
    const rows = scalingUnderDrift({ ...options, spikeFactor: 1 }).slice(8);
    for (const { onlineError, delayedError } of rows) expect(delayedError).toBeLessThan(onlineError + 0.01);
  });
  it("names what it refuses", () => {
    expect(() => scalingUnderDrift({ ...options, growth: 0 })).toThrow(
      new RangeError("growth must be a finite number above 0 (got 0)"),
    );
  });
});
