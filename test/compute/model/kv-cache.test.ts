import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  cachedValuesPerToken,
  deepseekV2,
  deepseekV2Lite,
  deepseekV3,
  kvCacheBytesPerToken,
  llama31_405B,
  mixtral8x22B,
  models,
  qwen25_72B,
} from "../../../src/compute/index.ts";

describe("cachedValuesPerToken(model)", () => {
  // By hand: 512 + 64 for latent attention; a key and a value of 128 for each of 8 heads otherwise.
  it.each([
    [deepseekV3, 576],
    [deepseekV2, 576],
    [deepseekV2Lite, 576],
    [llama31_405B, 2048],
    [qwen25_72B, 2048],
    [mixtral8x22B, 2048],
  ] as const)("$0.name", (model, values) => {
    expect(cachedValuesPerToken(model)).toBe(values);
  });
  // By hand: 128 heads × (128 + 128) instead of 576, the 56.9-fold that latents save against plain multi-head attention.
  it("is every head's key and value in multi-head attention", () => {
    const attention = { kind: "grouped", attentionHeads: 128, keyValueHeads: 128, headDim: 128, bias: false } as const;
    expect(cachedValuesPerToken({ ...deepseekV3, attention })).toBe(32_768);
  });
});

describe("kvCacheBytesPerToken(model, options)", () => {
  // By reference: arXiv:2505.09343, Table 1 prints 70.272, 327.680 and 516.096 KB for BF16.
  // By hand: 61 × 576 × 2; 80 × 2048 × 2; 126 × 2048 × 2; 60 × 576 × 2; 27 × 576 × 2; 56 × 2048 × 2.
  it.each([
    [deepseekV3, 70_272],
    [qwen25_72B, 327_680],
    [llama31_405B, 516_096],
    [deepseekV2, 69_120],
    [deepseekV2Lite, 31_104],
    [mixtral8x22B, 229_376],
  ] as const)("$0.name in BF16", (model, bytes) => {
    expect(kvCacheBytesPerToken(model)).toBe(bytes);
  });
  it("is proportional to the bytes of a value and to the layers", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...models),
        fc.integer({ min: 1, max: 8 }),
        fc.integer({ min: 1, max: 200 }),
        (model, bytes, layers) => {
          const deep = (layers: number) => ({
            ...model,
            layers,
            denseLayers: model.moe ? Math.min(layers, model.denseLayers) : layers,
          });
          expect(kvCacheBytesPerToken(deep(layers), { bytesPerValue: bytes })).toBe(
            bytes * layers * kvCacheBytesPerToken(deep(1), { bytesPerValue: 1 }),
          );
        },
      ),
    );
  });
  it("allows less than a byte, as for four-bit caches", () => {
    expect(kvCacheBytesPerToken(deepseekV3, { bytesPerValue: 0.5 })).toBe(70_272 / 4);
  });
  it("names what it refuses", () => {
    expect(() => kvCacheBytesPerToken(deepseekV3, { bytesPerValue: 0 })).toThrow(
      new RangeError("bytesPerValue must be a finite number above 0 (got 0)"),
    );
  });
});
