/** @file Exact parameter counts, by the shapes of the released models. */
import { refuse, requireBoolean, requireNonNegativeInteger, requireObject, requireOneOf } from "../check.ts";
import { deepFreeze } from "../freeze.ts";
import type { ModelConfig } from "./configs.ts";
import { exactCount, requireModel } from "./require-model.ts";

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
/** The components of a count, in the order in which a token meets them. @source ours: the parts that a count is split into */
export const parameterComponents = deepFreeze([
  "embedding",
  "attention",
  "denseFfn",
  "routedExperts",
  "sharedExperts",
  "router",
  "norms",
  "head",
] as const satisfies readonly ParameterComponent[]);

/**
 * Parameters of the main model, by component, without prediction modules.
 *
 * @throws RangeError if a size of the model is not allowed, or the sum is above 2⁵³
 * @source §2.1, §4.2 and the shapes in deepseek-ai/DeepSeek-V3, inference/model.py
 */
export function modelParameters(model: ModelConfig): ParameterCount {
  requireModel(model);
  const { hiddenDim, vocabulary, layers, denseLayers, denseDim, moe } = model;
  const moeLayers = layers - denseLayers;
  const count = {
    embedding: vocabulary * hiddenDim,
    attention: layers * attentionParameters(model),
    denseFfn: denseLayers * 3 * hiddenDim * denseDim,
    routedExperts: moe ? moeLayers * moe.routedExperts * expertParameters(model) : 0,
    sharedExperts: moe ? moeLayers * moe.sharedExperts * expertParameters(model) : 0,
    router: moeLayers * routerParameters(model),
    norms: (2 * layers + 1) * hiddenDim,
    head: vocabulary * hiddenDim,
  };
  exactCount(parameterComponents.reduce((sum, component) => sum + count[component], 0));
  return count;
}

/**
 * Parameters that work on one token: of the routed experts, only the chosen ones.
 *
 * The input embedding is counted whole, as a matrix; a token reads one row of it.
 *
 * @throws RangeError if a size of the model is not allowed, or the count of all parameters is above 2⁵³
 * @source §2.1.2, eq. 12 to 14: K_r of the N_r routed experts
 */
export function activatedModelParameters(model: ModelConfig): ParameterCount {
  const all = modelParameters(model);
  const { moe } = model;
  return { ...all, routedExperts: moe ? (all.routedExperts / moe.routedExperts) * moe.activatedExperts : 0 };
}

/**
 * Which of the two vocabulary matrices a count includes. Norms and router count in all of them.
 *
 * @source ours: the readings under which printed counts come out; see `printedCounts`
 */
export const countingConventions = deepFreeze(["all", "withoutEmbedding", "layersOnly"] as const);
export type CountingConvention = (typeof countingConventions)[number];

/**
 * One number for a model.
 *
 * - `all`: embedding and head;
 * - `withoutEmbedding`: the head, but not the input embedding, which is looked up and not multiplied;
 * - `layersOnly`: neither.
 *
 * @throws RangeError if an entry of `count` is no integer, 0 or above, or the sum is above 2⁵³
 * @source the three readings of "activated" in §1, §4.2 and README_WEIGHTS.md of the released weights
 */
export function sumParameters(count: ParameterCount, convention: CountingConvention = "all"): number {
  requireObject({ count });
  requireOneOf({ convention }, countingConventions);
  for (const component of parameterComponents) requireNonNegativeInteger({ [`count.${component}`]: count[component] });
  const sum = parameterComponents.reduce((total, component) => total + count[component], 0);
  if (!Number.isSafeInteger(sum)) refuse("count", "sum to less than 2^53", sum);
  if (convention === "all") return sum;
  return sum - count.embedding - (convention === "layersOnly" ? count.head : 0);
}

/**
 * Parameters of one attention block, norms of the latents and biases included.
 *
 * @throws RangeError if a size of the model is not allowed, or the count is above 2⁵³
 * @source §2.1.1, eq. 1 to 11
 */
export function attentionParameters(model: ModelConfig): number {
  requireModel(model);
  const { hiddenDim, attention } = model;
  const { attentionHeads } = attention;
  if (attention.kind === "grouped") {
    const { keyValueHeads, headDim, bias, headNorms = false } = attention;
    const queryDim = attentionHeads * headDim;
    const keyValueDim = 2 * keyValueHeads * headDim;
    return exactCount(
      hiddenDim * (queryDim + keyValueDim) +
        queryDim * hiddenDim +
        (bias ? queryDim + keyValueDim : 0) +
        (headNorms ? 2 * headDim : 0),
    );
  }
  const { kvLoraRank, qLoraRank, nopeHeadDim, ropeHeadDim, valueHeadDim } = attention;
  const queryDim = attentionHeads * (nopeHeadDim + ropeHeadDim);
  // Eq. 6 to 8, with the norm of the latent.
  const query = qLoraRank === null ? hiddenDim * queryDim : hiddenDim * qLoraRank + qLoraRank + qLoraRank * queryDim;
  // Eq. 1 to 5, likewise.
  const keyValue =
    hiddenDim * (kvLoraRank + ropeHeadDim) + kvLoraRank + kvLoraRank * attentionHeads * (nopeHeadDim + valueHeadDim);
  const output = attentionHeads * valueHeadDim * hiddenDim;
  return exactCount(query + keyValue + output);
}

/**
 * Parameters of one expert, shared or routed: a SwiGLU FFN of three matrices; 0 in a dense model.
 *
 * @throws RangeError if a size of the model is not allowed, or the count is above 2⁵³
 * @source §2.1.2, §4.2
 */
export function expertParameters(model: ModelConfig): number {
  requireModel(model);
  const { hiddenDim, moe } = model;
  return exactCount(moe ? 3 * hiddenDim * moe.expertDim : 0);
}

/**
 * Parameters of one layer's router, with its balancing bias where it has one; 0 in a dense model.
 *
 * @throws RangeError if a size of the model is not allowed, or the count is above 2⁵³
 * @source §2.1.2, eq. 15 and 16
 */
export function routerParameters(model: ModelConfig): number {
  requireModel(model);
  const { hiddenDim, moe } = model;
  return exactCount(moe ? moe.routedExperts * hiddenDim + (moe.routingBias ? moe.routedExperts : 0) : 0);
}

/** Parameters of one multi-token prediction module. */
export type PredictionModuleParameters = {
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
 * @param options  `activated`: count only the experts that work on a token
 * @throws RangeError if the model has none, a size is not allowed, or the count is above 2⁵³
 * @source §2.2, eq. 21 to 23; the norm before the head is in the released weights alone (model.layers.61.shared_head.norm)
 */
export function predictionModuleParameters(
  model: ModelConfig,
  options: { activated?: boolean } = {},
): PredictionModuleParameters {
  requireModel(model);
  requireObject({ options });
  const { activated = false } = options;
  requireBoolean({ activated });
  const { hiddenDim, vocabulary, moe, mtpDepth } = model;
  if (mtpDepth < 1 || !moe) refuse("model.mtpDepth", "be at least 1", mtpDepth);
  const experts = moe.sharedExperts + (activated ? moe.activatedExperts : moe.routedExperts);
  const count = {
    block: attentionParameters(model) + experts * expertParameters(model) + routerParameters(model) + 2 * hiddenDim,
    projection: 2 * hiddenDim * hiddenDim,
    norms: 3 * hiddenDim,
    sharedWithMain: 2 * vocabulary * hiddenDim,
  };
  exactCount(count.block + count.projection + count.norms + count.sharedWithMain);
  return count;
}
