import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  activatedModelParameters,
  attentionParameters,
  countingConventions,
  deepseekV2,
  deepseekV2Lite,
  deepseekV3,
  expertParameters,
  llama31_405B,
  mixtral8x22B,
  type ModelConfig,
  models,
  parameterComponents,
  modelParameters,
  predictionModuleParameters,
  qwen25_72B,
  routerParameters,
  sumParameters,
} from "../../../src/compute/index.ts";
import { arbitraryModel } from "./arbitrary.ts";

describe("modelParameters(model)", () => {
  // By hand, checked by a Python sum over shapes: 129,280 × 7168; 61 × 187,107,328; 3 × 3 × 7168 × 18,432;
  // 58 × 256 × 44,040,192; 58 × 44,040,192; 58 × (256 × 7168 + 256); (2 × 61 + 1) × 7168; as the embedding.
  it("is that of V3's shapes, component by component", () => {
    expect(modelParameters(deepseekV3)).toEqual({
      embedding: 926_679_040,
      attention: 11_413_547_008,
      denseFfn: 1_189_085_184,
      routedExperts: 653_908_770_816,
      sharedExperts: 2_554_331_136,
      router: 106_445_312,
      norms: 881_664,
      head: 926_679_040,
    });
  });
  // Likewise: 102,400 × 5120; 60 × 149,227,520; 3 × 5120 × 12,288; 59 × 160 and 59 × 2 × 23,592,960; 59 × 160 × 5120; 121 × 5120.
  it("is that of V2's shapes", () => {
    expect(modelParameters(deepseekV2)).toEqual({
      embedding: 524_288_000,
      attention: 8_953_651_200,
      denseFfn: 188_743_680,
      routedExperts: 222_717_542_400,
      sharedExperts: 2_783_969_280,
      router: 48_332_800,
      norms: 619_520,
      head: 524_288_000,
    });
  });
  // Likewise: 102,400 × 2048; 27 × 13,763,072; 3 × 2048 × 10,944; 26 × 64 and 26 × 2 × 8,650,752; 26 × 64 × 2048; 55 × 2048.
  it("is that of V2-Lite's shapes", () => {
    expect(modelParameters(deepseekV2Lite)).toEqual({
      embedding: 209_715_200,
      attention: 371_602_944,
      denseFfn: 67_239_936,
      routedExperts: 14_394_851_328,
      sharedExperts: 449_839_104,
      router: 3_407_872,
      norms: 112_640,
      head: 209_715_200,
    });
  });
});

describe("sumParameters(count, convention)", () => {
  // By hand, the tables above summed. Llama: 2 × 128,256 × 16,384 + 126 × (570,425,344 + 3 × 16,384 × 53,248) + 253 × 16,384.
  // Qwen: 2 × 152,064 × 8192 + 80 × (150,994,944 + 10,240 of biases + 3 × 8192 × 29,568) + 161 × 8192.
  // Mixtral: 2 × 32,000 × 6144 + 56 × (88,080,384 + 8 × (3 × 6144 × 16,384 + 6144)) + 113 × 6144.
  it.each([
    [deepseekV3, 671_026_419_200],
    [deepseekV2, 235_741_434_880],
    [deepseekV2Lite, 15_706_484_224],
    [llama31_405B, 405_853_388_800],
    [qwen25_72B, 72_706_203_648],
    [mixtral8x22B, 140_620_634_112],
  ] as const)("counts all of $0.name to the unit", (model, total) => {
    expect(sumParameters(modelParameters(model))).toBe(total);
  });

  // By hand: with 8 of 256, 6 of 160, 6 of 64 and 2 of 8 routed experts; then less the embedding; then less the head.
  it.each([
    [deepseekV3, 37_552_297_472, 36_625_618_432, 35_698_939_392],
    [deepseekV2, 21_375_800_320, 20_851_512_320, 20_327_224_320],
    [deepseekV2Lite, 2_661_150_208, 2_451_435_008, 2_241_719_808],
    [mixtral8x22B, 39_152_031_744, 38_955_423_744, 38_758_815_744],
  ] as const)("counts what $0.name activates, by each convention", (model, ...totals) => {
    expect(countingConventions.map((convention) => sumParameters(activatedModelParameters(model), convention))).toEqual(
      totals,
    );
  });

  it("is the sum over the tensors of any model, listed one by one", () => {
    fc.assert(
      fc.property(arbitraryModel, (model) => {
        expect(sumParameters(modelParameters(model))).toBe(entries(tensors(model, model.moe?.routedExperts ?? 0)));
        expect(sumParameters(activatedModelParameters(model))).toBe(
          entries(tensors(model, model.moe?.activatedExperts ?? 0)),
        );
      }),
    );
  });
  it("orders the conventions", () => {
    fc.assert(
      fc.property(arbitraryModel, (model) => {
        const count = modelParameters(model);
        const [all, withoutEmbedding, layersOnly] = countingConventions.map((convention) =>
          sumParameters(count, convention),
        );
        expect(all - withoutEmbedding).toBe(count.embedding);
        expect(withoutEmbedding - layersOnly).toBe(count.head);
      }),
    );
  });
  it("activates everything where every expert is chosen, and in a dense model", () => {
    fc.assert(
      fc.property(arbitraryModel, (model) => {
        const moe = model.moe && { ...model.moe, activatedExperts: model.moe.routedExperts };
        expect(activatedModelParameters({ ...model, moe })).toEqual(modelParameters(model));
      }),
    );
  });
  it.each(models)("stays within exact integers for $name", (model) => {
    const count = modelParameters(model);
    expect(Object.keys(count)).toEqual(parameterComponents);
    for (const value of [...Object.values(count), sumParameters(count)]) expect(Number.isSafeInteger(value)).toBe(true);
  });
  it("names the convention that it does not know", () => {
    expect(() => sumParameters(modelParameters(deepseekV3), "some" as never)).toThrow(
      new RangeError('convention must be one of "all", "withoutEmbedding", "layersOnly" (got "some")'),
    );
  });
  it("names the size that makes no model", () => {
    expect(() => modelParameters({ ...deepseekV3, layers: 0 })).toThrow(
      new RangeError("model.layers must be a positive integer (got 0)"),
    );
  });
});

