import { describe, expect, it } from "vitest";
import { activatedParameterCount, deepseekV3, forwardFlop, kvCacheBytesPerToken, llama31With405B, models, parameterCount, type ModelConfig } from "../../../src/compute/index.ts";

const { moe, attention } = deepseekV3;
const latent = attention.kind === "latent" ? attention : undefined!;

describe("a model that is counted", () => {
  // Shapes that would come out as a number: negative experts, more activated than there are, layers without an FFN, a query that vanishes.
  it.each<[Partial<ModelConfig>, string]>([
    [{ denseLayers: 100 }, "denseLayers must be an integer from 0 to 61 (got 100)"],
    [{ layers: -1 }, "layers must be a positive integer (got -1)"],
    [{ moe: { ...moe!, activatedExperts: 512 } }, "moe.activatedExperts must be an integer from 1 to 256 (got 512)"],
    [{ moe: { ...moe!, expertDim: NaN } }, "moe.expertDim must be a positive integer (got NaN)"],
    [{ moe: null, mtpDepth: 0 }, 'moe must hold experts for the 58 layers that are not dense (got "none for DeepSeek-V3")'],
    [{ attention: { ...latent, qLoraRank: 0 } }, "attention.qLoraRank must be a positive integer (got 0)"],
    [{ attention: { ...latent, kvLoraRank: 0.5 } }, "attention.kvLoraRank must be a positive integer (got 0.5)"],
  ])("has sizes that make sense: not %o", (change, message) => {
    const model = { ...deepseekV3, ...change };
    for (const count of [parameterCount, activatedParameterCount, kvCacheBytesPerToken, (it: ModelConfig) => forwardFlop(it, { context: 1 })]) {
      expect(() => count(model)).toThrow(new RangeError(message));
    }
  });
  it("has no prediction module without experts", () => {
    expect(() => forwardFlop({ ...llama31With405B, mtpDepth: 1 }, { context: 1, mtp: true })).toThrow(new RangeError("mtpDepth must be 0 in a model without experts, whose blocks a prediction module has (got 1)"));
  });
  it.each(models)("is $name", (model) => {
    expect(parameterCount(model).attention).toBeGreaterThan(0);
  });
});
