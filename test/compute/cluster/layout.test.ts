import { describe, expect, it } from "vitest";
import {
  activationBytes,
  deepseekV3,
  keptActivations,
  layoutFault,
  layoutIsPossible,
  layoutSizes,
  llama31_405B,
  memoryPerGpu,
  rankOfStages,
  sumParameters,
  modelParameters,
  v3Layout,
  type Layout,
} from "../../../src/compute/index.ts";

describe("layoutSizes(model, layout)", () => {
  it("of V3: 128 pipelines, two copies of the experts, 120 micro-batches", () => {
    // By hand: 2048 / 16; 128 / 64; 15,360 / 128; 256 / 64.
    expect(layoutSizes(deepseekV3, v3Layout)).toEqual({
      dataRanks: 128,
      expertCopies: 2,
      microBatches: 120,
      stages: 16,
      tokensPerMicroBatch: 4096,
      tokensPerGpu: 4096,
      expertsPerGpu: 4,
    });
  });
  it("says what would be possible", () => {
    const refusal = (changed: Partial<Layout>): string => {
      try {
        layoutSizes(deepseekV3, { ...v3Layout, ...changed });
      } catch (error) {
        if (error instanceof RangeError) return error.message;
      }
      return "";
    };
    expect(refusal({ pipelineRanks: 15 })).toBe("pipelineRanks must divide the 2048 GPUs (got 15)");
    expect(refusal({ expertRanks: 48 })).toBe("expertRanks must divide the 128 GPUs of a stage (got 48)");
    expect(refusal({ pipelineRanks: 4, expertRanks: 512 })).toBe(
      "expertRanks must divide the 256 routed experts (got 512)",
    );
    expect(refusal({ pipelineRanks: 64, expertRanks: 32 })).toBe(
      "pipelineRanks must leave a layer for each stage, of which DualPipe has 64 for 61 layers (got 64)",
    );
    expect(refusal({ batchSequences: 15_361 })).toBe(
      "batchSequences must be a multiple of 128, one micro-batch for each of the 128 pipelines (got 15361)",
    );
    expect(refusal({ batchSequences: 3072 })).toBe(
      "batchSequences must give each pipeline at least 32 micro-batches for DualPipe; it gives 24 (got 3072)",
    );
    // 128 pipelines × 513.
    expect(refusal({ batchSequences: 65_664 })).toBe(
      "batchSequences must give each pipeline an even number of micro-batches for DualPipe, half for each direction; it gives 513 (got 65664)",
    );
    expect(refusal({ schedule: "Interleaved", batchSequences: 128 * 24 })).toBe(
      "batchSequences must give each pipeline a multiple of 16 micro-batches (got 3072)",
    );
    expect(refusal({ gpus: 2048.5 })).toBe("gpus must be a positive integer (got 2048.5)");
    expect(layoutIsPossible(llama31_405B, { ...v3Layout, expertRanks: 64 })).toBe(false);
    expect(layoutIsPossible(llama31_405B, { ...v3Layout, expertRanks: 1 })).toBe(true);
  });
});

describe("layoutFault(model, layout)", () => {
  it("names the size that is wrong, or nothing", () => {
    expect(layoutFault(deepseekV3, v3Layout)).toBe(null);
    expect(layoutFault(deepseekV3, { ...v3Layout, expertRanks: 48 })).toEqual({
      name: "expertRanks",
      rule: "divide the 128 GPUs of a stage",
      value: 48,
    });
  });
});

describe("rankOfStages(model, layout)", () => {
  it("goes in loops, or there and back", () => {
    const small: Layout = { ...v3Layout, gpus: 4, pipelineRanks: 4, expertRanks: 1, batchSequences: 16 };
    expect([...rankOfStages(deepseekV3, small)]).toEqual([0, 1, 1, 0]);
    expect([...rankOfStages(deepseekV3, { ...small, schedule: "DualPipeV" })]).toEqual([0, 1, 2, 3, 3, 2, 1, 0]);
    expect([...rankOfStages(deepseekV3, { ...small, schedule: "Interleaved", chunks: 2 })]).toEqual([
      0, 1, 2, 3, 0, 1, 2, 3,
    ]);
  });
});

describe("keptActivations(model, layer, options)", () => {
  it("of an MoE layer of V3, by hand", () => {
    // FP8 with a scale of 4 bytes for 128 values: × 1.03125. 7168 × 2; (1536 + 512 + 64) × 2; 128 × 128 × 1.5; 128 × 4;
    // 7168 × 2; 256 × 4; 8 × 7168 × 1.03125; 2 × 9 × 2048 × 1.03125.
    expect(keptActivations(deepseekV3, "moe").map(({ bytes }) => bytes)).toEqual([
      14_336, 4224, 24_576, 512, 14_336, 1024, 59_136, 38_016,
    ]);
    expect(activationBytes(deepseekV3, "moe")).toBe(156_160);
  });
  it("is more without recomputation, and more in BF16", () => {
    // Kept besides: two norms and the latents' in FP8, (2 × 7168 + 2048) × 1.03125; queries, keys, values, 128 × (192 + 192 + 128) × 2.
    expect(activationBytes(deepseekV3, "moe", { recompute: false })).toBe(156_160 + 16_384 * 1.03125 + 131_072);
    expect(activationBytes(deepseekV3, "moe", { fp8: false })).toBeGreaterThan(activationBytes(deepseekV3, "moe"));
    expect(() => activationBytes(llama31_405B, "moe")).toThrow(RangeError);
  });
});

