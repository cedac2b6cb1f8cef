import { describe, expect, it } from "vitest";
import {
  activatedModelParameters,
  deepseekV3,
  forwardFlop,
  kvCacheBytesPerToken,
  llama31_405B,
  models,
  modelParameters,
  type ModelConfig,
} from "../../../src/compute/index.ts";

const { moe, attention } = deepseekV3;
const latent = attention.kind === "latent" ? attention : undefined!;

describe("a model that is counted", () => {
  // Shapes that would come out as a number: negative experts, more activated than there are, layers without an FFN, a query that vanishes.
  it.each<[Partial<ModelConfig>, string]>([
    [{ denseLayers: 100 }, "model.denseLayers must be an integer from 0 to 61 (got 100)"],
    [{ layers: -1 }, "model.layers must be a positive integer (got -1)"],
    [
      { moe: { ...moe!, activatedExperts: 512 } },
      "model.moe.activatedExperts must be an integer from 1 to 128 (got 512)",
    ],
    [{ moe: { ...moe!, expertDim: NaN } }, "model.moe.expertDim must be a positive integer (got NaN)"],
    [{ moe: null, mtpDepth: 0 }, "model.moe must hold experts for the 58 layers that are not dense (got null)"],
    [{ attention: { ...latent, qLoraRank: 0 } }, "model.attention.qLoraRank must be a positive integer (got 0)"],
    [
      { attention: { ...latent, kind: "sparse" as "latent" } },
      'model.attention.kind must be one of "latent", "grouped" (got "sparse")',
    ],
    [
      { attention: { ...latent, attentionHeads: -1 } },
      "model.attention.attentionHeads must be a positive integer (got -1)",
    ],
    [
      { attention: { ...latent, kvLoraRank: "512" as unknown as number } },
      'model.attention.kvLoraRank must be a positive integer (got "512")',
    ],
    [
      { attention: { kind: "grouped", attentionHeads: 4, keyValueHeads: 8, headDim: 128, bias: false } },
      "model.attention.attentionHeads must be a multiple of 8 key-value heads (got 4)",
    ],
    [{ moe: { ...moe!, expertGroups: 3 } }, "model.moe.routedExperts must be a multiple of 3 groups (got 256)"],
    [{ moe: { ...moe!, limitedGroups: 9 } }, "model.moe.limitedGroups must be an integer from 1 to 8 (got 9)"],
    [{ moe: { ...moe!, routeScale: NaN } }, "model.moe.routeScale must be a finite number (got NaN)"],
    [{ attention: { ...latent, kvLoraRank: 0.5 } }, "model.attention.kvLoraRank must be a positive integer (got 0.5)"],
  ])("has sizes that make sense: not %o", (change, message) => {
    const model = { ...deepseekV3, ...change };
    for (const count of [
      modelParameters,
      activatedModelParameters,
      kvCacheBytesPerToken,
      (it: ModelConfig) => forwardFlop(it, { context: 1 }),
    ]) {
      expect(() => count(model)).toThrow(new RangeError(message));
    }
  });
  it("is small enough for its counts to be exact", () => {
    expect(() => modelParameters({ ...deepseekV3, vocabulary: 2 ** 42 })).toThrow(
      new RangeError("model must be small enough that its counts stay below 2^53 (got 63051063956248060)"),
    );
  });
  it("has no prediction module without experts", () => {
    expect(() => forwardFlop({ ...llama31_405B, mtpDepth: 1 }, { context: 1, mtp: true })).toThrow(
      new RangeError(
        "model.mtpDepth must be 0 in a model without experts, whose blocks a prediction module has (got 1)",
      ),
    );
  });
  it.each(models)("is $name", (model) => {
    expect(modelParameters(model).attention).toBeGreaterThan(0);
  });
});
