import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  decodeAtUserSpeed,
  decodeOnDesign,
  decodeServing,
  deepseekV3,
  deploymentUnit,
  designOf,
  exchangeTime,
  h800Design,
  roofline,
  servedUnit,
  type Design,
} from "../../../src/compute/index.ts";

describe("exchangeTime(options)", () => {
  const paper = {
    tokens: 32,
    destinations: 9,
    outside: 1,
    bytesPerCopy: 3 * 7000,
    scaleUpBytesPerSecond: 1e12,
    latency: 0,
  };
  it("gives the later paper's numbers at 50 and 900 GB/s", () => {
    expect(exchangeTime({ ...paper, scaleOutBytesPerSecond: 50e9 })).toBeCloseTo(120.96e-6, 12);
    expect(exchangeTime({ ...paper, scaleOutBytesPerSecond: 900e9 })).toBeCloseTo(6.72e-6, 12);
    // 61 layers, two micro-batches: 14.76 ms for a token, and 0.82 ms.
    expect(2 * 61 * exchangeTime({ ...paper, scaleOutBytesPerSecond: 50e9 })).toBeCloseTo(14.757e-3, 6);
    expect(2 * 61 * exchangeTime({ ...paper, scaleOutBytesPerSecond: 900e9 })).toBeCloseTo(0.81984e-3, 8);
  });
  it("takes the busier kind of link, and its latency twice", () => {
    const half = { ...paper, outside: 0.5, scaleOutBytesPerSecond: 50e9, latency: 4e-6 };
    expect(exchangeTime(half)).toBeCloseTo(60.48e-6 + 8e-6, 12);
    expect(exchangeTime({ ...half, scaleUpBytesPerSecond: 25e9 })).toBeCloseTo(120.96e-6 + 8e-6, 12);
  });
  it("names what is not allowed", () => {
    expect(() => exchangeTime({ ...paper, scaleOutBytesPerSecond: 0 })).toThrow(
      new RangeError("scaleOutBytesPerSecond must be a finite number above 0 (got 0)"),
    );
    expect(() => exchangeTime({ ...paper, scaleOutBytesPerSecond: 1, outside: 1.5 })).toThrow(RangeError);
  });
});

describe("decodeOnDesign(design, options)", () => {
  it("holds 88 requests of 4,989 tokens beside the weights", () => {
    // 88 · 4,989 · 70,272 = 30.85 GB of cache. Weights: attention 61 · 187.1 M = 11.4 GB, three experts in 58 layers 7.66 GB,
    // three dense FFNs 1.19 GB, embedding and head 3.71 GB: 23.97 GB.
    const { bytes, fits } = decodeOnDesign(h800Design, servedUnit);
    expect(bytes / 1e9).toBeCloseTo(30.85 + 23.97, 0);
    expect(fits).toBe(true);
    expect(decodeOnDesign({ ...h800Design, memoryBytes: 40e9 }, servedUnit).fits).toBe(false);
  });
  it("takes a small batch in one piece, since each half reads all weights", () => {
    const { halves, seconds, computeSeconds, exchangeSeconds } = decodeOnDesign(h800Design, {
      ...servedUnit,
      batch: 2,
    });
    expect([halves, seconds]).toEqual([false, computeSeconds + exchangeSeconds]);
    expect(decodeOnDesign(h800Design, servedUnit).halves).toBe(true);
  });
  it("lasts as long as the longer of computing and sending", () => {
    const { seconds, computeSeconds, exchangeSeconds, tokensPerSecondPerGpu, tokensPerSecondPerUser } = decodeOnDesign(
      h800Design,
      servedUnit,
    );
    expect(seconds).toBe(Math.max(computeSeconds, exchangeSeconds));
    expect(tokensPerSecondPerGpu).toBeCloseTo(88 * tokensPerSecondPerUser, 9);
    // 58 layers, 2 halves of 44 tokens, 8 · 143/144 copies of 7,392 + 14,336 bytes, 136/143 of them at 40 GB/s, 4 latencies:
    expect(exchangeSeconds).toBeCloseTo(116 * (7.4e-6 + (44 * 8 * (143 / 144) * 21_728 * (136 / 143)) / 40e9), 9);
  });
  // Two models of one step: stages in two lanes there, the longer of two totals here, at rates of other kernels.
  it("is within a percent of the estimate of serving, at the published day", () => {
    const { batch: requestsPerGpu, context } = servedUnit;
    const staged = decodeServing(deepseekV3, deploymentUnit("decode-overview"), { requestsPerGpu, context });
    const ratio = decodeOnDesign(h800Design, servedUnit).tokensPerSecondPerGpu / staged.tokensPerSecondPerGpu;
    expect(Math.abs(ratio - 1)).toBeLessThan(0.01);
  });
  it("sends nothing on one accelerator", () => {
    expect(decodeOnDesign(h800Design, { batch: 2, context: 1000, gpus: 1 }).exchangeSeconds).toBe(0);
  });
  it("wins nothing where a bound does not bind", () => {
    const { tokensPerSecondPerGpu, bound } = decodeOnDesign(h800Design, servedUnit);
    expect(bound).not.toBe("links");
    // Links so fast that the batch need not be halved would win: weights are then read once.
    expect(
      decodeOnDesign(
        { ...h800Design, scaleOutBytesPerSecond: 2 * h800Design.scaleOutBytesPerSecond, latency: 0 },
        servedUnit,
      ).tokensPerSecondPerGpu,
    ).toBe(tokensPerSecondPerGpu);
  });
  // Not the size of the fast domain: what it takes off the slow links then waits for the fast ones, while those idle.
  it("never slows down with a better figure", () => {
    const better = fc.record({
      key: fc.constantFrom(
        "peakBf16",
        "peakFp8",
        "peakFp32",
        "memoryBytesPerSecond",
        "scaleUpBytesPerSecond",
        "scaleOutBytesPerSecond",
      ),
      by: fc.integer({ min: 1, max: 20 }),
      half: fc.integer({ min: 1, max: 200 }),
      context: fc.integer({ min: 1, max: 100_000 }),
      gpus: fc.integer({ min: 1, max: 512 }),
      from: fc.integer({ min: 1, max: 8 }),
    });
    fc.assert(
      fc.property(better, ({ key, by, half, context, gpus, from }) => {
        const at = (factor: number): Design => ({ ...h800Design, [key]: h800Design[key] * factor });
        const options = { batch: 2 * half, context, gpus };
        expect(decodeOnDesign(at(from * by), options).seconds).toBeLessThanOrEqual(
          decodeOnDesign(at(from), options).seconds,
        );
      }),
    );
  });
  it("takes an even batch", () => {
    expect(() => decodeOnDesign(h800Design, { ...servedUnit, batch: 7 })).toThrow(
      new RangeError("batch must be even (got 7)"),
    );
  });
});

