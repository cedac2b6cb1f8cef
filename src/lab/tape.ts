/**
 * @file A tape: what a network computes, kept so that gradients can be run backward through it. Tensors are matrices over
 * typed arrays; every loop has a fixed order and no function whose last bits an engine may choose, so that the same seed
 * gives the same bits on every machine.
 */

export type Floats = Float32Array | Float64Array;

/** A matrix [rows × columns], row by row, and the gradient of the loss with respect to it. */
export type Tensor = { rows: number; columns: number; values: Floats; gradient: Floats };

/** Training runs in single precision; double is for checking gradients by differences. */
export type Precision = "single" | "double";

export type Tape = {
  precision: Precision;
  /** A matrix of zeros, with a gradient of zeros. Valid until `reset`. */
  tensor(rows: number, columns: number): Tensor;
  /** Says how gradients go back through a step; called last step first. */
  onBackward(step: () => void): void;
  /** Runs all steps backward. Gradients of parameters are added to what is there. */
  backward(): void;
  /** Forgets steps and tensors; memory is used again. */
  reset(): void;
};

/** Numbers of one block of memory. */
const blockLength = 1 << 18;

/** A new tape. Tensors are cut from blocks that are kept from step to step: training makes no garbage to speak of. */
export function createTape(precision: Precision = "single"): Tape {
  const blocks: Floats[] = [];
  let steps: (() => void)[] = [];
  let block = 0;
  let used = 0;

  function take(length: number): Floats {
    while (block < blocks.length && used + length > blocks[block].length) {
      block++;
      used = 0;
    }
    if (block === blocks.length) blocks.push(createFloats(precision, Math.max(blockLength, length)));
    const taken = blocks[block].subarray(used, used + length);
    used += length;
    return taken.fill(0);
  }

  return {
    precision,
    tensor: (rows, columns) => ({ rows, columns, values: take(rows * columns), gradient: take(rows * columns) }),
    onBackward: (step) => void steps.push(step),
    backward() {
      for (let i = steps.length - 1; i >= 0; i--) steps[i]();
    },
    reset() {
      steps = [];
      block = 0;
      used = 0;
    },
  };
}

/** A matrix that outlives a step: parameters. */
export function createParameter(rows: number, columns: number, precision: Precision = "single"): Tensor {
  return {
    rows,
    columns,
    values: createFloats(precision, rows * columns),
    gradient: createFloats(precision, rows * columns),
  };
}

function createFloats(precision: Precision, length: number): Floats {
  return precision === "single" ? new Float32Array(length) : new Float64Array(length);
}
