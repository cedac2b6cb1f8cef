/** @file What a GPU of a serving unit keeps in its memory, and how many requests fit beside it. */
import { refuse, requireIntegerInRange, requireNonNegative, requireObject, requirePositive } from "../check.ts";
import { cacheBytesPerRequest, cacheFormats, type CacheFormat } from "../attention/cache-bytes.ts";
import type { ModelConfig } from "../model/configs.ts";
import { attentionParameters, expertParameters, routerParameters } from "../model/parameters.ts";
import { unitSizes, type DeploymentUnit } from "./units.ts";
import { bytesPerWeight, weightFormats, type WeightFormat } from "./weight-formats.ts";

export type UnitMemoryOptions = {
  /** Of one GPU. */
  memoryBytes: number;
  /** Tokens cached for a request. */
  context: number;
  /** Default FP8 as released. */
  weights?: WeightFormat;
  /** Default BF16. */
  cache?: CacheFormat;
  /** For activations, buffers and the runtime: ours. Default 10 GB. */
  reservedBytes?: number;
};

/** Bytes on one GPU. */
export type UnitMemory = {
  attention: number;
  routedExperts: number;
  sharedExperts: number;
  /** Dense FFN, whole on every GPU ("1-way Tensor Parallelism"), and routers. */
  denseFfn: number;
  /** Whole on every GPU: the report does not say how they are split. */
  embeddingAndHead: number;
  weights: number;
  /** Left for caches. */
  free: number;
  /** Of the cache of one request; every GPU of a tensor-parallel group keeps all of it. */
  cachePerRequest: number;
  /** Requests that fit, for each GPU: those of a group over its GPUs. */
  requestsPerGpu: number;
};

/**
 * Memory of a GPU that hosts what the unit says.
 *
 * Splitting the heads of latent attention saves weights, but no cache: the latent belongs to all heads.
 *
 * @throws RangeError if the unit does not fit the model, or a size is not allowed
 * @source §3.4.1, §3.4.2
 */
export function unitMemory(model: ModelConfig, unit: DeploymentUnit, options: UnitMemoryOptions): UnitMemory {
  requireObject({ options });
  const { memoryBytes, context, weights = weightFormats[0], cache = cacheFormats[0], reservedBytes = 10e9 } = options;
  requireObject({ weights, cache });
  requirePositive({ memoryBytes });
  requireNonNegative({ reservedBytes });
  const { placesPerGpu } = unitSizes(model, unit);
  const { attentionTensorRanks } = unit;
  const perWeight = bytesPerWeight(weights);
  const moeLayers = model.layers - model.denseLayers;
  const expert = expertParameters(model) * perWeight;
  const attention = model.layers * attentionParameters(oneRankOf(model, attentionTensorRanks)) * perWeight;
  const routedExperts = moeLayers * placesPerGpu * expert;
  const sharedExperts = unit.sharedReplicas > 0 ? 0 : moeLayers * model.moe!.sharedExperts * expert;
  const denseFfn =
    model.denseLayers * 3 * model.hiddenDim * model.denseDim * perWeight + 2 * moeLayers * routerParameters(model);
  const embeddingAndHead = 2 * 2 * model.vocabulary * model.hiddenDim;
  const all = attention + routedExperts + sharedExperts + denseFfn + embeddingAndHead;
  const cachePerRequest = cacheBytesPerRequest(model, { format: cache, context, tensorRanks: attentionTensorRanks });
  const free = memoryBytes - reservedBytes - all;
  return {
    attention,
    routedExperts,
    sharedExperts,
    denseFfn,
    embeddingAndHead,
    weights: all,
    free,
    cachePerRequest,
    requestsPerGpu: Math.max(0, Math.floor(free / cachePerRequest)) / attentionTensorRanks,
  };
}

/**
 * The model as one of several GPUs sees it that share the heads of attention.
 *
 * @throws RangeError if the GPUs do not divide the heads
 */
export function oneRankOf(model: ModelConfig, tensorRanks: number): ModelConfig {
  requireObject({ model });
  requireObject({ "model.attention": model.attention });
  const { attention } = model;
  requireIntegerInRange({ tensorRanks }, 1, 4096);
  if (attention.attentionHeads % tensorRanks !== 0)
    refuse("tensorRanks", `divide the ${attention.attentionHeads} heads`, tensorRanks);
  const attentionHeads = attention.attentionHeads / tensorRanks;
  if (attention.kind === "latent") return { ...model, attention: { ...attention, attentionHeads } };
  return {
    ...model,
    attention: {
      ...attention,
      attentionHeads,
      keyValueHeads: Math.max(1, Math.floor(attention.keyValueHeads / tensorRanks)),
    },
  };
}
