/** @file The smallest network with something between: two weights, one unit, one example, as its tape carries it forward and backward. */
import { createTape, type Tape, type Tensor } from "./tape.ts";

/** What the unit does to its sum: nothing below zero, or the sum itself. */
export const unitKinds = Object.freeze(["relu", "identity"] as const);

export type TwoLayerOptions = {
  input: number;
  /** Weight before the unit. */
  inner: number;
  /** Weight after it. */
  outer: number;
  target: number;
  unit: (typeof unitKinds)[number];
};

/** A quantity of the network: its value, and the gradient of the loss with respect to it. */
export type Quantity = { value: number; gradient: number };

export type TwoLayerPass = Record<"input" | "inner" | "sum" | "hidden" | "outer" | "output" | "loss", Quantity>;

/**
 * Forward and backward through sum = inner · input, hidden = unit(sum), output = outer · hidden and
 * loss = (output − target)² / 2, in double precision. The slope of the unit at zero is taken as zero.
 *
 * @throws RangeError if a number is not finite, or there is no such unit
 */
export function twoLayerPass({ unit, ...numbers }: TwoLayerOptions): TwoLayerPass {
  for (const [name, value] of Object.entries(numbers))
    if (!Number.isFinite(value)) throw new RangeError(`${name} must be a finite number (got ${value})`);
  if (!unitKinds.includes(unit)) throw new RangeError(`unit must be one of ${unitKinds.join(", ")} (got ${unit})`);
  const tape = createTape("double");
  const given = (value: number): Tensor => {
    const tensor = tape.tensor(1, 1);
    tensor.values[0] = value;
    return tensor;
  };
  const [input, inner, outer] = [given(numbers.input), given(numbers.inner), given(numbers.outer)];
  const sum = times(tape, inner, input);
  const hidden = through(tape, sum, unit === "identity" || sum.values[0] > 0);
  const output = times(tape, outer, hidden);
  const loss = halfSquare(tape, output, numbers.target);
  loss.gradient[0] = 1;
  tape.backward();
  const said = (tensor: Tensor): Quantity => ({ value: tensor.values[0], gradient: tensor.gradient[0] });
  return {
    input: said(input),
    inner: said(inner),
    sum: said(sum),
    hidden: said(hidden),
    outer: said(outer),
    output: said(output),
    loss: said(loss),
  };
}

function times(tape: Tape, a: Tensor, b: Tensor): Tensor {
  const product = tape.tensor(1, 1);
  product.values[0] = a.values[0] * b.values[0];
  tape.onBackward(() => {
    a.gradient[0] += product.gradient[0] * b.values[0];
    b.gradient[0] += product.gradient[0] * a.values[0];
  });
  return product;
}

/** The unit: open, it passes values and gradients on; shut, neither. */
function through(tape: Tape, x: Tensor, isOpen: boolean): Tensor {
  const passed = tape.tensor(1, 1);
  if (!isOpen) return passed;
  passed.values[0] = x.values[0];
  tape.onBackward(() => void (x.gradient[0] += passed.gradient[0]));
  return passed;
}

function halfSquare(tape: Tape, x: Tensor, target: number): Tensor {
  const loss = tape.tensor(1, 1);
  loss.values[0] = (x.values[0] - target) ** 2 / 2;
  tape.onBackward(() => void (x.gradient[0] += loss.gradient[0] * (x.values[0] - target)));
  return loss;
}
