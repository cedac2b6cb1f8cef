/** @file A linear layer, y = x Wᵀ, whose three products run in the formats of a recipe. */
import { encodeTiles, gemm, operandOf, type Operand, type TileOptions } from "../compute/index.ts";
import { roundToBf16 } from "./bf16.ts";
import { addProduct, addProductByColumns, multiplyByRows } from "./multiply.ts";
import type { LinearRecipe, LinearTensor } from "./recipes.ts";
import type { Floats, Tape, Tensor } from "./tape.ts";

/**
 * y = x Wᵀ on the tape.
 *
 * @param x  [tokens × inputDim]
 * @param weight  [outputDim × inputDim]: the master weight, which is encoded anew where the recipe has codes
 * @returns [tokens × outputDim]
 * @source §3.3.1, Figure 6
 */
export function linear(tape: Tape, x: Tensor, weight: Tensor, recipe: LinearRecipe = { kind: "plain" }): Tensor {
  const y = tape.tensor(x.rows, weight.rows);
  const [tokens, inputDim, outputDim] = [x.rows, x.columns, weight.rows];
  const forward = { rows: tokens, inner: inputDim, columns: outputDim };
  const toInput = { rows: tokens, inner: outputDim, columns: inputDim };
  const toWeight = { rows: outputDim, inner: tokens, columns: inputDim };
  if (tokens === 0) return y;
  if (recipe.kind === "plain") {
    multiplyByRows(x.values, weight.values, y.values, forward);
    tape.onBackward(() => {
      addProduct(y.gradient, weight.values, x.gradient, toInput);
      addProductByColumns(y.gradient, x.values, weight.gradient, toWeight);
    });
  } else if (recipe.kind === "bf16") {
    const input = roundToBf16(Float32Array.from(x.values));
    const operand = roundToBf16(Float32Array.from(weight.values));
    multiplyByRows(input, operand, y.values, forward);
    roundToBf16(y.values);
    tape.onBackward(() => {
      const gradient = roundToBf16(Float32Array.from(y.gradient));
      const inputGradient = new Float32Array(x.gradient.length);
      addProduct(gradient, operand, inputGradient, toInput);
      addInto(x.gradient, roundToBf16(inputGradient));
      addProductByColumns(gradient, input, weight.gradient, toWeight); // FP32, as Figure 6 has it
    });
  } else {
    const operand = (
      tensor: LinearTensor,
      values: Floats,
      rows: number,
      inner: number,
      options: TileOptions,
    ): Operand => {
      const encoded = operandOf(encodeTiles(values, { rows, columns: inner }, options));
      recipe.watch?.(tensor, values, encoded);
      return encoded;
    };
    /** The other way round: encoded anew where its tiles are others then, else with the codes that are there. */
    const operandAcross = (
      tensor: LinearTensor,
      values: Floats,
      along: Operand,
      from: TileOptions,
      to: TileOptions,
    ) => {
      const across = (): Float32Array => transpose(values, along.rows, along.inner);
      if (!isSameAs(turned(from), to)) return operand(tensor, across(), along.inner, along.rows, to);
      const codes = transposedOperand(along);
      recipe.watch?.(tensor, across(), codes);
      return codes;
    };
    const input = operand("input", x.values, tokens, inputDim, recipe.input);
    const ofWeight = operand("weight", weight.values, outputDim, inputDim, recipe.weight);
    y.values.set(gemm(input, ofWeight, recipe.accumulator));
    roundToBf16(y.values);
    tape.onBackward(() => {
      // Blocks are the same of a matrix and its transpose, so the weight's codes serve both.
      const weightAcross = operandAcross("weight", weight.values, ofWeight, recipe.weight, turned(recipe.weight));
      const ofOutput = operand("output gradient", y.gradient, tokens, outputDim, recipe.outputGradient);
      addInto(x.gradient, roundToBf16(Float32Array.from(gemm(ofOutput, weightAcross, recipe.accumulator))));
      const { outputGradient, outputGradientByTokens, inputByTokens } = recipe;
      addInto(
        weight.gradient,
        gemm(
          operandAcross("output gradient", y.gradient, ofOutput, outputGradient, outputGradientByTokens),
          operandAcross("input", x.values, input, recipe.input, inputByTokens),
          recipe.accumulator,
        ),
      );
    });
  }
  return y;
}

function turned(options: TileOptions): TileOptions {
  return options.tile ? { ...options, tile: { height: options.tile.width, width: options.tile.height } } : options;
}

function isSameAs(a: TileOptions, b: TileOptions): boolean {
  return a.format === b.format && a.tile?.height === b.tile?.height && a.tile?.width === b.tile?.width;
}

/** The same codes and scales, to be read along the other dimension. */
function transposedOperand({ rows, inner, terms, tile, scales }: Operand): Operand {
  return {
    rows: inner,
    inner: rows,
    terms: {
      values: transposed(terms.values, new Float64Array(terms.values.length), rows, inner),
      exponents: transposed(terms.exponents, new Int16Array(terms.exponents.length), rows, inner),
    },
    tile: { height: tile.width, width: tile.height },
    scales: transposed(
      scales,
      new Float64Array(scales.length),
      Math.ceil(rows / tile.height),
      Math.ceil(inner / tile.width),
    ),
  };
}

function transpose(values: Floats, rows: number, columns: number): Float32Array {
  return transposed(values, new Float32Array(values.length), rows, columns);
}

function transposed<T extends Floats | Int16Array>(
  values: Floats | Int16Array,
  into: T,
  rows: number,
  columns: number,
): T {
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) into[column * rows + row] = values[row * columns + column];
  }
  return into;
}

function addInto(sum: Floats, values: Floats): void {
  for (let i = 0; i < sum.length; i++) sum[i] += values[i];
}
