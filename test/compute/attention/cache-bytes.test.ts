import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  attentionVariants,
  cacheBytesPerLayer,
  cacheBytesPerRequest,
  cacheFormats,
  cachedValuesPerToken,
  deepseekV2,
  deepseekV3,
  expandedValuesPerToken,
  kvCacheBytesPerToken,
  largestBatch,
  llama31_405B,
  models,
  type LatentAttention,
} from "../../../src/compute/index.ts";
import { arbitraryModel } from "../model/arbitrary.ts";

const [bf16, fp8, fp8Scaled, fp4] = cacheFormats;

describe("cacheBytesPerLayer(model, format)", () => {
  // By hand: 512 FP8 values, 512/128 FP32 scales and 64 BF16 values: 512 + 16 + 128 = 656; × 60 and 61 layers.
  it("counts scales and the wider position key", () => {
    expect(cacheBytesPerLayer(deepseekV3, fp8Scaled)).toBe(656);
    expect(60 * cacheBytesPerLayer(deepseekV2, fp8Scaled)).toBe(39_360);
    expect(61 * cacheBytesPerLayer(deepseekV3, fp8Scaled)).toBe(40_016);
  });
  // By hand: 2 × 8 heads × (128 + 4).
  it("gives every key and value of grouped attention scales of its own", () => {
    expect(cacheBytesPerLayer(llama31_405B, fp8Scaled)).toBe(2112);
  });
  it("is the count of cached values times two in BF16", () => {
    fc.assert(
      fc.property(arbitraryModel, (model) => {
        expect(cacheBytesPerLayer(model, bf16)).toBe(2 * cachedValuesPerToken(model));
      }),
    );
  });
  it("does not know the number of heads in latent attention", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 512 }), fc.constantFrom(...cacheFormats), (attentionHeads, format) => {
        const attention = { ...(deepseekV3.attention as LatentAttention), attentionHeads };
        expect(cacheBytesPerLayer({ ...deepseekV3, attention }, format)).toBe(cacheBytesPerLayer(deepseekV3, format));
      }),
    );
  });
  it("names what it refuses", () => {
    expect(() => cacheBytesPerLayer(deepseekV3, { ...bf16, bytesPerRopeValue: 0 })).toThrow(
      new RangeError("bytesPerRopeValue must be a finite number above 0 (got 0)"),
    );
  });
});

describe("expandedValuesPerToken(attention)", () => {
  // By hand: 128 heads × (192 + 128) = 40,960 values; in V2's 60 layers and BF16, 4,915,200 B against 69,120 of latents.
  it("is every head's key and value", () => {
    expect(60 * 2 * expandedValuesPerToken(deepseekV2.attention as LatentAttention)).toBe(4_915_200);
    expect(kvCacheBytesPerToken(deepseekV2)).toBe(69_120);
  });
});

describe("cacheBytesPerRequest(model, options)", () => {
  // By hand: 65,536 tokens × 576 values × half a byte × 61 layers = 1,151,336,448 B; one layer of it is 18.9 MB.
  it("counts all layers", () => {
    expect(cacheBytesPerRequest(deepseekV3, { format: fp4, context: 65_536 })).toBe(1_151_336_448);
  });
  // By hand: of 8 key-value heads 2 on each of 4 GPUs, and 1, no fewer, on each of 16. A latent is needed whole everywhere.
  it("shares key-value heads among GPUs, and copies latents", () => {
    const one = cacheBytesPerRequest(llama31_405B, { format: bf16, context: 1000 });
    expect(cacheBytesPerRequest(llama31_405B, { format: bf16, context: 1000, tensorRanks: 4 })).toBe(one / 4);
    expect(cacheBytesPerRequest(llama31_405B, { format: bf16, context: 1000, tensorRanks: 16 })).toBe(one / 8);
    expect(cacheBytesPerRequest(deepseekV3, { format: bf16, context: 1000, tensorRanks: 16 })).toBe(70_272_000);
  });
});

describe("largestBatch(model, options)", () => {
  // By hand: 70,272 B × 1000 tokens = 70.272 MB a request; 50 GB / 70.272 MB = 711.5.
  it("is a whole number of requests", () => {
    expect(largestBatch(deepseekV3, { format: bf16, context: 1000, memoryBytes: 80e9, reservedBytes: 30e9 })).toBe(711);
  });
  it("is 0 where nothing fits", () => {
    expect(largestBatch(deepseekV3, { format: bf16, context: 1000, memoryBytes: 80e9, reservedBytes: 81e9 })).toBe(0);
  });
  it("fits, and one more would not", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...models),
        fc.constantFrom(...cacheFormats),
        fc.integer({ min: 1, max: 200_000 }),
        fc.integer({ min: 1, max: 200 }),
        (model, format, context, gigabytes) => {
          const each = cacheBytesPerRequest(model, { format, context });
          const batch = largestBatch(model, { format, context, memoryBytes: gigabytes * 1e9 });
          expect(batch * each).toBeLessThanOrEqual(gigabytes * 1e9);
          expect((batch + 1) * each).toBeGreaterThan(gigabytes * 1e9);
        },
      ),
    );
  });
});

describe("attentionVariants(model, options)", () => {
  // By hand: 512 + 64; 128 heads × 2 × 128; 8 × 2 × 128; 2 × 128.
  it("caches of V3's shape: latent, multi-head, grouped-query, multi-query", () => {
    const cached = attentionVariants(deepseekV3).map(({ id, attention }) => [
      id,
      cachedValuesPerToken({ ...deepseekV3, attention }),
    ]);
    expect(cached).toEqual([
      ["mla", 576],
      ["mha", 32_768],
      ["gqa", 2048],
      ["mqa", 256],
    ]);
  });
  // By reference: arXiv:2405.04434, Table 1 has 9/2 d_h for the latent and its position key.
  it("takes V2's proportions where there is no latent", () => {
    const [{ attention }] = attentionVariants(llama31_405B);
    expect(cachedValuesPerToken({ ...llama31_405B, attention })).toBe(4.5 * 128);
  });
  it("names what it refuses", () => {
    expect(() => attentionVariants(deepseekV3, { keyValueHeads: 3 })).toThrow(
      new RangeError("keyValueHeads must divide 128 heads (got 3)"),
    );
  });
});

it("cacheFormats: FP8 halves BF16", () => {
  expect(2 * cacheBytesPerLayer(deepseekV3, fp8)).toBe(cacheBytesPerLayer(deepseekV3, bf16));
});
