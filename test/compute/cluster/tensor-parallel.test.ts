import { describe, expect, it } from "vitest";
import {
  assumeStep,
  deepseekV3,
  layerParameters,
  layerParts,
  layoutFault,
  layoutSizes,
  llama31_405B,
  memoryPerGpu,
  partTimes,
  tensorExchange,
  trainingStep,
  v3Layout,
} from "../../../src/compute/index.ts";

const split = (tensorRanks: number) => ({ ...v3Layout, tensorRanks });
const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);

describe("tensorExchange(model, layer, options)", () => {
  it("of two GPUs is half of tokens × values each time: the latents first, then hidden states", () => {
    // By hand: 4096 × (1536 + 512 + 64) × 2 bytes / 2, and three times 4096 × 7168 × 2 / 2.
    expect(tensorExchange(deepseekV3, "moe", { tokens: 4096, tensorRanks: 2 })).toEqual({
      attentionGather: 8_650_752,
      attentionScatter: 29_360_128,
      ffnGather: 29_360_128,
      ffnScatter: 29_360_128,
    });
  });
  it("gathers hidden states where attention has no latents, of (t − 1)/t of the tokens", () => {
    // By hand: 4096 × 16,384 × 2 × 7/8.
    const bytes = 4096 * 16_384 * 2 * 0.875;
    expect(Object.values(tensorExchange(llama31_405B, "dense", { tokens: 4096, tensorRanks: 8 }))).toEqual(
      Array(4).fill(bytes),
    );
  });
  it("is nothing for one GPU, and spares an FFN of routed experts alone", () => {
    expect(Object.values(tensorExchange(deepseekV3, "dense", { tokens: 4096, tensorRanks: 1 }))).toEqual([0, 0, 0, 0]);
    const routedAlone = { ...deepseekV3, moe: { ...deepseekV3.moe!, sharedExperts: 0 } };
    expect(tensorExchange(routedAlone, "moe", { tokens: 64, tensorRanks: 2 }).ffnScatter).toBe(0);
    expect(() => tensorExchange(llama31_405B, "moe", { tokens: 64, tensorRanks: 2 })).toThrow(RangeError);
  });
});

describe("layerParameters(model)", () => {
  it("leaves whole what makes the latents", () => {
    // By hand: 7168 × 1536 + 1536 for queries, 7168 × (512 + 64) + 512 for keys and values.
    expect(layerParameters(deepseekV3).attentionUnsplit).toBe(15_140_864);
    expect(layerParameters(llama31_405B).attentionUnsplit).toBe(0);
  });
});

describe("layoutFault(model, layout)", () => {
  it("wants tensor ranks that divide GPUs, heads, inner values and tokens", () => {
    expect(layoutFault(deepseekV3, split(8))).toBe(null);
    expect(layoutFault(deepseekV3, split(3))).toEqual({
      name: "tensorRanks",
      rule: "divide the 128 GPUs of a stage",
      value: 3,
    });
    const odd = { ...deepseekV3, attention: { ...deepseekV3.attention, attentionHeads: 126 } };
    expect(layoutFault(odd, split(4))?.rule).toBe("divide the 126 heads of attention");
    expect(layoutFault(llama31_405B, { ...split(16), expertRanks: 1 })?.rule).toBe(
      "divide the 8 heads of keys and values",
    );
    expect(layoutFault(deepseekV3, { ...split(8), sequenceLength: 4092 })?.rule).toBe(
      "divide the 4092 tokens of a sequence",
    );
  });
  it("counts the micro-batches of the fewer pipelines", () => {
    // By hand: 2048 / (16 × 2) = 64 pipelines; 15,360 / 64 = 240; 4096 / 2. Experts: 128 GPUs of a stage over 64 ranks.
    const { dataRanks, expertCopies, microBatches, tokensPerMicroBatch, tokensPerGpu } = layoutSizes(
      deepseekV3,
      split(2),
    );
    expect([dataRanks, expertCopies, microBatches, tokensPerMicroBatch, tokensPerGpu]).toEqual([
      64, 2, 240, 4096, 2048,
    ]);
  });
});

