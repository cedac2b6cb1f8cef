import { describe, expect, it } from "vitest";
import {
  activatedModelParameters,
  attentionParameters,
  countingConventions,
  deepseekV2Lite,
  deepseekV3,
  expertParameters,
  llama31_405B,
  modelParameters,
  models,
  parameterTree,
  routerParameters,
  sumParameters,
} from "../../../src/compute/index.ts";

const nodeOf = (model: typeof deepseekV3, id: string) => parameterTree(model).find((node) => node.id === id)!;

describe("parameterTree(model)", () => {
  // By invariant: two ways of counting that share nothing but the sizes.
  it.each(models.map((model) => [model.name, model] as const))("adds up to the counts of %s", (_, model) => {
    expect(parameterTree(model)).toEqual(parameterTree(model, "all"));
    for (const convention of countingConventions) {
      const [whole] = parameterTree(model, convention);
      expect(whole.parameters, convention).toBe(sumParameters(modelParameters(model), convention));
      expect(whole.activated, convention).toBe(sumParameters(activatedModelParameters(model), convention));
    }
  });
  it("leaves out what a convention does not count, and nothing else", () => {
    const ids = (convention: (typeof countingConventions)[number]) =>
      parameterTree(deepseekV3, convention).map(({ id }) => id);
    expect(ids("all").filter((id) => !ids("withoutEmbedding").includes(id))).toEqual(["embedding"]);
    expect(ids("all").filter((id) => !ids("layersOnly").includes(id))).toEqual(["embedding", "head"]);
  });
  it.each(models.map((model) => [model.name, model] as const))(
    "has parts that add up to their whole in %s",
    (_, model) => {
      const nodes = parameterTree(model);
      for (const node of nodes.filter(({ shape }) => shape === null)) {
        const parts = nodes.filter(({ parent }) => parent === node.id);
        expect(
          parts.reduce((sum, { parameters }) => sum + parameters, 0),
          node.id,
        ).toBe(node.parameters);
        expect(
          parts.reduce((sum, { activated }) => sum + activated, 0),
          node.id,
        ).toBe(node.activated);
      }
      expect(new Set(nodes.map(({ id }) => id)).size).toBe(nodes.length);
    },
  );
  it("counts each part as the functions for parts do", () => {
    expect(nodeOf(deepseekV3, "expertLayers/attention").parameters).toBe(58 * attentionParameters(deepseekV3));
    expect(nodeOf(deepseekV3, "expertLayers/routedExperts").activated).toBe(58 * 8 * expertParameters(deepseekV3));
    expect(nodeOf(deepseekV3, "expertLayers/router").parameters).toBe(58 * routerParameters(deepseekV3));
  });
  // By hand: W^UK is 128 · 128 × 512 in each of 58 layers; of one gate matrix 58 · 256 copies, 58 · 8 at work.
  it("knows shapes and copies", () => {
    expect(nodeOf(deepseekV3, "expertLayers/attention/keyUp")).toMatchObject({
      shape: { rows: 16_384, columns: 512 },
      copies: 58,
      parameters: 58 * 16_384 * 512,
      equation: 2,
    });
    expect(nodeOf(deepseekV3, "expertLayers/routedExperts/gate")).toMatchObject({
      copies: 14_848,
      activatedCopies: 464,
      parent: "expertLayers/routedExperts",
    });
  });
  it("knows biases and norms of heads", () => {
    const normed = {
      ...llama31_405B,
      attention: { kind: "grouped", attentionHeads: 128, keyValueHeads: 8, headDim: 128, bias: true, headNorms: true },
    } as const;
    expect(parameterTree(normed)[0].parameters).toBe(sumParameters(modelParameters(normed)));
    expect(nodeOf(normed, "denseLayers/attention/headNorms").parameters).toBe(126 * 2 * 128); // by hand: one norm each for queries and keys
  });
  it("leaves out what a model has not", () => {
    expect(nodeOf(deepseekV2Lite, "expertLayers/attention/queryDown")).toBeUndefined();
    expect(parameterTree(llama31_405B).map(({ id }) => id)).not.toContain("expertLayers");
  });
  it("names what it refuses", () => {
    expect(() => parameterTree(deepseekV3, "none" as "all")).toThrow(
      new RangeError('convention must be one of "all", "withoutEmbedding", "layersOnly" (got "none")'),
    );
    expect(() => parameterTree({ ...deepseekV3, layers: 0 })).toThrow(
      new RangeError("model.layers must be a positive integer (got 0)"),
    );
  });
});