describe("decodeAtUserSpeed(design, options)", () => {
  it("finds the largest even batch at which a user has the speed", () => {
    const { batch, tokensPerSecondPerUser } = decodeAtUserSpeed(h800Design, {
      context: 4989,
      gpus: 144,
      tokensPerSecondPerUser: 40,
    })!;
    expect(tokensPerSecondPerUser).toBeGreaterThanOrEqual(40);
    expect(
      decodeOnDesign(h800Design, { batch: batch + 2, context: 4989, gpus: 144 }).tokensPerSecondPerUser,
    ).toBeLessThan(40);
  });
  it("stops where memory is full", () => {
    const { batch } = decodeAtUserSpeed(h800Design, { context: 100_000, gpus: 144, tokensPerSecondPerUser: 1 })!;
    expect(decodeOnDesign(h800Design, { batch: batch + 2, context: 100_000, gpus: 144 }).fits).toBe(false);
  });
  it("finds none where two requests are too slow", () => {
    expect(decodeAtUserSpeed(h800Design, { context: 4989, gpus: 144, tokensPerSecondPerUser: 1e6 })).toBeNull();
  });
  it("gives more on a larger fast domain, where links bind", () => {
    const speed = (id: string) =>
      decodeAtUserSpeed(designOf(id).design, { context: 1536, gpus: 32, tokensPerSecondPerUser: 125 })!
        .tokensPerSecondPerGpu;
    expect(speed("gb200")).toBeGreaterThan(speed("b200"));
  });
});

describe("roofline(options)", () => {
  it("never slows down with more of either, and does not notice more of what does not bind", () => {
    const positive = fc.double({ min: 1e-3, max: 1e18, noNaN: true });
    fc.assert(
      fc.property(
        fc.record({ flop: positive, bytes: positive, flopPerSecond: positive, bytesPerSecond: positive }),
        fc.double({ min: 1, max: 100, noNaN: true }),
        (options, by) => {
          const { seconds, bound } = roofline(options);
          const moreFlop = roofline({ ...options, flopPerSecond: options.flopPerSecond * by }).seconds;
          const moreBytes = roofline({ ...options, bytesPerSecond: options.bytesPerSecond * by }).seconds;
          expect(moreFlop).toBeLessThanOrEqual(seconds);
          expect(moreBytes).toBeLessThanOrEqual(seconds);
          expect(bound === "memory" ? moreFlop : moreBytes).toBe(seconds);
        },
      ),
    );
  });
});
