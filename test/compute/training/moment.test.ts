/** Moments of the run, by hand. */
import { describe, expect, it } from "vitest";
import { runMoment } from "../../../src/compute/index.ts";

describe("runMoment(tokens, { ramp })", () => {
  it("stands where §4.2 says at ten trillion tokens", () => {
    // 2,664,000 h · 10 / 14.8 = 1,800,000 h, at $2 an hour $3.6M, on 2,048 GPUs 36.62 days.
    const { rate, batch, gamma, lambda, hours, usd, days } = runMoment(10e12);
    expect({ rate, batch, gamma, lambda }).toEqual({ rate: 2.2e-4, batch: 15_360, gamma: 0.001, lambda: 0.1 });
    expect([hours, usd]).toEqual([1_800_000, 3_600_000].map((value) => expect.closeTo(value, 6)));
    expect(days).toBeCloseTo(1_800_000 / 2048 / 24, 9);
  });
  it("begins with nothing spent and ends with all hours of Table 1", () => {
    expect(runMoment(0)).toMatchObject({ step: 0, rate: 0, batch: 3072, hours: 0, usd: 0 });
    expect(runMoment(14.8e12)).toMatchObject({ rate: 7.3e-6, gamma: 0, hours: 2_664_000 });
  });
  it("counts steps by the shape of the ramp", () => {
    expect(Math.round(runMoment(14.8e12, { ramp: "steps" }).step)).toBe(240_209);
  });
});
