import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  attentionIntensity,
  attentionParameters,
  attentionVariants,
  decodeCost,
  decodeFlop,
  decodeIntensity,
  decodeWays,
  deepseekV2Lite,
  deepseekV3,
  fewestTokensToExpand,
  flopPerPair,
  forwardFlop,
  llama31_405B,
  roofline,
  type LatentAttention,
} from "../../../src/compute/index.ts";
import { arbitraryModel } from "../model/arbitrary.ts";

const v3 = deepseekV3.attention as LatentAttention;

describe("flopPerPair(attention, way)", () => {
  // By hand: keys of 192 and values of 128 are 320 entries; latent and position key 576, and the latent again, 1,088: 3.4-fold.
  it("is 3.4 times as much absorbed as expanded, in V3", () => {
    const expanded = flopPerPair(v3, "expanded");
    const absorbed = flopPerPair(v3, "absorbed");
    expect([expanded, absorbed]).toEqual([
      { score: 2 * 192, sum: 2 * 128 },
      { score: 2 * 576, sum: 2 * 512 },
    ]);
    expect((absorbed.score + absorbed.sum) / (expanded.score + expanded.sum)).toBe(1088 / 320);
  });
});

describe("decodeCost(model, options)", () => {
  // By hand: 2 × 1,088 FLOP for each head and 1,152 B for all of them: 1.8889 FLOP a byte and head, × 16 and × 128.
  it.each([
    [16, 30.2],
    [128, 241.8],
  ])("does for each byte of cache, with %i heads, %f FLOP absorbed", (attentionHeads, intensity) => {
    const cost = decodeCost({ ...deepseekV3, attention: { ...v3, attentionHeads } }, { batch: 1, context: 100_000 });
    expect(attentionIntensity(cost)).toBeCloseTo(intensity, 1);
  });
  // By hand: 2 × 320 FLOP a head, 640 B a head: 1, whatever the number of heads; grouped, 4 × 128 FLOP for each of 16 queries and 512 B.
  it("does far less for each byte of expanded or grouped caches", () => {
    expect(attentionIntensity(decodeCost(deepseekV3, { batch: 1, context: 10, way: "expandedCache" }))).toBe(1);
    expect(attentionIntensity(decodeCost(llama31_405B, { batch: 1, context: 10 }))).toBe(16);
    const [, mha, , mqa] = attentionVariants(deepseekV3);
    expect(attentionIntensity(decodeCost({ ...deepseekV3, attention: mha.attention }, { batch: 1, context: 10 }))).toBe(
      1,
    );
    expect(attentionIntensity(decodeCost({ ...deepseekV3, attention: mqa.attention }, { batch: 1, context: 10 }))).toBe(
      128,
    );
  });
  // By invariant: at a context of 1, expanding once is what forwardFlop counts as weights and attention of the blocks.
  it("is the forward pass of attention blocks, where nothing is absorbed", () => {
    fc.assert(
      fc.property(arbitraryModel, fc.integer({ min: 1, max: 500 }), (model, context) => {
        const cost = decodeCost(model, { batch: 1, context, way: "expandedCache" });
        const { attention } = forwardFlop({ ...model, mtpDepth: 0 }, { context, causal: false });
        expect(cost.scoreFlop + cost.sumFlop).toBe(attention);
        const a = model.attention;
        const vectors =
          a.kind === "latent"
            ? a.kvLoraRank + (a.qLoraRank ?? 0)
            : a.bias
              ? (a.attentionHeads + 2 * a.keyValueHeads) * a.headDim
              : 0;
        expect(cost.upFlop + cost.projectionFlop).toBe(2 * model.layers * (attentionParameters(model) - vectors));
        expect(cost.weightBytes).toBe(cost.upFlop + cost.projectionFlop); // two bytes and two FLOP for each entry, one token
      }),
    );
  });
  it("is proportional to the batch, but for the weights", () => {
    for (const way of decodeWays) {
      const one = decodeCost(deepseekV3, { batch: 1, context: 4096, way });
      const many = decodeCost(deepseekV3, { batch: 7, context: 4096, way });
      expect(decodeFlop(many)).toBe(7 * decodeFlop(one));
      expect(many.cacheBytes).toBe(7 * one.cacheBytes);
      expect(many.weightBytes).toBe(one.weightBytes);
    }
  });
  it("reads the cache once for all tokens of a step", () => {
    const [one, two] = [1, 2].map((queryTokens) => decodeCost(deepseekV3, { batch: 4, context: 4096, queryTokens }));
    expect(two.cacheBytes).toBe(one.cacheBytes);
    expect(attentionIntensity(two)).toBe(2 * attentionIntensity(one));
    expect(decodeIntensity(two)).toBe(2 * decodeIntensity(one));
  });
  it("names what it refuses", () => {
    expect(() => decodeCost(deepseekV3, { batch: 0, context: 1 })).toThrow(
      new RangeError("batch must be a positive integer (got 0)"),
    );
    expect(() => decodeCost(deepseekV3, { batch: 1, context: 1, way: "naive" as "expanded" })).toThrow(
      new RangeError('way must be one of "absorbed", "expanded", "expandedCache" (got "naive")'),
    );
  });
});

