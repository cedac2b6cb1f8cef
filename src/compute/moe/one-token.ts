/** @file One token through a small layer of experts (§2.1.2, eq. 12 to 16), whose biases have evened out the load before. */
import { requireIntegerInRange, requireNonNegative, requireObject } from "../check.ts";
import { newReals, project, type Reals } from "../attention/project.ts";
import { normed } from "../attention/rms-norm.ts";
import { deepseekV3 } from "../model/configs.ts";
import { createRandom, maxSeed } from "../random.ts";
import { updateBias } from "./balance.ts";
import { sampleExpertLayer, swiglu, type ExpertLayerWeights } from "./experts.ts";
import { completeGate, gateOf, route, type Gate } from "./gate.ts";
import { expertLoad } from "./load.ts";
import { traceToken, type TokenTrace } from "./trace.ts";

export type OneTokenOptions = {
  /** Of weights and tokens; 1 if left out. */
  seed?: number;
  /** Which token of the last batch, from 0; 0 if left out. */
  token?: number;
  /** K_r, from 1 to 32; V3's 8 if left out. */
  activatedExperts?: number;
  /** M, from 1 to 8; V3's 4 if left out. */
  limitedGroups?: number;
  /** Steps of balancing before the token comes, at most 1,000; 0 if left out. */
  updates?: number;
  /** γ of these steps; 0.02 if left out, twenty times V3's. */
  biasUpdateSpeed?: number;
};

/** Everything that becomes of the token, in the order of the equations. */
export type OneToken = {
  gate: Gate;
  weights: ExpertLayerWeights;
  /** u_t, [16]. */
  input: Reals;
  /** b_i, [256]. */
  bias: Float64Array;
  /** Load of each expert in the token's batch, [256]. */
  tokensOfExpert: Uint32Array;
  trace: TokenTrace;
  /** Experts that would be chosen if all groups were open, the best first. */
  chosenAnywhere: number[];
  /** FFN^(r)(u_t) of each chosen expert, times its gate, the best first: [16] each. */
  chosenOutputs: Reals[];
  /** FFN^(s)(u_t), [16]. */
  sharedOutput: Reals;
  /** h′_t, eq. 12: input, shared expert and chosen experts, [16]. */
  output: Reals;
};

/** Entries of a hidden state and of an expert's inner vector: 3.5 to 1 in V3. */
const hiddenDim = 16;
const expertDim = 4;
const tokensOfBatch = 128;
/** Spread of what all tokens have in common, which makes some experts popular. */
const commonSpread = 0.8;
const mostUpdates = 1000;

/**
 * A token through a layer with V3's gate, number of experts and groups, and vectors of 16 entries.
 *
 * Weights and tokens are seeded and ours. Tokens have something in common, so that experts whose centroids lie near it are
 * popular; before the token comes, biases are moved after each of `updates` fresh batches of 128 tokens, which V3's own gate
 * routes, whatever gate the token meets.
 *
 * @throws RangeError if an option is not in its range
 * @source §2.1.2, eq. 12 to 16; ours: the sizes of vectors, weights and tokens
 */
export function oneTokenThroughLayer(options: OneTokenOptions = {}): OneToken {
  requireObject({ options });
  const moe = deepseekV3.moe!;
  const {
    seed = 1,
    token = 0,
    activatedExperts = moe.activatedExperts,
    limitedGroups = moe.limitedGroups,
    updates = 0,
    biasUpdateSpeed = 0.02,
  } = options;
  requireIntegerInRange({ seed }, 0, maxSeed);
  requireIntegerInRange({ token }, 0, tokensOfBatch - 1);
  requireIntegerInRange({ limitedGroups }, 1, moe.expertGroups);
  requireIntegerInRange({ activatedExperts }, 1, moe.routedExperts / moe.expertGroups);
  requireIntegerInRange({ updates }, 0, mostUpdates);
  requireNonNegative({ biasUpdateSpeed });
  const { routedExperts, sharedExperts } = moe;
  const published = gateOf(moe);
  const gate = completeGate(gateOf({ ...moe, activatedExperts, limitedGroups }));
  const weights = sampleExpertLayer({
    hiddenDim,
    expertDim,
    sharedExperts,
    routedExperts,
    seed,
    storage: "float64",
  });
  const random = createRandom((seed ^ 0x9e37_79b1) >>> 0);
  const common = Float64Array.from({ length: hiddenDim }, () => commonSpread * random.normal());
  const batch = (): Reals =>
    Float64Array.from({ length: tokensOfBatch * hiddenDim }, (_, i) => common[i % hiddenDim] + random.normal());
  const logitsOf = (hidden: Reals): Float64Array =>
    Float64Array.from(project(weights.router, routedExperts, normed(hidden, weights.norm!, "float64"), "float64"));
  let bias: Float64Array = new Float64Array(routedExperts);
  for (let step = 0; step < updates; step++) {
    const tokensOfExpert = expertLoad(route(logitsOf(batch()), bias, published).expertOfSlot, routedExperts);
    bias = updateBias(bias, { tokensOfExpert, biasUpdateSpeed });
  }
  const hidden = batch();
  const tokensOfExpert = expertLoad(route(logitsOf(hidden), bias, gate).expertOfSlot, routedExperts);
  const input = hidden.subarray(token * hiddenDim, (token + 1) * hiddenDim);
  const logits = logitsOf(input);
  const trace = traceToken(logits, bias, gate);
  const anywhere = route(logits, bias, { ...gate, limitedGroups: gate.expertGroups });
  const seen = normed(input, weights.norm!, "float64");
  const chosenOutputs = trace.chosen.map((expert, slot) =>
    swiglu(weights.routedExperts[expert], seen, { hiddenDim }).map((value) => trace.gates[slot] * value),
  );
  const sharedOutput = swiglu(weights.sharedExperts[0], seen, { hiddenDim });
  const output = newReals("float64", hiddenDim);
  for (let i = 0; i < hiddenDim; i++) {
    output[i] = chosenOutputs.reduce((sum, vector) => sum + vector[i], input[i] + sharedOutput[i]);
  }
  return {
    gate,
    weights,
    input,
    bias,
    tokensOfExpert,
    trace,
    chosenAnywhere: [...anywhere.expertOfSlot],
    chosenOutputs,
    sharedOutput,
    output,
  };
}
