/** @file A layer of experts (§2.1.2, eq. 12 to 16), forward: SwiGLU networks, some for every token, some chosen. */
import { refuse, requireLength, requireNonNegativeInteger, requireObject, requirePositiveInteger } from "../check.ts";
import { newReals, project, type Reals, type Storage } from "../attention/project.ts";
import { rmsNorm } from "../attention/rms-norm.ts";
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
export function swiglu(weights: ExpertWeights, vectors: Reals, options: { hiddenDim: number; storage?: Storage }): Reals {
  requireObject({ weights, options });
  const { gate, up, down } = weights;
  const { hiddenDim, storage = "float64" } = options;
  requirePositiveInteger({ hiddenDim });
  requireLength({ up, down }, gate.length);
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
export function expertLayer(weights: ExpertLayerWeights, hidden: Reals, options: { gate: GateOptions; storage?: Storage }): ExpertLayerPass {
  requireObject({ options });
  const { gate, storage = "float64" } = options;
  requireObject({ weights });
  const { hiddenDim, sharedExperts, routedExperts, router, bias, norm } = weights;
  requireLength({ "weights.routedExperts": routedExperts }, gate.routedExperts);
  if (hidden.length % hiddenDim !== 0) refuse("hidden", `have a multiple of ${hiddenDim} entries`, hidden.length);
  const input = norm ? rmsNorm(hidden, norm, { storage }) : hidden;
  const logits = Float64Array.from(project(router, gate.routedExperts, input, storage));
  const routing = route(logits, bias, gate);
  const sharedOutput = newReals(storage, hidden.length);
  for (const expert of sharedExperts) {
    const own = swiglu(expert, input, { hiddenDim, storage });
    for (let i = 0; i < own.length; i++) sharedOutput[i] += own[i];
  }
  const routedOutput = newReals(storage, hidden.length);
  for (let slot = 0; slot < routing.expertOfSlot.length; slot++) {
    const start = Math.floor(slot / gate.activatedExperts) * hiddenDim;
    const own = swiglu(routedExperts[routing.expertOfSlot[slot]], input.subarray(start, start + hiddenDim), { hiddenDim, storage });
    for (let i = 0; i < hiddenDim; i++) routedOutput[start + i] += routing.gateOfSlot[slot] * own[i];
  }
  const output = newReals(storage, hidden.length);
  for (let i = 0; i < output.length; i++) output[i] = hidden[i] + sharedOutput[i] + routedOutput[i];
  return { logits, routing, sharedOutput, routedOutput, output };
}

export type ExpertLayerSizes = { hiddenDim: number; expertDim: number; sharedExperts: number; routedExperts: number; seed: number; storage?: Storage };

/**
 * Seeded weights: normal, with a variance of 1 over the number of columns; no bias, norm of 1.
 *
 * @throws RangeError if a size is not a positive integer (`sharedExperts` may be 0), or `seed` not a 32-bit one
 */
export function sampleExpertLayer(options: ExpertLayerSizes): ExpertLayerWeights {
  requireObject({ options });
  const { hiddenDim, expertDim, sharedExperts, routedExperts, seed, storage = "float32" } = options;
  requirePositiveInteger({ hiddenDim, expertDim, routedExperts });
  requireNonNegativeInteger({ sharedExperts });
  const random = createRandom(seed);
  const matrix = (rows: number, columns: number): Reals => {
    const entries = newReals(storage, rows * columns);
    for (let i = 0; i < entries.length; i++) entries[i] = random.normal() / Math.sqrt(columns);
    return entries;
  };
  const expert = (): ExpertWeights => ({ gate: matrix(expertDim, hiddenDim), up: matrix(expertDim, hiddenDim), down: matrix(hiddenDim, expertDim) });
  return {
    hiddenDim,
    sharedExperts: Array.from({ length: sharedExperts }, expert),
    routedExperts: Array.from({ length: routedExperts }, expert),
    router: matrix(routedExperts, hiddenDim),
    bias: null,
    norm: newReals(storage, hiddenDim).fill(1),
  };
}
