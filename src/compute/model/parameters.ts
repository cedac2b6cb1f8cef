/** @file Exact parameter counts, by the shapes of the released models. */
import { requireOneOf } from "../check.ts";
import type { ModelConfig } from "./configs.ts";
import { requireModel } from "./require-model.ts";

/** Parameters by component. A count of several equal parts is that of all of them. */
export type ParameterCount = {
  embedding: number;
  /** All attention blocks, norms of the latents included. */
  attention: number;
  denseFfn: number;
  routedExperts: number;
  sharedExperts: number;
  /** Router matrices and, where it exists, the balancing bias. */
  router: number;
  /** Two norms for each layer and the last one. */
  norms: number;
  /** Output head, a matrix of its own in every model here. */
  head: number;
};

export type ParameterComponent = keyof ParameterCount;
export const parameterComponents = ["embedding", "attention", "denseFfn", "routedExperts", "sharedExperts", "router", "norms", "head"] as const satisfies readonly ParameterComponent[];

/**
 * Parameters of the main model, without prediction modules.
 *
 * @throws RangeError if a size of the model is not allowed
 * @source §2.1, §4.2 and the shapes in deepseek-ai/DeepSeek-V3, inference/model.py
 */
export function parameterCount(model: ModelConfig): ParameterCount {
  const { hiddenDim, vocabulary, layers, denseLayers, denseDim, moe } = model;
  requireModel(model);
  const moeLayers = layers - denseLayers;
  return {
    embedding: vocabulary * hiddenDim,
    attention: layers * attentionParameters(model),
    denseFfn: denseLayers * 3 * hiddenDim * denseDim,
    routedExperts: moe ? moeLayers * moe.routedExperts * expertParameters(model) : 0,
    sharedExperts: moe ? moeLayers * moe.sharedExperts * expertParameters(model) : 0,
    router: moeLayers * routerParameters(model),
    norms: (2 * layers + 1) * hiddenDim,
    head: vocabulary * hiddenDim,
  };
}

/**
 * Parameters that work on one token: of the routed experts, only the chosen ones.
 *
 * The input embedding is counted whole, as a matrix; a token reads one row of it.
 */
export function activatedParameterCount(model: ModelConfig): ParameterCount {
  const all = parameterCount(model);
  const { moe } = model;
  return { ...all, routedExperts: moe ? (all.routedExperts / moe.routedExperts) * moe.activatedExperts : 0 };
}

/** Which of the two vocabulary matrices a count includes. Norms and router count in all of them. */
export const countingConventions = ["all", "withoutEmbedding", "layersOnly"] as const;
export type CountingConvention = (typeof countingConventions)[number];

/**
 * One number for a model.
 *
 * - `all`: embedding and head;
 * - `withoutEmbedding`: the head, but not the input embedding, which is looked up and not multiplied;
 * - `layersOnly`: neither.
 */
export function sumParameters(count: ParameterCount, convention: CountingConvention = "all"): number {
  requireOneOf({ convention }, countingConventions);
  const sum = parameterComponents.reduce((total, component) => total + count[component], 0);
  if (convention === "all") return sum;
  return sum - count.embedding - (convention === "layersOnly" ? count.head : 0);
}

/** Parameters of one attention block. */
export function attentionParameters({ hiddenDim, attention }: ModelConfig): number {
  const { attentionHeads } = attention;
  if (attention.kind === "grouped") {
    const { keyValueHeads, headDim, bias } = attention;
    const queryDim = attentionHeads * headDim;
    const keyValueDim = 2 * keyValueHeads * headDim;
    return hiddenDim * (queryDim + keyValueDim) + queryDim * hiddenDim + (bias ? queryDim + keyValueDim : 0);
  }
  const { kvLoraRank, qLoraRank, nopeHeadDim, ropeHeadDim, valueHeadDim } = attention;
  const queryDim = attentionHeads * (nopeHeadDim + ropeHeadDim);
  // Eq. 6 to 8, with the norm of the latent.
  const query = qLoraRank === null ? hiddenDim * queryDim : hiddenDim * qLoraRank + qLoraRank + qLoraRank * queryDim;
  // Eq. 1 to 5, likewise.
  const keyValue = hiddenDim * (kvLoraRank + ropeHeadDim) + kvLoraRank + kvLoraRank * attentionHeads * (nopeHeadDim + valueHeadDim);
  const output = attentionHeads * valueHeadDim * hiddenDim;
  return query + keyValue + output;
}

/** Parameters of one expert, shared or routed: a SwiGLU FFN of three matrices; 0 in a dense model. */
export function expertParameters({ hiddenDim, moe }: ModelConfig): number {
  return moe ? 3 * hiddenDim * moe.expertDim : 0;
}

/** Parameters of one layer's router, with its balancing bias where it has one. */
export function routerParameters({ hiddenDim, moe }: ModelConfig): number {
  return moe ? moe.routedExperts * hiddenDim + (moe.routingBias ? moe.routedExperts : 0) : 0;
}

/** Parameters of one multi-token prediction module. */
export type PredictionModuleCount = {
  /** A whole Transformer block with experts. */
  block: number;
  /** M_k, which joins two hidden vectors into one. */
  projection: number;
  /** Of its two inputs, and before the head. */
  norms: number;
  /** Embedding and head: the main model's, so they count only where a file stores copies. */
  sharedWithMain: number;
};

/**
 * Parameters of one prediction module.
 *
 * @param activated  count only the experts that work on a token
 * @throws RangeError if the model has none
 * @source §2.2, eq. 21 to 23; the norm before the head is in the released weights alone (model.layers.61.shared_head.norm)
 */
export function predictionModuleCount(model: ModelConfig, { activated = false } = {}): PredictionModuleCount {
  requireModel(model);
  const { hiddenDim, vocabulary, moe, mtpDepth } = model;
  if (mtpDepth < 1 || !moe) throw new RangeError(`mtpDepth must be at least 1 (got ${mtpDepth} for ${model.name})`);
  const experts = moe.sharedExperts + (activated ? moe.activatedExperts : moe.routedExperts);
  return {
    block: attentionParameters(model) + experts * expertParameters(model) + routerParameters(model) + 2 * hiddenDim,
    projection: 2 * hiddenDim * hiddenDim,
    norms: 3 * hiddenDim,
    sharedWithMain: 2 * vocabulary * hiddenDim,
  };
}