describe("memoryPerGpu(model, layout, options)", () => {
  it("takes where each stage begins as whole layers of the model, one more than there are stages", () => {
    const stages = layoutSizes(deepseekV3, v3Layout).stages;
    const begins = Int32Array.from({ length: stages + 1 }, (_, i) => Math.round((i * deepseekV3.layers) / stages));
    const parts = (firstLayerOfStage: Int32Array) => memoryPerGpu(deepseekV3, v3Layout, { firstLayerOfStage });
    expect(parts(begins).most).toBeGreaterThan(0);
    expect(() => parts([...begins] as never)).toThrow(/^firstLayerOfStage must be of type Int32Array/);
    expect(() => parts(begins.slice(1))).toThrow(/^firstLayerOfStage must have 17 entries/);
    for (const [at, wrong] of [
      [0, -1],
      [stages, deepseekV3.layers + 1],
    ])
      expect(() => parts(begins.with(at, wrong))).toThrow(
        new RangeError(`firstLayerOfStage[${at}] must be an integer from 0 to ${deepseekV3.layers} (got ${wrong})`),
      );
  });
  const one: Layout = { ...v3Layout, gpus: 1, pipelineRanks: 1, expertRanks: 1, schedule: "1F1B", batchSequences: 1 };
  it("holds the whole model on one GPU, to the parameter", () => {
    const model = { ...deepseekV3, mtpDepth: 0 };
    expect(memoryPerGpu(model, one).parametersOfRank[0]).toBe(sumParameters(modelParameters(model)));
  });
  it("shares master weights and moments so that the cluster has each once", () => {
    const { parts } = memoryPerGpu(deepseekV3, v3Layout);
    const { parametersOfRank } = memoryPerGpu(deepseekV3, one);
    const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);
    expect((sum(parts.masterWeights) * 128) / 4).toBeCloseTo(parametersOfRank[0], -1); // 128 GPUs a rank; doubles near 2⁴²
    expect((sum(parts.moments) * 128) / 4).toBeCloseTo(parametersOfRank[0], -1);
  });
  it("of the published layout fits 80 GB with what the report does, and would not without", () => {
    expect(memoryPerGpu(deepseekV3, v3Layout).most).toBeLessThan(80e9);
    expect(memoryPerGpu(deepseekV3, v3Layout, { recompute: false }).most).toBeGreaterThan(80e9);
    expect(memoryPerGpu(deepseekV3, v3Layout, { fp8: false }).most).toBeGreaterThan(80e9);
  });
  it("adds an embedding and a head for the prediction module where it may not share them", () => {
    // By hand: 2 × 129,280 × 7168 parameters of 2 + 4 bytes.
    const saved =
      memoryPerGpu(deepseekV3, v3Layout, { sharedEmbedding: false }).parametersOfRank[0] -
      memoryPerGpu(deepseekV3, v3Layout).parametersOfRank[0];
    expect(saved).toBe(2 * 129_280 * 7168);
    // 1F1B has the first and the last stage on different ranks, so the embedding is there twice.
    const apart = { ...v3Layout, schedule: "1F1B" } as const;
    expect(
      memoryPerGpu(deepseekV3, apart, { sharedEmbedding: false }).parametersOfRank[15] -
        memoryPerGpu(deepseekV3, apart).parametersOfRank[15],
    ).toBe(129_280 * 7168);
  });
  it("by formula is what the schedule keeps, where a rank's stages are of one length", () => {
    for (const schedule of ["1F1B", "ZB1P", "DualPipe"] as const) {
      const counted = memoryPerGpu(deepseekV3, { ...v3Layout, schedule });
      const formula = memoryPerGpu(deepseekV3, { ...v3Layout, schedule }, { how: "formula" });
      // Under DualPipe ranks 3 to 12 have two stages of four MoE layers; beside stage 0, 1, 2, 13, 14 and 15 stand others.
      const [from, to] = schedule === "DualPipe" ? [3, 12] : [0, 15];
      for (let rank = from; rank <= to; rank++)
        expect(Math.abs(formula.total[rank] / counted.total[rank] - 1)).toBeLessThan(1e-9); // the same sums in another order
    }
  });
  it("adds up", () => {
    const { parts, total, most, fullestRank } = memoryPerGpu(deepseekV3, v3Layout);
    for (let rank = 0; rank < 16; rank++)
      expect(Object.values(parts).reduce((sum, values) => sum + values[rank], 0)).toBe(total[rank]);
    expect(total[fullestRank]).toBe(most);
  });
});
