import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  cacheFormats,
  decodeCost,
  deepseekV2Lite,
  deepseekV3,
  deepseekV32Indexer,
  indexerBytesPerToken,
  indexerParameters,
  llama31_405B,
  sparseDecodeCost,
} from "../../../src/compute/index.ts";

const layers = 61;

describe("sparseDecodeCost(model, options)", () => {
  it("reads 2,048 latents and scores every token at 128K", () => {
    const cost = sparseDecodeCost(deepseekV3, { context: 131_072 });
    // 64 heads, 128 products and a weight each; 128 heads, twice the widths 576 (score) and 512 (sum).
    expect(cost.indexFlop).toBe(layers * 131_072 * 64 * 2 * 129);
    expect(cost.attentionFlop).toBe(layers * 2048 * 128 * (2 * 576 + 2 * 512));
    // 128 bytes of FP8 and a scale of 4; 576 values in BF16.
    expect(cost.indexBytes).toBe(layers * 131_072 * 132);
    expect(cost.latentBytes).toBe(layers * 2048 * 1152);
    expect(cost.readTokens).toBe(2048);
  });
  it("attends to what latent attention attends to, as long as all tokens are chosen", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2048 }), fc.constantFrom(...cacheFormats), (context, format) => {
        const sparse = sparseDecodeCost(deepseekV3, { context, format });
        const dense = decodeCost(deepseekV3, { batch: 1, context, format });
        expect(sparse.attentionFlop).toBe(dense.scoreFlop + dense.sumFlop);
        expect(sparse.latentBytes).toBe(dense.cacheBytes);
      }),
    );
  });
  it("never costs less for more context or for more tokens chosen", () => {
    const all = (context: number, selectedTokens: number) =>
      Object.values(sparseDecodeCost(deepseekV3, { context, indexer: { ...deepseekV32Indexer, selectedTokens } }));
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e6 }),
        fc.integer({ min: 1, max: 1e4 }),
        fc.integer({ min: 0, max: 1e4 }),
        (context, selected, more) => {
          all(context, selected).forEach((cost, i) => {
            expect(all(context + more, selected)[i]).toBeGreaterThanOrEqual(cost);
            expect(all(context, selected + more)[i]).toBeGreaterThanOrEqual(cost);
          });
        },
      ),
    );
  });
  it("refuses what has no latent attention, and sizes that are no counts", () => {
    expect(() => sparseDecodeCost(llama31_405B, { context: 1 })).toThrow(
      'model.attention.kind must be "latent" (got "grouped")',
    );
    expect(() => sparseDecodeCost(deepseekV3, { context: 0 })).toThrow("context must be a positive integer (got 0)");
    expect(() =>
      sparseDecodeCost(deepseekV3, { context: 1, indexer: { ...deepseekV32Indexer, selectedTokens: 0.5 } }),
    ).toThrow("indexer.selectedTokens must be a positive integer (got 0.5)");
  });
});

describe("indexerParameters(model, indexer)", () => {
  it("is 851,524,864 for V3's shape", () => {
    // 61 · (1536 · 64 · 128 + 7168 · 128 + 2 · 128 + 7168 · 64)
    expect(indexerParameters(deepseekV3, deepseekV32Indexer)).toBe(851_524_864);
  });
  it("refuses a model without a query latent", () => {
    expect(() => indexerParameters(deepseekV2Lite, deepseekV32Indexer)).toThrow(
      "model.attention.qLoraRank must be a number, since the indexer starts from the query latent (got null)",
    );
  });
});

describe("indexerBytesPerToken(indexer)", () => {
  it("is 132: 128 FP8 values and one scale", () => {
    expect(indexerBytesPerToken(deepseekV32Indexer)).toBe(132);
  });
  it("has a scale for each 128 values that were begun", () => {
    expect(indexerBytesPerToken({ ...deepseekV32Indexer, indexerHeadDim: 192 })).toBe(192 + 8);
  });
});
