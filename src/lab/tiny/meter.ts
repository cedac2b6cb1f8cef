/** @file What eight bits do to the operands of a step: how many values vanish, and how far the rest is off. */
import type { Operand } from "../../compute/index.ts";
import type { LinearTensor } from "../recipes.ts";
import type { Floats } from "../tape.ts";

export type TensorPrecision = {
  tensor: LinearTensor;
  /** Share of values other than 0 that became 0. */
  underflow: number;
  /** ‖decoded − x‖ / ‖x‖, over all operands of the kind; 0 if all are 0. */
  relativeError: number;
};

export type PrecisionMeter = {
  watch(this: void, tensor: LinearTensor, values: Floats, encoded: Operand): void;
  result(): TensorPrecision[];
};

/** Adds up over all operands that it is shown. */
export function createPrecisionMeter(): PrecisionMeter {
  const kinds: readonly LinearTensor[] = ["input", "weight", "output gradient"];
  const sums = new Map(kinds.map((tensor) => [tensor, { nonzero: 0, vanished: 0, square: 0, error: 0 }]));
  return {
    watch(tensor, values, { rows, inner, terms, tile, scales }) {
      const sum = sums.get(tensor)!;
      const tilesPerRow = Math.ceil(inner / tile.width);
      for (let row = 0; row < rows; row++) {
        const firstScale = Math.floor(row / tile.height) * tilesPerRow;
        for (let column = 0; column < inner; column++) {
          const value = values[row * inner + column];
          const decoded = terms.values[row * inner + column] * scales[firstScale + Math.floor(column / tile.width)];
          if (value !== 0) {
            sum.nonzero++;
            if (decoded === 0) sum.vanished++;
          }
          sum.square += value * value;
          sum.error += (decoded - value) * (decoded - value);
        }
      }
    },
    result: () =>
      kinds.map((tensor) => {
        const { nonzero, vanished, square, error } = sums.get(tensor)!;
        return {
          tensor,
          underflow: nonzero === 0 ? 0 : vanished / nonzero,
          relativeError: square === 0 ? 0 : Math.sqrt(error / square),
        };
      }),
  };
}
