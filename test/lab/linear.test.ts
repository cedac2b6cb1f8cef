import { describe, expect, it, vi } from "vitest";
import { createRandom, encodedProduct } from "../../src/compute/index.ts";
import {
  createParameter,
  createTape,
  linear,
  linearRecipe,
  recipeNames,
  type LinearRecipe,
  type Tensor,
} from "../../src/lab/index.ts";

vi.mock("../../src/compute/precision/accumulator.ts", async (original) => {
  const module = await original<typeof import("../../src/compute/precision/accumulator.ts")>();
  return { ...module, createAdder: vi.fn(module.createAdder) };
});
const { createAdder } = await import("../../src/compute/precision/accumulator.ts");

const [tokens, inputDim, outputDim] = [40, 48, 32];
const random = createRandom(3);
const filled = (rows: number, columns: number): Tensor => {
  const tensor = createParameter(rows, columns);
  for (let i = 0; i < tensor.values.length; i++) tensor.values[i] = random.normal();
  return tensor;
};

/** Forward and backward with a gradient of ones and twos. */
function passes(
  recipe: LinearRecipe,
  x: Tensor,
  weight: Tensor,
): { y: Float32Array; xGradient: Float32Array; weightGradient: Float32Array } {
  const tape = createTape();
  x.gradient.fill(0);
  weight.gradient.fill(0);
  const y = linear(tape, x, weight, recipe);
  for (let i = 0; i < y.gradient.length; i++) y.gradient[i] = Math.fround(0.01 * ((i * 37) % 101) - 0.5);
  tape.backward();
  return {
    y: Float32Array.from(y.values),
    xGradient: Float32Array.from(x.gradient),
    weightGradient: Float32Array.from(weight.gradient),
  };
}

const error = (values: Float32Array, reference: Float32Array): number =>
  Math.sqrt(
    values.reduce((sum, value, i) => sum + (value - reference[i]) ** 2, 0) /
      reference.reduce((sum, value) => sum + value ** 2, 0),
  );

describe("linear(tape, x, weight, recipe)", () => {
  const x = filled(tokens, inputDim);
  const weight = filled(outputDim, inputDim);
  const plain = passes({ kind: "plain" }, x, weight);
  it("is y = x Wᵀ, dx = dy W, dW = dyᵀ x", () => {
    for (let row = 0; row < tokens; row++) {
      for (let column = 0; column < outputDim; column++) {
        let sum = 0;
        for (let k = 0; k < inputDim; k++) sum += x.values[row * inputDim + k] * weight.values[column * inputDim + k];
        expect(plain.y[row * outputDim + column]).toBe(Math.fround(sum));
      }
    }
  });
  // Half a step of BF16 is 2⁻⁹ of a value; of E4M3 2⁻⁴, 2⁻⁵ with both operands' errors averaged over a sum of random signs.
  it.each(recipeNames)("stays near to that: %s", (name) => {
    const encoded = passes(linearRecipe(name), x, weight);
    const most = name === "FP32" ? 0 : name === "BF16" ? 2 ** -8 : 2 ** -4;
    expect(error(encoded.y, plain.y)).toBeLessThanOrEqual(most);
    expect(error(encoded.xGradient, plain.xGradient)).toBeLessThanOrEqual(
      name === "FP8, E5M2 gradients" ? 2 ** -3 : most,
    );
    expect(error(encoded.weightGradient, plain.weightGradient)).toBeLessThanOrEqual(
      name === "FP8, E5M2 gradients" ? 2 ** -3 : most,
    );
    if (name !== "FP32") expect(encoded.y).not.toEqual(plain.y);
  });
  it("runs each of the three products on the adder of compute, with the recipe's formats", () => {
    const recipe = linearRecipe("FP8 fine-grained");
    if (recipe.kind !== "encoded") throw new Error("FP8 has codes");
    vi.mocked(createAdder).mockClear();
    const { weightGradient } = passes(recipe, x, weight);
    expect(vi.mocked(createAdder).mock.calls).toEqual([
      [recipe.accumulator],
      [recipe.accumulator],
      [recipe.accumulator],
    ]);
    // By reference: Wgrad, written out.
    const columns = (values: ArrayLike<number>, rows: number, width: number): Float32Array =>
      Float32Array.from({ length: rows * width }, (_, i) => values[(i % rows) * width + Math.floor(i / rows)]);
    const gradient = Float32Array.from({ length: tokens * outputDim }, (_, i) =>
      Math.fround(0.01 * ((i * 37) % 101) - 0.5),
    );
    const expected = encodedProduct(columns(gradient, tokens, outputDim), columns(x.values, tokens, inputDim), {
      rows: outputDim,
      inner: tokens,
      columns: inputDim,
      a: recipe.outputGradientByTokens,
      b: recipe.inputByTokens,
      accumulator: recipe.accumulator,
    });
    expect(weightGradient).toEqual(Float32Array.from(expected));
  });
  it("does no product in codes in FP32 and BF16", () => {
    vi.mocked(createAdder).mockClear();
    passes({ kind: "plain" }, x, weight);
    passes({ kind: "bf16" }, x, weight);
    expect(createAdder).not.toHaveBeenCalled();
  });
  it("changes bits without promotion", () => {
    const promoted = passes(linearRecipe("FP8 fine-grained"), x, weight);
    const narrow = passes(linearRecipe("FP8 without promotion"), x, weight);
    expect(narrow.weightGradient).not.toEqual(promoted.weightGradient);
  });
  it("takes no rows: an expert without tokens", () => {
    const empty = createParameter(0, inputDim);
    const tape = createTape();
    weight.gradient.fill(0);
    expect(linear(tape, empty, weight, linearRecipe("FP8 fine-grained")).values).toHaveLength(0);
    tape.backward();
    expect(weight.gradient.every((value) => value === 0)).toBe(true);
  });
});
