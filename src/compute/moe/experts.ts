/** @file A layer of experts (§2.1.2, eq. 12 to 16), forward: SwiGLU networks, some for every token, some chosen. */
import {
  refuse,
  requireArray,
  requireIntegerInRange,
  requireLength,
  requireObject,
  requireOneOf,
  requirePositiveInteger,
  requireProductAtMost,
  requireReals,
} from "../check.ts";
import {
  mostReals,
  newReals,
  project,
  requireNoOverflow,
  storages,
  type Reals,
  type Storage,
} from "../attention/project.ts";
import { normed } from "../attention/rms-norm.ts";
import { createRandom } from "../random.ts";
import { exponential } from "../exponential.ts";
import { route, type GateOptions, type Routing } from "./gate.ts";

/** One SwiGLU network; matrices are [rows × columns]. */
export type ExpertWeights = {
  /** Its SiLU multiplies what `up` gives: [expertDim × hiddenDim]. */
  gate: Reals;
  /** [expertDim × hiddenDim] */
  up: Reals;
  /** [hiddenDim × expertDim] */
  down: Reals;
};

/** Weights of one layer. */
export type ExpertLayerWeights = {
  hiddenDim: number;
  sharedExperts: ExpertWeights[];
  routedExperts: ExpertWeights[];
  /** Centroids e_i, [routedExperts × hiddenDim]. */
  router: Reals;
  /** b_i, [routedExperts]; `null` for none. */
  bias: Reals | null;
  /** Of an RMSNorm before router and experts, as released; `null` for eq. 12 as printed, which has none. */
  norm: Reals | null;
};

export type ExpertLayerPass = {
  /** u_t^T e_i, [tokens × routedExperts]. */
  logits: Float64Array;
  routing: Routing;
  /** Sum over the shared experts, [tokens × hiddenDim]. */
  sharedOutput: Reals;
  /** Sum over the chosen experts, times their gates. Same shape. */
  routedOutput: Reals;
  /** h′_t, eq. 12: input, shared and routed. Same shape. */
  output: Reals;
};

/**
 * SwiGLU: W_down (SiLU(W_gate x) ⊙ W_up x), with SiLU(z) = z · sigmoid(z).
 *
 * @param vectors  [count × hiddenDim]
 * @returns same shape
 * @throws RangeError if sizes do not fit
 * @source arXiv:2002.05202, eq. 6; deepseek-ai/DeepSeek-V3, inference/model.py, `Expert`
 */
export function swiglu(
  weights: ExpertWeights,
  vectors: Reals,
  options: { hiddenDim: number; storage?: Storage },
): Reals {
  requireObject({ options });
  const { hiddenDim, storage = "float64" } = options;
  requirePositiveInteger({ hiddenDim });
  requireOneOf({ storage }, storages);
  requireExpert("weights", weights, hiddenDim);
  requireReals({ vectors });
  if (vectors.length % hiddenDim !== 0) refuse("vectors", `have a multiple of ${hiddenDim} entries`, vectors.length);
  const output = swigluOf(weights, vectors, hiddenDim, storage);
  requireNoOverflow(output, "weights");
  return output;
}

/** `swiglu` of weights and vectors that were looked at. */
function swigluOf({ gate, up, down }: ExpertWeights, vectors: Reals, hiddenDim: number, storage: Storage): Reals {
  const expertDim = gate.length / hiddenDim;
  const gates = project(gate, expertDim, vectors, storage);
  const inner = project(up, expertDim, vectors, storage);
  for (let i = 0; i < inner.length; i++) inner[i] *= gates[i] / (1 + exponential(-gates[i]));
  return project(down, hiddenDim, inner, storage);
}

/**
 * Forward pass of a layer of experts: h′ = u + Σ FFN^(s)(u) + Σ g FFN^(r)(u).
 *
 * @param hidden  u, [tokens × hiddenDim]
 * @throws RangeError if sizes do not fit, or for what `route` refuses
 * @source §2.1.2, eq. 12; deepseek-ai/DeepSeek-V3, inference/model.py, `MoE`
 */
export function expertLayer(
  weights: ExpertLayerWeights,
  hidden: Reals,
  options: { gate: GateOptions; storage?: Storage },
): ExpertLayerPass {
  requireObject({ options });
  const { gate, storage = "float64" } = options;
  requireOneOf({ storage }, storages);
  requireExpertLayer(weights, "weights", gate);
  requireReals({ hidden });
  const pass = expertPass(weights, hidden, gate, storage);
  requireNoOverflow(pass.output, "weights");
  return pass;
}

