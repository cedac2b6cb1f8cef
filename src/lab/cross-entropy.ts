/** @file The loss of a prediction: mean of −log p(target). */
import { exponential } from "../compute/exponential.ts";
import { logarithm } from "../compute/logarithm.ts";
import type { Tape, Tensor } from "./tape.ts";

/**
 * Mean cross-entropy in nats, and its gradient on the logits, times `weight`.
 *
 * @param logits  [positions × vocabulary]
 * @param targets  the right symbol of each position
 */
export function crossEntropy(tape: Tape, logits: Tensor, targets: ArrayLike<number>, weight = 1): number {
  return crossEntropyOfRows(tape, logits, targets, weight).reduce((sum, loss) => sum + loss, 0) / logits.rows;
}

/** `crossEntropy`, position by position: the gradient is that of their mean, times `weight`. */
export function crossEntropyOfRows(tape: Tape, logits: Tensor, targets: ArrayLike<number>, weight = 1): Float64Array {
  const { rows, columns, values, gradient } = logits;
  const shares = new Float64Array(rows * columns);
  const losses = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    const at = row * columns;
    let largest = -Infinity;
    for (let i = at; i < at + columns; i++) if (values[i] > largest) largest = values[i];
    let sum = 0;
    for (let i = at; i < at + columns; i++) sum += shares[i] = exponential(values[i] - largest);
    for (let i = at; i < at + columns; i++) shares[i] /= sum;
    losses[row] = logarithm(sum) + largest - values[at + targets[row]];
  }
  tape.onBackward(() => {
    const factor = weight / rows;
    for (let row = 0; row < rows; row++) {
      const at = row * columns;
      for (let i = at; i < at + columns; i++) gradient[i] += factor * shares[i];
      gradient[at + targets[row]] -= factor;
    }
  });
  return losses;
}
