/**
 * @file Sparse attention of a later version of V3: an indexer scores all cached tokens with few, small numbers, and latent
 * attention reads the best of them alone. Costs of a decoding step, to be set beside those of `decodeCost`.
 */
import { refuse, requireObject, requirePositiveInteger } from "../check.ts";
import { deepFreeze } from "../freeze.ts";
import type { LatentAttention, ModelConfig } from "../model/configs.ts";
import { requireModel } from "../model/require-model.ts";
import { cacheBytesPerLayer, cacheFormats, type CacheFormat } from "./cache-bytes.ts";
import { flopPerPair } from "./decode-cost.ts";

/** An indexer, in each layer. */
export type Indexer = {
  /** Heads that score, each with a query and a weight of its own. They share one key. */
  indexerHeads: number;
  /** Width of their queries and of the key. */
  indexerHeadDim: number;
  /** Tokens that attention reads at most. */
  selectedTokens: number;
};

/**
 * The indexer of DeepSeek-V3.2-Exp.
 *
 * @source deepseek-ai/DeepSeek-V3.2-Exp, inference/config_671B_v3.2.json
 */
export const deepseekV32Indexer = deepFreeze({
  indexerHeads: 64,
  indexerHeadDim: 128,
  selectedTokens: 2048,
} as const satisfies Indexer);

export type SparseDecodeOptions = {
  /** Cached tokens, this one's included. */
  context: number;
  indexer?: Indexer;
  /** Of the cached latents; the indexer's keys are always FP8 with an FP32 scale for each 128 values, as in the released code. */
  format?: CacheFormat;
};

/** One token's step in all layers. A multiplication with its addition is two FLOP. */
export type SparseDecodeCost = {
  /** Scores of all cached tokens. */
  indexFlop: number;
  /** Scores and weighted sums of the tokens that were chosen, as absorbed latent attention makes them. */
  attentionFlop: number;
  /** Keys of the indexer, of all cached tokens. */
  indexBytes: number;
  /** Latents and position keys of the tokens that were chosen. */
  latentBytes: number;
  /** Tokens that attention reads: all of them, as long as there are no more than the indexer selects. */
  readTokens: number;
};

/**
 * What one token's attention computes and reads if an indexer chooses what it attends to. Projections, the ReLU, the choice of
 * the best and the softmax are left out, as `decodeCost` leaves them out.
 *
 * @throws RangeError if a count is not a positive integer, or the model has no latent attention
 * @source DeepSeek-V3.2-Exp: Boosting Long-Context Efficiency with DeepSeek Sparse Attention, eq. 1 and 2, counted
 */
export function sparseDecodeCost(model: ModelConfig, options: SparseDecodeOptions): SparseDecodeCost {
  requireObject({ options });
  const { context, indexer = deepseekV32Indexer, format = cacheFormats[0] } = options;
  const attention = requireLatent(model);
  requireIndexer(indexer);
  requirePositiveInteger({ context });
  const readTokens = Math.min(context, indexer.selectedTokens);
  const { score, sum } = flopPerPair(attention, "absorbed");
  return {
    indexFlop: model.layers * context * indexer.indexerHeads * 2 * (indexer.indexerHeadDim + 1),
    attentionFlop: model.layers * readTokens * attention.attentionHeads * (score + sum),
    indexBytes: model.layers * context * indexerBytesPerToken(indexer),
    latentBytes: model.layers * readTokens * cacheBytesPerLayer(model, format),
    readTokens,
  };
}

/**
 * Bytes that the indexer caches for a token in a layer: an FP8 key, and an FP32 scale for each 128 of its values.
 *
 * @throws RangeError if a size of the indexer is not a positive integer
 * @source deepseek-ai/DeepSeek-V3.2-Exp, inference/model.py
 */
export function indexerBytesPerToken(indexer: Indexer): number {
  requireIndexer(indexer);
  return indexer.indexerHeadDim + 4 * Math.ceil(indexer.indexerHeadDim / 128);
}

/**
 * Parameters that the indexers of all layers add: queries from the query latent, one key with a layer norm, and a weight for
 * each head.
 *
 * @throws RangeError if a size is not a positive integer, or the model has no latent attention with a query latent
 * @source deepseek-ai/DeepSeek-V3.2-Exp, inference/model.py
 */
export function indexerParameters(model: ModelConfig, indexer: Indexer): number {
  const { qLoraRank } = requireLatent(model);
  requireIndexer(indexer);
  if (qLoraRank === null)
    refuse("model.attention.qLoraRank", "be a number, since the indexer starts from the query latent", qLoraRank);
  const { indexerHeads, indexerHeadDim } = indexer;
  const queries = qLoraRank * indexerHeads * indexerHeadDim;
  const key = model.hiddenDim * indexerHeadDim + 2 * indexerHeadDim;
  return model.layers * (queries + key + model.hiddenDim * indexerHeads);
}

function requireLatent(model: ModelConfig): LatentAttention {
  requireModel(model);
  if (model.attention.kind !== "latent") refuse("model.attention.kind", 'be "latent"', model.attention.kind);
  return model.attention;
}

function requireIndexer(indexer: Indexer): void {
  requireObject({ indexer });
  const { indexerHeads, indexerHeadDim, selectedTokens } = indexer;
  requirePositiveInteger({
    "indexer.indexerHeads": indexerHeads,
    "indexer.indexerHeadDim": indexerHeadDim,
    "indexer.selectedTokens": selectedTokens,
  });
}