/** `expertLayer` of weights and hidden states that were looked at. */
export function expertPass(
  weights: ExpertLayerWeights,
  hidden: Reals,
  gate: GateOptions,
  storage: Storage,
): ExpertLayerPass {
  const { hiddenDim, sharedExperts, routedExperts, router, bias, norm } = weights;
  if (hidden.length % hiddenDim !== 0) refuse("hidden", `have a multiple of ${hiddenDim} entries`, hidden.length);
  const input = norm !== null ? normed(hidden, norm, storage) : hidden;
  const logits = Float64Array.from(project(router, gate.routedExperts, input, storage));
  const routing = route(logits, bias, gate);
  const sharedOutput = newReals(storage, hidden.length);
  for (const expert of sharedExperts) {
    const own = swigluOf(expert, input, hiddenDim, storage);
    for (let i = 0; i < own.length; i++) sharedOutput[i] += own[i];
  }
  const routedOutput = newReals(storage, hidden.length);
  for (let slot = 0; slot < routing.expertOfSlot.length; slot++) {
    const start = Math.floor(slot / gate.activatedExperts) * hiddenDim;
    const own = swigluOf(
      routedExperts[routing.expertOfSlot[slot]],
      input.subarray(start, start + hiddenDim),
      hiddenDim,
      storage,
    );
    for (let i = 0; i < hiddenDim; i++) routedOutput[start + i] += routing.gateOfSlot[slot] * own[i];
  }
  const output = newReals(storage, hidden.length);
  for (let i = 0; i < output.length; i++) output[i] = hidden[i] + sharedOutput[i] + routedOutput[i];
  return { logits, routing, sharedOutput, routedOutput, output };
}

export type ExpertLayerSizes = {
  hiddenDim: number;
  expertDim: number;
  sharedExperts: number;
  routedExperts: number;
  seed: number;
  storage?: Storage;
};

/**
 * Seeded weights: normal, with a variance of 1 over the number of columns; no bias, norm of 1.
 *
 * @throws RangeError if a size is not a positive integer (`sharedExperts` may be 0), a matrix of all experts would have more than
 *   2²⁷ entries, or `seed` is not a 32-bit one
 * @source ours: invented weights of the shapes of §2.1.2, eq. 12
 */
export function sampleExpertLayer(options: ExpertLayerSizes): ExpertLayerWeights {
  requireObject({ options });
  const { hiddenDim, expertDim, sharedExperts, routedExperts, seed, storage = "float32" } = options;
  requireProductAtMost({ hiddenDim, expertDim, routedExperts }, mostReals);
  requireIntegerInRange({ sharedExperts }, 0, Math.floor(mostReals / (hiddenDim * expertDim)));
  requireOneOf({ storage }, storages);
  const random = createRandom(seed);
  const matrix = (rows: number, columns: number): Reals => {
    const entries = newReals(storage, rows * columns);
    for (let i = 0; i < entries.length; i++) entries[i] = random.normal() / Math.sqrt(columns);
    return entries;
  };
  const expert = (): ExpertWeights => ({
    gate: matrix(expertDim, hiddenDim),
    up: matrix(expertDim, hiddenDim),
    down: matrix(hiddenDim, expertDim),
  });
  return {
    hiddenDim,
    sharedExperts: Array.from({ length: sharedExperts }, expert),
    routedExperts: Array.from({ length: routedExperts }, expert),
    router: matrix(routedExperts, hiddenDim),
    bias: null,
    norm: newReals(storage, hiddenDim).fill(1),
  };
}

/**
 * Checks the weights of a layer against its gate.
 *
 * @param path  what the caller calls them
 * @throws RangeError that names the first which is not allowed
 */
export function requireExpertLayer(weights: ExpertLayerWeights, path: string, gate: GateOptions): void {
  requireObject({ [path]: weights, gate });
  requirePositiveInteger({ "gate.routedExperts": gate.routedExperts });
  const { hiddenDim, sharedExperts, routedExperts, router, norm } = weights;
  requirePositiveInteger({ [`${path}.hiddenDim`]: hiddenDim });
  requireLength({ [`${path}.routedExperts`]: routedExperts }, gate.routedExperts);
  requireArray({ [`${path}.sharedExperts`]: sharedExperts });
  sharedExperts.forEach((expert, i) => requireExpert(`${path}.sharedExperts[${i}]`, expert, hiddenDim));
  routedExperts.forEach((expert, i) => requireExpert(`${path}.routedExperts[${i}]`, expert, hiddenDim));
  requireReals({ [`${path}.router`]: router });
  requireLength({ [`${path}.router`]: router }, gate.routedExperts * hiddenDim);
  if (norm === null) return;
  requireReals({ [`${path}.norm`]: norm });
  requireLength({ [`${path}.norm`]: norm }, hiddenDim);
}

function requireExpert(name: string, weights: ExpertWeights, hiddenDim: number): void {
  requireObject({ [name]: weights });
  const { gate, up, down } = weights;
  requireReals({ [`${name}.gate`]: gate, [`${name}.up`]: up, [`${name}.down`]: down });
  if (gate.length === 0 || gate.length % hiddenDim !== 0)
    refuse(`${name}.gate`, `have a multiple of ${hiddenDim} entries`, gate.length);
  requireLength({ [`${name}.up`]: up, [`${name}.down`]: down }, gate.length);
}