describe("attentionParameters(model)", () => {
  // By hand. V3: queries 7168 × 1536 + 1536 + 1536 × 24,576 = 48,760,320; keys and values 7168 × 576 + 512 + 512 × 32,768 = 20,906,496;
  // output 16,384 × 7168 = 117,440,512. V2: 45,614,592 + 19,726,848 + 83,886,080. V2-Lite: 6,291,456 + 3,277,312 + 4,194,304.
  // Llama: 2 × 16,384² + 2 × 16,384 × 1024. Qwen: 2 × 8192² + 2 × 8192 × 1024 + 8192 + 2048. Mixtral: 2 × 6144² + 2 × 6144 × 1024.
  it.each([
    [deepseekV3, 187_107_328],
    [deepseekV2, 149_227_520],
    [deepseekV2Lite, 13_763_072],
    [llama31_405B, 570_425_344],
    [qwen25_72B, 151_005_184],
    [mixtral8x22B, 88_080_384],
  ] as const)("$0.name", (model, count) => {
    expect(attentionParameters(model)).toBe(count);
  });
});

describe("expertParameters(model), routerParameters(model)", () => {
  // By hand: 3 × 7168 × 2048 and 256 × 7168 + 256; 3 × 5120 × 1536 and 160 × 5120; 3 × 2048 × 1408 and 64 × 2048; a dense model has neither.
  it.each([
    [deepseekV3, 44_040_192, 1_835_264],
    [deepseekV2, 23_592_960, 819_200],
    [deepseekV2Lite, 8_650_752, 131_072],
    [llama31_405B, 0, 0],
  ] as const)("$0.name", (model, expert, router) => {
    expect(expertParameters(model)).toBe(expert);
    expect(routerParameters(model)).toBe(router);
  });
});

describe("predictionModuleParameters(model)", () => {
  // By hand: 187,107,328 + 257 × 44,040,192 + 1,835,264 + 2 × 7168; 2 × 7168²; 3 × 7168; 2 × 129,280 × 7168.
  it("is a block with experts, a projection, three norms and what it shares", () => {
    expect(predictionModuleParameters(deepseekV3)).toMatchObject({
      block: 11_507_286_272,
      projection: 102_760_448,
      norms: 21_504,
      sharedWithMain: 1_853_358_080,
    });
  });
  // By hand: with 9 experts instead of 257.
  it("works on a token with 9 of its experts", () => {
    expect(predictionModuleParameters(deepseekV3, { activated: true })).toMatchObject({
      block: 585_318_656,
      projection: 102_760_448,
    });
  });
  it("is missing from a model without one", () => {
    expect(() => predictionModuleParameters(deepseekV2)).toThrow(
      new RangeError("model.mtpDepth must be at least 1 (got 0)"),
    );
  });
});

/** The slow, obvious version: every tensor of the model by its shape, one after another. */
function tensors(
  { hiddenDim, vocabulary, layers, denseLayers, denseDim, attention, moe }: ModelConfig,
  routedExperts: number,
): number[][] {
  const list: number[][] = [[vocabulary, hiddenDim], [vocabulary, hiddenDim], [hiddenDim]];
  const feedForward = (inner: number): void =>
    void list.push([inner, hiddenDim], [inner, hiddenDim], [hiddenDim, inner]);
  for (let layer = 0; layer < layers; layer++) {
    list.push([hiddenDim], [hiddenDim]);
    if (attention.kind === "latent") {
      const { attentionHeads, kvLoraRank, qLoraRank, nopeHeadDim, ropeHeadDim, valueHeadDim } = attention;
      for (let head = 0; head < attentionHeads; head++) {
        list.push([nopeHeadDim, qLoraRank ?? hiddenDim], [ropeHeadDim, qLoraRank ?? hiddenDim]);
        list.push([nopeHeadDim, kvLoraRank], [valueHeadDim, kvLoraRank], [hiddenDim, valueHeadDim]);
      }
      if (qLoraRank !== null) list.push([qLoraRank, hiddenDim], [qLoraRank]);
      list.push([kvLoraRank, hiddenDim], [kvLoraRank], [ropeHeadDim, hiddenDim]);
    } else {
      const { attentionHeads, keyValueHeads, headDim, bias } = attention;
      for (const heads of [attentionHeads, keyValueHeads, keyValueHeads]) {
        list.push([heads * headDim, hiddenDim]);
        if (bias) list.push([heads * headDim]);
      }
      list.push([hiddenDim, attentionHeads * headDim]);
    }
    if (layer < denseLayers || !moe) {
      feedForward(denseDim);
      continue;
    }
    for (let expert = 0; expert < routedExperts + moe.sharedExperts; expert++) feedForward(moe.expertDim);
    list.push([moe.routedExperts, hiddenDim]);
    if (moe.routingBias) list.push([moe.routedExperts]);
  }
  return list;
}

function entries(shapes: number[][]): number {
  return shapes.reduce((sum, shape) => sum + shape.reduce((product, size) => product * size, 1), 0);
}