describe("layerParts(model, counts, layer, traffic, assumptions), split", () => {
  const traffic = {
    tokens: 4096,
    sequenceLength: 4096,
    ibPerToken: 3,
    nvlinkPerToken: 4,
    expertRanks: 64,
    recompute: true,
  };
  const counts = layerParameters(deepseekV3);
  it("divides all work and traffic but the gradients of what is whole, and exchanges besides", () => {
    const assumed = assumeStep({ gradientBytes: 0 }); // no traffic for gradients, so that all of the rest divides
    const whole = layerParts(deepseekV3, counts, "moe", traffic, assumed);
    const half = layerParts(deepseekV3, counts, "moe", { ...traffic, tensorRanks: 2 }, assumed);
    for (const part of ["attentionForward", "attentionBackward", "mlpForward", "mlpWeights"] as const)
      expect(half.seconds[part] / whole.seconds[part]).toBeCloseTo(0.5, 12);
    expect(half.bytes.dispatchForward).toBe(whole.bytes.dispatchForward / 2);
    // By hand: 8,650,752 + 3 × 29,360,128 bytes at 160 GB/s.
    expect(half.exchangeSeconds! * 160e9).toBeCloseTo(96_731_136, 3);
    expect(whole.exchangeSeconds).toBe(0);
  });
  it("is not hidden: a pair takes the exchange twice, overlapped or not", () => {
    const assumed = assumeStep();
    const parts = layerParts(deepseekV3, counts, "moe", { ...traffic, tensorRanks: 2 }, assumed);
    const without = partTimes({ ...parts, exchangeSeconds: 0 }, assumed);
    const times = partTimes(parts, assumed);
    for (const [name, often] of [
      ["forward", 1],
      ["backward", 1],
      ["overlapped", 2],
    ] as const)
      expect((times[name] - without[name]) / parts.exchangeSeconds!).toBeCloseTo(often, 9);
  });
});

describe("trainingStep(model, layout), split", () => {
  it("exchanges for 1.14 seconds of V3's step with two tensor ranks", () => {
    // By hand, of a micro-batch: (62 × 96,731,136 + 2 × 29,360,128) / 160e9 = 37.850 ms; × 2 × 240 / 16.
    expect(trainingStep(deepseekV3, split(2)).exchangeSeconds).toBeCloseTo(1.1355, 4);
    expect(trainingStep(deepseekV3, v3Layout).exchangeSeconds).toBe(0);
  });
  it("slows the published layout, the more the more ranks, though its bubbles shrink", () => {
    const steps = [1, 2, 4, 8].map((ranks) => trainingStep(deepseekV3, split(ranks)));
    for (let i = 1; i < steps.length; i++) {
      expect(steps[i].tokensPerSecondPerGpu).toBeLessThan(steps[i - 1].tokensPerSecondPerGpu);
      expect(steps[i].idleSeconds).toBeLessThan(steps[i - 1].idleSeconds);
    }
  });
  it("keeps a group inside a node", () => {
    expect(() => trainingStep(deepseekV3, split(16))).toThrow(
      new RangeError("layout.tensorRanks must divide the 8 GPUs of a node, whose links its exchange needs (got 16)"),
    );
  });
});

describe("memoryPerGpu(model, layout), split", () => {
  it("holds a half of what is split, and all of the rest", () => {
    // By hand, rank 5 of DualPipe: stages 5 and 10 of four MoE layers each. A layer: attention 187,107,328, of it 15,140,864
    // whole, two norms of 7168, 11,274,289,152 / 64 of routed experts, shared 44,040,192, router 1,835,264.
    const layer = (187_107_328 - 15_140_864 + 44_040_192) / 2 + 15_140_864 + 14_336 + 1_835_264 + 11_274_289_152 / 64;
    const { parametersOfRank, parts } = memoryPerGpu(deepseekV3, split(2));
    expect(parametersOfRank[5]).toBe(8 * layer);
    const whole = memoryPerGpu(deepseekV3, v3Layout);
    expect(parts.activations[5] * 2).toBe(whole.parts.activations[5]);
    expect(parts.logits[0] * 2).toBe(whole.parts.logits[0]);
  });
  it("has master weights of what is split once in the cluster, of the rest once for each rank of a group", () => {
    const unsplit = 62 * (15_140_864 + 14_336) + 59 * 1_835_264 + 7168 + 2 * 7168 ** 2 + 3 * 7168;
    const all = (ranks: number): number => (sum(memoryPerGpu(deepseekV3, split(ranks)).parts.masterWeights) * 128) / 4;
    expect(all(4) - all(1)).toBeCloseTo(3 * unsplit, -1); // doubles near 2⁴²
  });
});
