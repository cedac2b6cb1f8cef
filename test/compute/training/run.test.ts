import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  achievedFlopPerSecond,
  deepseekV3,
  gpuHours,
  h800,
  modelFlopUtilization,
  rentalUsd,
  tokensPerSecondFromHours,
  tokensPerSecondPerGpu,
  trainingDays,
  trainingFlop,
  sumFlop,
} from "../../../src/compute/index.ts";

/** Relative error of a handful of float64 products and quotients, half an ulp each: below 8 × 2⁻⁵³. */
const rounding = 8 * 2 ** -53;
const close = (value: number, expected: number): boolean => Math.abs(value - expected) <= rounding * Math.abs(expected);

const tokensOfRun = fc.double({ min: 1e6, max: 1e15, noNaN: true });
const hoursOfRun = fc.double({ min: 1, max: 1e9, noNaN: true });
const flopOfToken = fc.double({ min: 1e6, max: 1e14, noNaN: true });
const share = fc.double({ min: 0.01, max: 1, noNaN: true });

describe("forwards, from utilization to hours", () => {
  // By hand, round numbers: half of 1e15 FLOP/s over 250e9 FLOP a token is 2000 tokens/s; 7.2e12 tokens / 2000 / 3600 s is a million hours.
  it("gives tokens per second, hours, days and dollars", () => {
    const speed = tokensPerSecondPerGpu({ utilization: 0.5, peakFlopPerSecond: 1e15, flopPerToken: 250e9 });
    expect(speed).toBe(2000);
    expect(gpuHours({ tokens: 7.2e12, tokensPerSecond: speed })).toBe(1e6);
    expect(trainingDays({ hours: 1e6, gpus: 1000 })).toBeCloseTo(1000 / 24, 12); // one rounding, 41.67 to 12 decimals
    expect(rentalUsd({ hours: 1e6, usdPerGpuHour: 2 })).toBe(2e6);
  });
  it("takes twice the hours at half the utilization", () => {
    fc.assert(
      fc.property(tokensOfRun, flopOfToken, share, (tokens, flop, utilization) => {
        const hours = (used: number): number =>
          gpuHours({
            tokens,
            tokensPerSecond: tokensPerSecondPerGpu({
              utilization: used,
              peakFlopPerSecond: h800.peakBf16,
              flopPerToken: flop,
            }),
          });
        expect(hours(utilization / 2)).toBe(2 * hours(utilization)); // a power of two changes no digit
      }),
    );
  });
  it("needs no hours, days or dollars for nothing", () => {
    expect(trainingDays({ hours: 0, gpus: 8 })).toBe(0);
    expect(rentalUsd({ hours: 0, usdPerGpuHour: 2 })).toBe(0);
    expect(rentalUsd({ hours: 5, usdPerGpuHour: 0 })).toBe(0);
  });
});

