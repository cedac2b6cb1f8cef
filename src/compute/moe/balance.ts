/** @file Balancing without auxiliary loss (§2.1.2): a bias per expert, moved after each step against its load. */
import {
  refuse,
  requireIntegers,
  requireLength,
  requireNonNegative,
  requireNumbers,
  requireObject,
  type Numbers,
} from "../check.ts";
import { deepFreeze } from "../freeze.ts";
import { expertLoad, maxViolation, meanLoad } from "./load.ts";
import { completeGate, route, type GateOptions, type Routing } from "./gate.ts";
import { syntheticLogits, type BatchOptions } from "./batch.ts";

/** What the report sets for balancing. @source §4.2 */
export const publishedBalance = deepFreeze({
  /** γ, until the last tokens. */
  biasUpdateSpeed: 0.001,
  /** After so many tokens γ is 0. */
  biasUpdateTokens: 14.3e12,
  /** α of the sequence-wise loss. */
  balanceFactor: 0.0001,
} as const);

/**
 * Biases after one step: b_i ← b_i + γ · sign(mean − load_i).
 *
 * An expert exactly at the mean keeps its bias; the report does not say.
 *
 * @param bias  b_i, [routedExperts]
 * @param options  `tokensOfExpert`: the load, [routedExperts]; `biasUpdateSpeed`: γ, 0.001 if left out, which is V3's for
 *   the first 14.3T tokens (it is 0 for the last 500B, §4.2)
 * @returns the new biases, [routedExperts]
 * @throws RangeError if lengths differ, a bias is not finite, a load is no count, or `biasUpdateSpeed` is negative
 * @source §2.1.2, after eq. 16; the sign rule is arXiv:2408.15664, algorithm 1
 */
export function updateBias(
  bias: Numbers,
  options: { tokensOfExpert: Numbers; biasUpdateSpeed?: number },
): Float64Array {
  requireNumbers({ bias });
  requireObject({ options });
  const { tokensOfExpert, biasUpdateSpeed = publishedBalance.biasUpdateSpeed } = options;
  requireIntegers({ tokensOfExpert });
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
 * @param batch  what `syntheticLogits` takes
 * @param gate  what `route` takes
 * @param options  `biasUpdateSpeed`: γ, 0.001 if left out; `initialBias`: b_i before the first step, [routedExperts],
 *   zeros if left out
 * @throws RangeError for what `route` refuses, at once, and for what `syntheticLogits` refuses, on the first step
 * @source §2.1.2
 */
export function balanceRun(
  batch: BatchOptions,
  gate: GateOptions,
  options: { biasUpdateSpeed?: number; initialBias?: Numbers } = {},
): Generator<BalanceStep, never> {
  requireObject({ batch, gate, options });
  const { biasUpdateSpeed = publishedBalance.biasUpdateSpeed, initialBias } = options;
  requireNonNegative({ biasUpdateSpeed });
  const { routedExperts } = completeGate(gate);
  if (batch.routedExperts !== routedExperts)
    refuse("batch.routedExperts", `be the gate's ${routedExperts}`, batch.routedExperts);
  if (initialBias !== undefined) {
    requireLength({ initialBias }, routedExperts);
    requireNumbers({ initialBias });
  }
  return steps(batch, gate, biasUpdateSpeed, initialBias);
}

function* steps(
  batch: BatchOptions,
  gate: GateOptions,
  biasUpdateSpeed: number,
  initialBias: Numbers | undefined,
): Generator<BalanceStep, never> {
  let bias: Float64Array | null = initialBias ? Float64Array.from(initialBias) : null;
  for (let step = 0; ; step++) {
    const logits = syntheticLogits(batch, step);
    const routing = route(logits, bias, gate);
    const used = bias ?? new Float64Array(gate.routedExperts);
    const tokensOfExpert = expertLoad(routing.expertOfSlot, gate.routedExperts);
    yield { bias: used, logits, routing, tokensOfExpert, maxViolation: maxViolation(tokensOfExpert) };
    bias = updateBias(used, { tokensOfExpert, biasUpdateSpeed });
  }
}
