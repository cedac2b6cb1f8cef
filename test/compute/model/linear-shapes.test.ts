import { describe, expect, it } from "vitest";
import { deepseekV3, linearShapes, llama31_405B } from "../../../src/compute/index.ts";

describe("linearShapes(model)", () => {
  it("has the matrices of a block of attention, of an expert and of a dense network", () => {
    const shapes = Object.fromEntries(linearShapes(deepseekV3).map(({ id, inner, outer }) => [id, [inner, outer]]));
    // §4.2: width 7168, latents 1536 and 512, 128 heads of 128 + 64 and 128, experts of 2048, dense 18432.
    expect(shapes).toEqual({
      queryDown: [7168, 1536],
      queryUp: [1536, 24576],
      latentDown: [7168, 576],
      latentUp: [512, 32768],
      output: [16384, 7168],
      expertGate: [7168, 2048],
      expertUp: [7168, 2048],
      expertDown: [2048, 7168],
      denseGate: [7168, 18432],
      denseUp: [7168, 18432],
      denseDown: [18432, 7168],
    });
  });
  it("has none of a dense network, or of experts, where a model has none", () => {
    const blocks = (model: typeof deepseekV3): string[] => [...new Set(linearShapes(model).map(({ place }) => place))];
    expect(blocks({ ...deepseekV3, denseLayers: 0 })).toEqual(["attention", "expert"]);
    expect(blocks({ ...deepseekV3, denseLayers: deepseekV3.layers, moe: null, mtpDepth: 0 })).toEqual([
      "attention",
      "dense",
    ]);
  });
  it("names what it refuses", () => {
    expect(() => linearShapes(llama31_405B)).toThrow(
      new RangeError('model.attention must be latent with compressed queries (got "Llama 3.1 405B")'),
    );
  });
});
