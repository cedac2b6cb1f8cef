/** @file The other steps of a network, each with its way back: table, norm, activation, sum, and rows that go to experts. */
import { exponential } from "../compute/exponential.ts";
import type { Tape, Tensor } from "./tape.ts";

/** Row `ids[i]` of a table [vocabulary × width], for each i. */
export function embed(tape: Tape, table: Tensor, ids: ArrayLike<number>): Tensor {
  return gatherRows(tape, table, ids);
}

/** Rows of a matrix, by index: tokens on their way to an expert. A row may be taken more than once. */
export function gatherRows(tape: Tape, x: Tensor, rowOfResult: ArrayLike<number>): Tensor {
  const { columns } = x;
  const y = tape.tensor(rowOfResult.length, columns);
  for (let row = 0; row < y.rows; row++) {
    const from = rowOfResult[row] * columns;
    y.values.set(x.values.subarray(from, from + columns), row * columns);
  }
  tape.onBackward(() => {
    for (let row = 0; row < y.rows; row++) {
      const to = rowOfResult[row] * columns;
      const from = row * columns;
      for (let column = 0; column < columns; column++) x.gradient[to + column] += y.gradient[from + column];
    }
  });
  return y;
}

/**
 * sum[rowOfX[i]] += weight[i] · x[i]: experts' results on their way back, each with its gate.
 *
 * @param weights  [x.rows × 1]; gradients go to them, too
 */
export function addWeightedRows(tape: Tape, sum: Tensor, x: Tensor, rowOfX: ArrayLike<number>, weights: Tensor): void {
  const { columns } = sum;
  for (let row = 0; row < x.rows; row++) {
    const to = rowOfX[row] * columns;
    const weight = weights.values[row];
    for (let column = 0; column < columns; column++)
      sum.values[to + column] += weight * x.values[row * columns + column];
  }
  tape.onBackward(() => {
    for (let row = 0; row < x.rows; row++) {
      const from = rowOfX[row] * columns;
      const weight = weights.values[row];
      let gradient = 0;
      for (let column = 0; column < columns; column++) {
        const incoming = sum.gradient[from + column];
        gradient += incoming * x.values[row * columns + column];
        x.gradient[row * columns + column] += weight * incoming;
      }
      weights.gradient[row] += gradient;
    }
  });
}

/** a + b. */
export function add(tape: Tape, a: Tensor, b: Tensor): Tensor {
  const y = tape.tensor(a.rows, a.columns);
  for (let i = 0; i < y.values.length; i++) y.values[i] = a.values[i] + b.values[i];
  tape.onBackward(() => {
    for (let i = 0; i < y.gradient.length; i++) {
      a.gradient[i] += y.gradient[i];
      b.gradient[i] += y.gradient[i];
    }
  });
  return y;
}

/** a and b side by side: [rows × (a.columns + b.columns)]. */
export function joinColumns(tape: Tape, a: Tensor, b: Tensor): Tensor {
  const y = tape.tensor(a.rows, a.columns + b.columns);
  for (let row = 0; row < y.rows; row++) {
    y.values.set(a.values.subarray(row * a.columns, (row + 1) * a.columns), row * y.columns);
    y.values.set(b.values.subarray(row * b.columns, (row + 1) * b.columns), row * y.columns + a.columns);
  }
  tape.onBackward(() => {
    for (let row = 0; row < y.rows; row++) {
      const from = row * y.columns;
      for (let column = 0; column < a.columns; column++)
        a.gradient[row * a.columns + column] += y.gradient[from + column];
      for (let column = 0; column < b.columns; column++)
        b.gradient[row * b.columns + column] += y.gradient[from + a.columns + column];
    }
  });
  return y;
}

/** The same numbers as a matrix of another shape; no copy. */
export function reshape(x: Tensor, rows: number, columns: number): Tensor {
  return { rows, columns, values: x.values, gradient: x.gradient };
}

/** x / √(mean x² + 10⁻⁶) · gain, row by row. */
export function rmsNorm(tape: Tape, x: Tensor, gain: Tensor): Tensor {
  const { rows, columns } = x;
  const y = tape.tensor(rows, columns);
  const inverse = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    let square = 0;
    for (let i = row * columns; i < (row + 1) * columns; i++) square += x.values[i] * x.values[i];
    inverse[row] = 1 / Math.sqrt(square / columns + 1e-6);
    for (let column = 0; column < columns; column++)
      y.values[row * columns + column] = x.values[row * columns + column] * inverse[row] * gain.values[column];
  }
  tape.onBackward(() => {
    for (let row = 0; row < rows; row++) {
      const at = row * columns;
      const factor = inverse[row];
      let along = 0;
      for (let column = 0; column < columns; column++) {
        const incoming = y.gradient[at + column];
        along += incoming * gain.values[column] * x.values[at + column];
        gain.gradient[column] += incoming * x.values[at + column] * factor;
      }
      const back = (along * factor * factor * factor) / columns;
      for (let column = 0; column < columns; column++)
        x.gradient[at + column] +=
          y.gradient[at + column] * gain.values[column] * factor - back * x.values[at + column];
    }
  });
  return y;
}

/** SiLU(gate) · up, number by number: the middle of SwiGLU. */
export function swiglu(tape: Tape, gate: Tensor, up: Tensor): Tensor {
  const y = tape.tensor(gate.rows, gate.columns);
  const sigmoids = new Float64Array(y.values.length);
  for (let i = 0; i < sigmoids.length; i++) {
    sigmoids[i] = 1 / (1 + exponential(-gate.values[i]));
    y.values[i] = gate.values[i] * sigmoids[i] * up.values[i];
  }
  tape.onBackward(() => {
    for (let i = 0; i < sigmoids.length; i++) {
      const sigmoid = sigmoids[i];
      const incoming = y.gradient[i];
      up.gradient[i] += incoming * gate.values[i] * sigmoid;
      gate.gradient[i] += incoming * up.values[i] * sigmoid * (1 + gate.values[i] * (1 - sigmoid));
    }
  });
  return y;
}
