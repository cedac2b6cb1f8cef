/** @file Balancing without auxiliary loss (§2.1.2): a bias per expert, moved after each step against its load. */
import { refuse, requireLength, requireNonNegative } from "../check.ts";
import { expertLoad, maxViolation, meanLoad } from "./load.ts";
import { route, type GateOptions, type Routing } from "./gate.ts";
import { syntheticLogits, type BatchOptions } from "./batch.ts";

/** What the report sets for balancing. §4.2 */
export const publishedBalance = {
  /** γ, until the last tokens. */
  biasUpdateSpeed: 0.001,
  /** After so many tokens γ is 0. */
  biasUpdateTokens: 14.3e12,
  /** α of the sequence-wise loss. */
  balanceFactor: 0.0001,
} as const;

/**
 * Biases after one step: b_i ← b_i + γ · sign(mean − load_i).
 *
 * An expert exactly at the mean keeps its bias; the report does not say.
 *
 * @param bias  b_i, [routedExperts]
 * @param biasUpdateSpeed  γ; 0.001 for the first 14.3T tokens, 0 for the last 500B (§4.2)
 * @throws RangeError if lengths differ, or `biasUpdateSpeed` is negative
 * @source §2.1.2, after eq. 16; the sign rule is arXiv:2408.15664, algorithm 1
 */
export function updateBias(bias: ArrayLike<number>, tokensOfExpert: Uint32Array, biasUpdateSpeed: number): Float64Array {
  requireLength({ bias }, tokensOfExpert.length);
  requireNonNegative({ biasUpdateSpeed });
  const mean = meanLoad(tokensOfExpert);
  return Float64Array.from(bias, (value, expert) => value + biasUpdateSpeed * Math.sign(mean - tokensOfExpert[expert]));
}

/** One step of a run: the biases that routed its batch, and what came of it. */
export type BalanceStep = {
  bias: Float64Array;
  logits: Float64Array;
  routing: Routing;
  tokensOfExpert: Uint32Array;
  maxViolation: number;
};

/**
 * A run of bias updates, one step at a time: the first step routes with the biases given, each later one with updated
 * ones. Never ends by itself.
 *
 * Batches are drawn anew at each step, from experts of the same popularity. Ask `next()` to step.
 *
 * @param initialBias  b_i before the first step, [routedExperts]; zeros if left out
 * @throws RangeError, on the first step, for what `syntheticLogits` and `route` refuse
 * @source §2.1.2
 */
export function* balanceRun(
  batch: BatchOptions,
  gate: GateOptions,
  { biasUpdateSpeed, initialBias }: { biasUpdateSpeed: number; initialBias?: ArrayLike<number> },
): Generator<BalanceStep, never> {
  requireNonNegative({ biasUpdateSpeed });
  if (batch.routedExperts !== gate.routedExperts) refuse("batch.routedExperts", `be the gate's ${gate.routedExperts}`, batch.routedExperts);
  let bias: Float64Array = initialBias ? Float64Array.from(initialBias) : new Float64Array(gate.routedExperts);
  for (let step = 0; ; step++) {
    const logits = syntheticLogits(batch, step);
    const routing = route(logits, bias, gate);
    const tokensOfExpert = expertLoad(routing.expertOfSlot, gate.routedExperts);
    yield { bias, logits, routing, tokensOfExpert, maxViolation: maxViolation(tokensOfExpert) };
    bias = updateBias(bias, tokensOfExpert, biasUpdateSpeed);
  }
}
