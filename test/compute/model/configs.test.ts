import { describe, expect, it } from "vitest";
import {
  deepseekV2,
  deepseekV2Lite,
  deepseekV3,
  llama31_405B,
  mixtral8x22B,
  modelById,
  modelIds,
  models,
  qwen25_72B,
} from "../../../src/compute/index.ts";

describe("models", () => {
  it("are six, each with an id of its own", () => {
    expect(models.map(({ id }) => id)).toEqual([
      "deepseek-v3",
      "deepseek-v2",
      "deepseek-v2-lite",
      "llama-3.1-405b",
      "qwen2.5-72b",
      "mixtral-8x22b",
    ]);
  });
  it.each(models)("$name says where its numbers are from", ({ source }) => {
    expect(source).toMatch(/config/);
  });
  it.each(models)(
    "$name has shapes that fit together",
    ({ layers, denseLayers, denseDim, moe, attention, mtpDepth }) => {
      expect(denseLayers).toBeLessThanOrEqual(layers);
      expect(denseDim > 0).toBe(denseLayers > 0);
      expect(moe === null).toBe(denseLayers === layers);
      if (attention.kind === "grouped") expect(attention.attentionHeads % attention.keyValueHeads).toBe(0);
      if (moe) {
        expect(moe.routedExperts % moe.expertGroups).toBe(0);
        expect(moe.limitedGroups).toBeLessThanOrEqual(moe.expertGroups);
        expect(moe.activatedExperts).toBeLessThanOrEqual((moe.routedExperts / moe.expertGroups) * moe.limitedGroups);
      }
      expect(Number.isInteger(mtpDepth)).toBe(true);
    },
  );
});

// By reference: §4.2 of the report, and inference/configs/ of deepseek-ai/DeepSeek-V3 (config_671B, 236B and 16B.json).
describe("modelById(id)", () => {
  it.each(modelIds)("finds %s", (id) => {
    expect(modelById(id).id).toBe(id);
  });
  it("names the ids that there are", () => {
    expect(() => modelById("gpt")).toThrow(new RangeError(`id must be one of ${modelIds.join(", ")} (got "gpt")`));
  });
});

describe("routing, as released", () => {
  it("is sigmoid, biased, normalized, in 4 of 8 groups and times 2.5 in V3", () => {
    expect(deepseekV3.moe).toEqual({
      routedExperts: 256,
      sharedExperts: 1,
      activatedExperts: 8,
      expertDim: 2048,
      affinity: "sigmoid",
      normalizedGates: true,
      routeScale: 2.5,
      expertGroups: 8,
      limitedGroups: 4,
      routingBias: true,
    });
  });
  it("is softmax, in 3 of 8 groups and times 16 in V2", () => {
    expect(deepseekV2.moe).toEqual({
      routedExperts: 160,
      sharedExperts: 2,
      activatedExperts: 6,
      expertDim: 1536,
      affinity: "softmax",
      normalizedGates: false,
      routeScale: 16,
      expertGroups: 8,
      limitedGroups: 3,
      routingBias: false,
    });
  });
  it("is softmax over ungrouped experts in V2-Lite", () => {
    expect(deepseekV2Lite.moe).toEqual({
      routedExperts: 64,
      sharedExperts: 2,
      activatedExperts: 6,
      expertDim: 1408,
      affinity: "softmax",
      normalizedGates: false,
      routeScale: 1,
      expertGroups: 1,
      limitedGroups: 1,
      routingBias: false,
    });
  });
  // arXiv:2401.04088, §2.1: a softmax over the two chosen logits, which is a softmax over all, then normalized.
  it("is softmax over the two chosen in Mixtral", () => {
    expect(mixtral8x22B.moe).toMatchObject({
      routedExperts: 8,
      activatedExperts: 2,
      affinity: "softmax",
      normalizedGates: true,
    });
  });
});

// By reference: §4.2; arXiv:2405.04434, §3.1.2 and Appendix B; arXiv:2407.21783, §1; arXiv:2412.15115, abstract.
describe("trainingTokens", () => {
  it.each([
    [deepseekV3, 14.8e12],
    [deepseekV2, 8.1e12],
    [deepseekV2Lite, 5.7e12],
    [llama31_405B, 15.6e12],
    [qwen25_72B, 18e12],
  ] as const)("$0.name", (model, tokens) => {
    expect(model.trainingTokens).toBe(tokens);
  });
});
