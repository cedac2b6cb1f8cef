import { describe, expect, it } from "vitest";
import {
  cachedActivations,
  deepseekV3,
  linearLayerTensors,
  llama31_405B,
  precisionRecipes,
  trainingBytesPerParameter,
  v3Recipe,
} from "../../../src/compute/index.ts";

const recipe = (name: string) => precisionRecipes.find((candidate) => candidate.name === name)!;
const size = { tokens: 256, inputDim: 512, outputDim: 384 };

describe("linearLayerTensors({ tokens, inputDim, outputDim }, recipe)", () => {
  it("has Figure 6's formats", () => {
    const { tensors, products } = linearLayerTensors(size, v3Recipe);
    const formats = Object.fromEntries(tensors.map(({ id, format }) => [id, format.name]));
    expect(formats).toEqual({
      input: "BF16",
      "input-operand": "E4M3",
      "master-weight": "FP32",
      "weight-operand": "E4M3",
      output: "BF16",
      "output-gradient": "BF16",
      "output-gradient-operand": "E4M3",
      "input-gradient": "BF16",
      "input-transposed": "E4M3",
      "output-gradient-transposed": "E4M3",
      "weight-gradient": "FP32",
      "first-moment": "BF16",
      "second-moment": "BF16",
    });
    expect(products.map(({ name, operands, inner }) => [name, ...operands, inner])).toEqual([
      ["Fprop", "input-operand", "weight-operand", 512],
      ["Dgrad", "output-gradient-operand", "weight-operand", 384],
      ["Wgrad", "output-gradient-transposed", "input-transposed", 256],
    ]);
    expect(products.every(({ flop }) => flop === 2 * 256 * 512 * 384)).toBe(true);
  });
  // By hand: 256 · 512 codes and 256 · 4 scales of 4 bytes; 384 · 512 codes and 3 · 4 scales; 2 · 512 scales of 128 × 1.
  it("counts codes and scales", () => {
    const bytes = Object.fromEntries(linearLayerTensors(size, v3Recipe).tensors.map(({ id, bytes }) => [id, bytes]));
    expect(bytes["input-operand"]).toBe(131_072 + 4096);
    expect(bytes["weight-operand"]).toBe(196_608 + 48);
    expect(bytes["input-transposed"]).toBe(131_072 + 4096);
    expect(bytes["master-weight"]).toBe(786_432);
    expect(bytes["input"]).toBe(262_144);
  });
  it.each(precisionRecipes)("makes every tensor from others that are there: $name", (recipe) => {
    const { tensors, products } = linearLayerTensors(size, recipe);
    const ids = tensors.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { from } of tensors) for (const { tensor } of from) expect(ids).toContain(tensor);
    for (const { operands, result } of products) for (const id of [...operands, result]) expect(ids).toContain(id);
    // Only the input's operand waits for the backward pass: half of BF16's bytes, and the scales, where it has 8 bits.
    expect(tensors.filter(({ kept }) => kept === "for the backward pass").map(({ id }) => id)).toEqual([
      "input-operand",
    ]);
  });
  it("needs no second cast in BF16", () => {
    expect(linearLayerTensors(size, recipe("BF16")).products[2].operands).toEqual([
      "output-gradient-operand",
      "input-operand",
    ]);
  });
  it("names what it refuses", () => {
    expect(() => linearLayerTensors({ ...size, tokens: 0 }, v3Recipe)).toThrow(
      new RangeError("tokens must be a positive integer (got 0)"),
    );
  });
});

describe("trainingBytesPerParameter(recipe)", () => {
  // By hand: 4 + 4 + 2 + 2 and 4 + 4 + 4 + 4; 1 byte and a scale of 4 bytes for 16,384.
  it("is 12 bytes with V3's recipe, 16 with FP32 moments, and the operand besides", () => {
    const state = ({
      masterWeight,
      gradient,
      firstMoment,
      secondMoment,
    }: ReturnType<typeof trainingBytesPerParameter>): number => masterWeight + gradient + firstMoment + secondMoment;
    expect(state(trainingBytesPerParameter(v3Recipe))).toBe(12);
    expect(state(trainingBytesPerParameter(recipe("FP32 moments")))).toBe(16);
    expect(trainingBytesPerParameter(v3Recipe).operand).toBe(1 + 4 / 16_384);
    expect(trainingBytesPerParameter(recipe("BF16")).operand).toBe(2);
  });
});

describe("cachedActivations(model, recipe)", () => {
  // By hand, for V3: 16,384 values of 12 bits are 24,576 bytes, and 128 scales 512; times 61 layers.
  it("caches E5M6 after attention", () => {
    const row = cachedActivations(deepseekV3, v3Recipe).find(
      ({ name }) => name === "Input of the projection after attention",
    )!;
    expect(row).toMatchObject({ layers: 61, values: 16_384, bytesPerToken: 61 * (24_576 + 512) });
  });
  // By hand: 9 experts of 7,168 values and 56 scales; of 2 · 2,048 values and 2 · 16 scales; 58 layers.
  it("caches a token at each of its experts", () => {
    const rows = cachedActivations(deepseekV3, v3Recipe);
    expect(rows.find(({ name }) => name === "Inputs of experts")).toMatchObject({
      layers: 58,
      values: 64_512,
      bytesPerToken: 58 * 9 * (7168 + 224),
    });
    expect(rows.find(({ name }) => name === "Inputs of their SwiGLU")).toMatchObject({
      values: 36_864,
      bytesPerToken: 58 * 9 * 2 * (2048 + 64),
    });
  });
  it("caches nothing for experts in a model that has none", () => {
    const dense = { ...deepseekV3, denseLayers: deepseekV3.layers, moe: null, mtpDepth: 0 };
    for (const recipesOf of [v3Recipe, recipe("SwiGLU's output cached")]) {
      const rows = cachedActivations(dense, recipesOf);
      expect(rows.filter(({ name }) => /expert/.test(name))).toEqual([]);
      expect(rows.find(({ name }) => name === "Inputs of its SwiGLU")).toMatchObject({
        layers: 61,
        values: 2 * 18_432,
      });
    }
  });
  it("takes more than half of what BF16 takes: scales, and E5M6", () => {
    const total = (name: string): number =>
      cachedActivations(deepseekV3, recipe(name)).reduce((sum, { bytesPerToken }) => sum + bytesPerToken, 0);
    const bf16 = { ...recipe("BF16"), recomputesSwiglu: true };
    const ofBf16 = cachedActivations(deepseekV3, bf16).reduce((sum, { bytesPerToken }) => sum + bytesPerToken, 0);
    expect(total("V3")).toBeGreaterThan(ofBf16 / 2);
    expect(total("V3")).toBeLessThan(total("BF16 after attention"));
    expect(total("V3")).toBeLessThan(total("SwiGLU's output cached"));
  });
  it("names what it refuses", () => {
    expect(() => cachedActivations(llama31_405B, v3Recipe)).toThrow(
      new RangeError('model must have latent attention (got "Llama 3.1 405B")'),
    );
  });
});
