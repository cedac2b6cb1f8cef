import { describe, expect, it } from "vitest";
import { estimateRun, knownSpeeds, type RunAssumptions } from "../../../src/compute/index.ts";

const published: RunAssumptions = {
  known: "hours",
  hours: 2_664_000,
  utilization: 0.5,
  tokensPerSecond: 1,
  tokens: 14.8e12,
  activatedParameters: 37e9,
  flopRule: "six",
  gpus: 2048,
  usdPerGpuHour: 2,
  laterHours: 124_000,
  peak: "bf16",
};

describe("estimateRun(assumptions)", () => {
  // By hand: 14.8e12 / 2,664,000 / 3600 = 1543.21; × 6 × 37e9 = 342.59e12; / 989.4e12 = 0.34626; 2,664,000 / 2048 / 24 = 54.199;
  // 54.199 / 14.8 = 3.6621; 2 × 2,788,000 = 5,576,000.
  it("is Table 1 for the published run", () => {
    const run = estimateRun(published);
    const rounded = {
      flopPerToken: run.flopPerToken,
      tokensPerSecond: run.tokensPerSecond.toFixed(2),
      flopPerSecond: (run.flopPerSecond / 1e12).toFixed(2),
      utilization: run.utilization.toFixed(5),
      days: run.days.toFixed(3),
      daysPerTrillionTokens: run.daysPerTrillionTokens.toFixed(4),
      usd: run.usd.toFixed(2),
    };
    expect(rounded).toEqual({
      flopPerToken: 222e9,
      tokensPerSecond: "1543.21",
      flopPerSecond: "342.59",
      utilization: "0.34626",
      days: "54.199",
      daysPerTrillionTokens: "3.6621",
      usd: "5576000.00",
    });
    expect(run.totalHours).toBeCloseTo(2_788_000, 6); // hours are found back from the speed: a few units of the last place of a double
  });
  it.each(knownSpeeds)("comes to the same whichever of them is known: %s", (known) => {
    const { hours, utilization, tokensPerSecond, usd, days } = estimateRun(published);
    const same = estimateRun({ ...published, known, hours, utilization, tokensPerSecond, days });
    for (const [a, b] of [
      [same.usd, usd],
      [same.days, days],
      [same.utilization, utilization],
    ])
      expect(Math.abs(a / b - 1)).toBeLessThan(1e-14); // a few roundings of a double
  });
  // By hand: the FP8 peak is twice the BF16 one (but for 1978.9 against 2 × 989.4), so the share of it is half.
  it("measures against the peak that is asked for", () => {
    expect(estimateRun({ ...published, peak: "fp8" }).utilization).toBe(
      (estimateRun(published).utilization * 989.4e12) / 1978.9e12,
    );
  });
  // By hand: 989.4 / 312, the peaks of H800 and A100; an own peak of half the H800's.
  it("measures against the device that is asked for", () => {
    const { utilization } = estimateRun(published);
    expect(estimateRun({ ...published, device: "a100" }).utilization / utilization).toBeCloseTo(989.4 / 312, 12);
    expect(
      estimateRun({ ...published, device: "own", ownPeakFlopPerSecond: 989.4e12 / 2 }).utilization / utilization,
    ).toBeCloseTo(2, 12);
  });
  // By hand: 27.0997 days are half of 54.199, so twice the speed, and the hours of 2,048 GPUs in that time.
  it("finds the speed that a deadline asks for, possible or not", () => {
    const run = estimateRun({ ...published, known: "deadline", days: 2_664_000 / 2048 / 48 });
    expect(run.hours).toBeCloseTo(1_332_000, 3);
    expect(run.utilization).toBeCloseTo(2 * estimateRun(published).utilization, 12);
    expect(estimateRun({ ...published, known: "deadline", days: 1 }).utilization).toBeGreaterThan(1);
  });
  // By reference: 250.5 GFLOP causal, and arXiv:2505.09343, Table 4: 432 / 385 TFLOP/s for the whole square.
  it("counts FLOP by the rule that is asked for", () => {
    const causal = estimateRun({ ...published, flopRule: "v3-causal" }).flopPerToken;
    const full = estimateRun({ ...published, flopRule: "v3-full" }).flopPerToken;
    expect((causal / 1e9).toFixed(1)).toBe("250.5");
    expect(Math.abs(full / causal / (432 / 385) - 1)).toBeLessThan(0.005); // both are printed to three digits
  });
  it.each<[Partial<RunAssumptions>, string]>([
    [{ known: "days" as "hours" }, 'known must be one of "hours", "utilization", "speed", "deadline" (got "days")'],
    [{ known: "speed", tokensPerSecond: 0 }, "tokensPerSecond must be a finite number above 0 (got 0)"],
    [{ known: "utilization", utilization: -1 }, "utilization must be a finite number above 0 (got -1)"],
    [{ known: "deadline" }, "days must be a finite number above 0 (got NaN)"],
    [{ device: "own" }, "ownPeakFlopPerSecond must be a finite number above 0 (got NaN)"],
    [{ device: "a100", peak: "fp8" }, "peak must be one that the device has (got fp8 on a100)"],
    [{ gpus: 1.5 }, "gpus must be a positive integer (got 1.5)"],
    [{ laterHours: NaN }, "laterHours must be a finite number, 0 or above (got NaN)"],
    [{ peak: "fp4" as "fp8" }, 'peak must be one of "bf16", "fp8" (got "fp4")'],
  ])("refuses %o", (options, message) => {
    expect(() => estimateRun({ ...published, ...options })).toThrow(new RangeError(message));
  });
});
