/** @file In which formats the three products of a linear layer run (§3.3.1, Figure 6), for networks that are small. */
import {
  e4m3,
  e5m2,
  hopperAdder,
  requireAccumulator,
  tileShapes,
  type Accumulator,
  type Operand,
  type TileOptions,
  type TileShape,
} from "../compute/index.ts";
import type { Floats } from "./tape.ts";

/** `plain`: float32 operands and results. `bf16`: operands and results rounded to BF16. `encoded`: codes, scales and an adder. */
export type LinearRecipe =
  | { kind: "plain" }
  | { kind: "bf16" }
  | {
      kind: "encoded";
      /** Operands of Fprop; the weight's serve Dgrad too. */
      input: TileOptions;
      weight: TileOptions;
      /** Output gradient in Dgrad, along the output's width. */
      outputGradient: TileOptions;
      /** Both operands of Wgrad run along the tokens. */
      inputByTokens: TileOptions;
      outputGradientByTokens: TileOptions;
      accumulator: Accumulator;
      /** Told each operand, before and after it is encoded. */
      watch?: (tensor: LinearTensor, values: Floats, encoded: Operand) => void;
    };

/** What is multiplied in a linear layer: each of the three meets one of the others in two of the three products. */
export type LinearTensor = "input" | "weight" | "output gradient";

export type RecipeName =
  | "FP32"
  | "BF16"
  | "FP8 per tensor"
  | "FP8 fine-grained"
  | "FP8 without promotion"
  | "FP8, blocks for gradients"
  | "FP8, E5M2 gradients";
export const recipeNames: readonly RecipeName[] = [
  "FP32",
  "BF16",
  "FP8 per tensor",
  "FP8 fine-grained",
  "FP8 without promotion",
  "FP8, blocks for gradients",
  "FP8, E5M2 gradients",
];

/**
 * The recipe of a name. Tiles are 1 × `groupSize` and blocks `groupSize` × `groupSize`: 128 in the report, where layers are
 * 7,168 wide; a network of 128 has eight tiles to a row with 16.
 *
 * @param options  `accumulatorBits` of the aligned adder (14), `promotionInterval` N_C in elements (32: the fewest that one step adds)
 * @throws RangeError if a number is not allowed
 * @source §3.3.2; blocks for gradients: Appendix B.2
 */
export function linearRecipe(
  name: RecipeName,
  options: { groupSize?: number; accumulatorBits?: number; promotionInterval?: number } = {},
): LinearRecipe {
  const { groupSize = 16, accumulatorBits = hopperAdder.bits, promotionInterval = 32 } = options;
  if (name === "FP32") return { kind: "plain" };
  if (name === "BF16") return { kind: "bf16" };
  const narrow: Accumulator = { ...hopperAdder, bits: accumulatorBits, registerBits: accumulatorBits };
  const promoted = requireAccumulator({ ...narrow, promotionInterval });
  const row: TileShape = { height: 1, width: groupSize };
  const block: TileShape = { height: groupSize, width: groupSize };
  const fine = (tile: TileShape, format = e4m3): TileOptions => ({ format, tile });
  const fineGrained: LinearRecipe = {
    kind: "encoded",
    input: fine(row),
    weight: fine(block),
    outputGradient: fine(row),
    inputByTokens: fine(row),
    outputGradientByTokens: fine(row),
    accumulator: promoted,
  };
  const whole = fine(tileShapes.tensor);
  switch (name) {
    case "FP8 per tensor":
      return {
        kind: "encoded",
        input: whole,
        weight: whole,
        outputGradient: whole,
        inputByTokens: whole,
        outputGradientByTokens: whole,
        accumulator: promoted,
      };
    case "FP8 fine-grained":
      return fineGrained;
    case "FP8 without promotion":
      return { ...fineGrained, accumulator: narrow };
    case "FP8, blocks for gradients":
      return { ...fineGrained, outputGradient: fine(block) };
    case "FP8, E5M2 gradients":
      return { ...fineGrained, outputGradient: fine(row, e5m2), outputGradientByTokens: fine(row, e5m2) };
  }
}