describe("backwards, from hours to utilization", () => {
  const speed = tokensPerSecondFromHours({ tokens: 14.8e12, hours: 2.664e6 });

  // By hand: 14.8e12 / (2.664e6 × 3600) = 14.8e12 / 9.5904e9 = 1543.209…
  it("reaches 1,543 tokens per second and GPU in the published pre-training", () => {
    expect(close(speed, 14.8e12 / 9.5904e9)).toBe(true);
    expect(Math.round(speed)).toBe(1543);
  });
  // By hand: 250,457,382,912 and 281,152,192,512 FLOP × 1543.209…; arXiv:2505.09343, Table 4 measured 385 and 432 TFLOP/s.
  it.each([
    [true, 386.5, 385],
    [false, 433.9, 432],
  ])("with attention causal: %s, is %d TFLOP/s, where %d were measured", (causal, teraflop, measured) => {
    const achieved = achievedFlopPerSecond({
      tokensPerSecond: speed,
      flopPerToken: sumFlop(trainingFlop(deepseekV3, { context: 4096, causal })),
    });
    expect(Math.round(achieved / 1e11) / 10).toBe(teraflop);
    expect(Math.abs(achieved / 1e12 / measured - 1)).toBeLessThan(0.005); // both hours and TFLOP/s are printed to three digits
  });
  // By hand: 6 × 37.55e9 × 1543.2 = 347.7e12, of 989.4e12: 35.1%; 6 × 37e9 gives 342.6e12: 34.6%. Half of both against FP8.
  it.each([
    [37_552_297_472, 347.7, 0.351, 0.176],
    [37e9, 342.6, 0.346, 0.173],
  ])("with 6N for N = %d, reaches %d TFLOP/s", (activated, teraflop, ofBf16, ofFp8) => {
    const achieved = achievedFlopPerSecond({ tokensPerSecond: speed, flopPerToken: 6 * activated });
    expect(Math.round(achieved / 1e11) / 10).toBe(teraflop);
    expect(modelFlopUtilization({ flopPerSecond: achieved, peakFlopPerSecond: h800.peakBf16 }).toFixed(3)).toBe(
      ofBf16.toFixed(3),
    );
    expect(modelFlopUtilization({ flopPerSecond: achieved, peakFlopPerSecond: h800.peakFp8 }).toFixed(3)).toBe(
      ofFp8.toFixed(3),
    );
  });
  // arXiv:2505.09343, Table 4: 385 and 432 TFLOP/s are 38.94% and 43.73%. By hand, what these digits can stand for:
  // 384.5/0.38945 = 987.3 to 385.5/0.38935 = 990.1, and 431.5/0.43735 = 986.6 to 432.5/0.43725 = 989.1.
  // So the paper divided by 989, and by the data sheet's 989.4, which we take, its second share comes out 0.07 points lower.
  it.each([
    [385e12, 0.3894],
    [432e12, 0.4373],
  ])("%d FLOP/s can be the printed share of 989 TFLOP/s", (achieved, printed) => {
    const least = modelFlopUtilization({ flopPerSecond: achieved - 0.5e12, peakFlopPerSecond: 989e12 });
    const most = modelFlopUtilization({ flopPerSecond: achieved + 0.5e12, peakFlopPerSecond: 989e12 });
    expect(least).toBeLessThan(printed + 5e-5);
    expect(most).toBeGreaterThan(printed - 5e-5);
  });
  it("cannot have the second printed share of the data sheet's peak", () => {
    expect(modelFlopUtilization({ flopPerSecond: 432.5e12, peakFlopPerSecond: h800.peakBf16 })).toBeLessThan(
      0.4373 - 5e-5,
    );
    expect(Math.abs(h800.peakBf16 / 989e12 - 1)).toBeLessThan(5e-4); // 0.04%: the same peak, cut to three digits
  });
  it("undoes forwards", () => {
    fc.assert(
      fc.property(tokensOfRun, hoursOfRun, flopOfToken, (tokens, hours, flop) => {
        const achieved = achievedFlopPerSecond({
          tokensPerSecond: tokensPerSecondFromHours({ tokens, hours }),
          flopPerToken: flop,
        });
        const utilization = modelFlopUtilization({ flopPerSecond: achieved, peakFlopPerSecond: h800.peakFp8 });
        fc.pre(utilization <= 1); // a speed above the peak has no way back: as a share it is refused
        expect(
          close(
            gpuHours({
              tokens,
              tokensPerSecond: tokensPerSecondPerGpu({
                utilization,
                peakFlopPerSecond: h800.peakFp8,
                flopPerToken: flop,
              }),
            }),
            hours,
          ),
        ).toBe(true);
      }),
    );
  });
  it("is undone by forwards", () => {
    fc.assert(
      fc.property(tokensOfRun, flopOfToken, share, (tokens, flop, utilization) => {
        const hours = gpuHours({
          tokens,
          tokensPerSecond: tokensPerSecondPerGpu({ utilization, peakFlopPerSecond: h800.peakBf16, flopPerToken: flop }),
        });
        expect(
          close(
            modelFlopUtilization({
              flopPerSecond: achievedFlopPerSecond({
                tokensPerSecond: tokensPerSecondFromHours({ tokens, hours }),
                flopPerToken: flop,
              }),
              peakFlopPerSecond: h800.peakBf16,
            }),
            utilization,
          ),
        ).toBe(true);
      }),
    );
  });
});

describe("what each function refuses", () => {
  it.each<[string, () => number, string]>([
    [
      "tokensPerSecondPerGpu",
      () => tokensPerSecondPerGpu({ utilization: 7, peakFlopPerSecond: 1, flopPerToken: 1 }),
      "utilization must be at most 1, the whole peak (got 7)",
    ],
    [
      "tokensPerSecondPerGpu",
      () => tokensPerSecondPerGpu({ utilization: 0, peakFlopPerSecond: 1, flopPerToken: 1 }),
      "utilization must be a finite number above 0 (got 0)",
    ],
    [
      "tokensPerSecondPerGpu",
      () => tokensPerSecondPerGpu({ utilization: 1, peakFlopPerSecond: -1, flopPerToken: 1 }),
      "peakFlopPerSecond must be a finite number above 0 (got -1)",
    ],
    [
      "tokensPerSecondPerGpu",
      () => tokensPerSecondPerGpu({ utilization: 1, peakFlopPerSecond: 1, flopPerToken: NaN }),
      "flopPerToken must be a finite number above 0 (got NaN)",
    ],
    ["gpuHours", () => gpuHours({ tokens: 0, tokensPerSecond: 1 }), "tokens must be a finite number above 0 (got 0)"],
    [
      "gpuHours",
      () => gpuHours({ tokens: 1, tokensPerSecond: Infinity }),
      "tokensPerSecond must be a finite number above 0 (got Infinity)",
    ],
    [
      "tokensPerSecondFromHours",
      () => tokensPerSecondFromHours({ tokens: 1, hours: 0 }),
      "hours must be a finite number above 0 (got 0)",
    ],
    [
      "achievedFlopPerSecond",
      () => achievedFlopPerSecond({ tokensPerSecond: 1, flopPerToken: 0 }),
      "flopPerToken must be a finite number above 0 (got 0)",
    ],
    [
      "modelFlopUtilization",
      () => modelFlopUtilization({ flopPerSecond: 1, peakFlopPerSecond: 0 }),
      "peakFlopPerSecond must be a finite number above 0 (got 0)",
    ],
    ["trainingDays", () => trainingDays({ hours: -1, gpus: 1 }), "hours must be a finite number, 0 or above (got -1)"],
    ["trainingDays", () => trainingDays({ hours: 1, gpus: 0 }), "gpus must be a positive integer (got 0)"],
    [
      "rentalUsd",
      () => rentalUsd({ hours: 1, usdPerGpuHour: -2 }),
      "usdPerGpuHour must be a finite number, 0 or above (got -2)",
    ],
  ])("%s names the value", (_, call, message) => {
    expect(call).toThrow(new RangeError(message));
  });
});