describe("fewestTokensToExpand(attention, context)", () => {
  // By hand, at long context: rebuilding a key and a value takes 2 × 512 × 256 = 262,144 FLOP a head, and each pair then
  // 2 × (1,088 − 320) = 1,536 less: 170.7.
  it("is 171 for V3 at long context", () => {
    expect(fewestTokensToExpand(v3, 10_000_000)).toBe(171);
  });
  // By invariant: the count splits the ways; computed by decodeCost, which counts them apart.
  it("is where both ways cost the same FLOP", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10_000 }),
        fc.constantFrom(deepseekV3, deepseekV2Lite),
        (context, model) => {
          const fewest = fewestTokensToExpand(model.attention as LatentAttention, context);
          const flop = (queryTokens: number, way: "absorbed" | "expanded") =>
            decodeFlop(decodeCost(model, { batch: 1, context, queryTokens, way }));
          expect(flop(fewest, "expanded")).toBeLessThanOrEqual(flop(fewest, "absorbed"));
          if (fewest > 1) expect(flop(fewest - 1, "expanded")).toBeGreaterThan(flop(fewest - 1, "absorbed"));
        },
      ),
    );
  });
  // By hand: a latent of 2 with keys of 8 and values of 8: absorbed pairs cost less and rebuilding comes on top.
  it("is never, where latents are narrower than keys", () => {
    expect(
      fewestTokensToExpand(
        { ...v3, attentionHeads: 1, kvLoraRank: 2, nopeHeadDim: 8, ropeHeadDim: 2, valueHeadDim: 8 },
        100,
      ),
    ).toBe(Infinity);
  });
});

describe("roofline(options)", () => {
  // By hand: 100 FLOP at 50 a second are 2 s, 30 bytes at 10 a second 3 s; the ridge is 5 FLOP a byte.
  it("takes the longer of arithmetic and reading", () => {
    const device = { flopPerSecond: 50, bytesPerSecond: 10 };
    expect(roofline({ flop: 100, bytes: 30, ...device })).toEqual({
      computeSeconds: 2,
      memorySeconds: 3,
      seconds: 3,
      bound: "memory",
      intensity: 100 / 30,
      ridge: 5,
    });
    expect(roofline({ flop: 200, bytes: 30, ...device })).toMatchObject({ seconds: 4, bound: "compute" });
  });
  it("names what it refuses", () => {
    expect(() => roofline({ flop: 1, bytes: 0, flopPerSecond: 1, bytesPerSecond: 1 })).toThrow(
      new RangeError("bytes must be a finite number above 0 (got 0)"),
    );
  });
});
