/** @file What a pipeline rank can do with a micro-batch, as codes small enough for typed arrays. */
import { deepFreeze } from "../freeze.ts";

/**
 * Kinds of operation. The code of a kind is its place in this list.
 *
 * `backward` is the whole backward, for inputs and for weights; `overlapped` is a forward of one micro-batch and a whole
 * backward of another that run together.
 *
 * @source §3.2.1, Figure 5
 */
export const operationKinds = deepFreeze([
  "forward",
  "backward",
  "backwardForInput",
  "backwardForWeights",
  "overlapped",
] as const);
export type OperationKind = (typeof operationKinds)[number];

export const forward = 0;
export const backward = 1;
export const backwardForInput = 2;
export const backwardForWeights = 3;
export const overlapped = 4;

/** Whether an operation of this kind runs a forward. */
export function hasForward(kind: number): boolean {
  return kind === forward || kind === overlapped;
}

/** Whether an operation of this kind computes gradients for inputs, which the stage before waits for. */
export function hasBackwardForInput(kind: number): boolean {
  return kind === backward || kind === backwardForInput || kind === overlapped;
}

/** Whether an operation of this kind computes gradients for weights, after which the activations are free. */
export function hasBackwardForWeights(kind: number): boolean {
  return kind === backward || kind === backwardForWeights || kind === overlapped;
}
