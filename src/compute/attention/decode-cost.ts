/** @file What attention computes and reads in one decoding step: FLOP, bytes, and their ratio. */
import { requireNonNegative, requireObject, requireOneOf, requirePositive, requirePositiveInteger } from "../check.ts";
import { deepFreeze } from "../freeze.ts";
import type { LatentAttention, ModelConfig } from "../model/configs.ts";
import { attentionParameters } from "../model/parameters.ts";
import { requireLatent, requireModel } from "../model/require-model.ts";
import { cacheBytesPerLayer, cacheFormats, expandedValuesPerToken, type CacheFormat } from "./cache-bytes.ts";

/**
 * How a step of latent attention works. `absorbed`: on the cached latents. `expanded`: keys and values of all heads are
 * rebuilt from the latents at every step. `expandedCache`: they are rebuilt once and cached, in place of the latents.
 * Grouped attention knows no such choice.
 *
 * @source §2.1.1; arXiv:2405.04434, Appendix C
 */
export const decodeWays = deepFreeze(["absorbed", "expanded", "expandedCache"] as const);
export type DecodeWay = (typeof decodeWays)[number];

export type DecodeOptions = {
  /** Requests that take the step together. */
  batch: number;
  /** Tokens that each of them attends to. */
  context: number;
  /** Tokens of each request in the step: 1, or more where drafts are verified. All attend to the whole context. */
  queryTokens?: number;
  way?: DecodeWay;
  format?: CacheFormat;
  /** Of the weights of the projections. */
  weightBytesPerValue?: number;
};

/** One step in all layers. A multiplication with its addition is two FLOP. */
export type DecodeCost = {
  /** Queries times keys: grows with the context. */
  scoreFlop: number;
  /** Weighted sums of values (of latents, if absorbed): likewise. */
  sumFlop: number;
  /** W^UK and W^UV: on the tokens of the step, or on all cached ones where they are rebuilt. */
  upFlop: number;
  /** The other projections, of the tokens of the step. */
  projectionFlop: number;
  /** Cached numbers, read once for each request. */
  cacheBytes: number;
  /** Matrices of the attention blocks, read once for the whole batch. */
  weightBytes: number;
};

/**
 * Cost of attention in one decoding step. Writes, norms and the softmax are left out.
 *
 * @throws RangeError if a count is not a positive integer, or an option or a size of the model is not allowed
 * @source §2.1.1, eq. 1 to 11, counted
 */
export function decodeCost(model: ModelConfig, options: DecodeOptions): DecodeCost {
  requireObject({ options });
  const {
    batch,
    context,
    queryTokens = 1,
    way = "absorbed",
    format = cacheFormats[0],
    weightBytesPerValue = 2,
  } = options;
  requireModel(model);
  requirePositiveInteger({ batch, context, queryTokens });
  requireOneOf({ way }, decodeWays);
  requirePositive({ weightBytesPerValue });
  const { attention, layers } = model;
  const tokens = batch * queryTokens * layers;
  const pairs = tokens * context * attention.attentionHeads;
  const matrices = matrixEntries(model);
  const weightBytes = layers * matrices * weightBytesPerValue;
  if (attention.kind === "grouped") {
    return {
      scoreFlop: 2 * pairs * attention.headDim,
      sumFlop: 2 * pairs * attention.headDim,
      upFlop: 0,
      projectionFlop: 2 * tokens * matrices,
      cacheBytes: batch * context * layers * cacheBytesPerLayer(model, format),
      weightBytes,
    };
  }
  const { score, sum } = flopPerPair(attention, way === "absorbed" ? "absorbed" : "expanded");
  const up = upEntries(attention);
  const bytesPerCachedToken =
    way === "expandedCache"
      ? expandedValuesPerToken(attention) * format.bytesPerValue
      : cacheBytesPerLayer(model, format);
  return {
    scoreFlop: pairs * score,
    sumFlop: pairs * sum,
    upFlop: 2 * up * (way === "expanded" ? batch * context * layers : tokens),
    projectionFlop: 2 * tokens * (matrices - up),
    cacheBytes: batch * context * layers * bytesPerCachedToken,
    weightBytes,
  };
}

/**
 * FLOP for one query, one key and one head: of the score, and of the key's part in the weighted sum.
 *
 * Expanded, twice the width of a key and of a value; absorbed, twice that of latent and position key, and of the latent.
 *
 * @throws RangeError if a size is not a positive integer, the attention is not latent, or `way` is another
 * @source §2.1.1, eq. 10
 */
export function flopPerPair(attention: LatentAttention, way: "expanded" | "absorbed"): { score: number; sum: number } {
  requireLatent(attention);
  const { kvLoraRank, nopeHeadDim, ropeHeadDim, valueHeadDim } = attention;
  requireOneOf({ way }, ["expanded", "absorbed"]);
  return way === "expanded"
    ? { score: 2 * (nopeHeadDim + ropeHeadDim), sum: 2 * valueHeadDim }
    : { score: 2 * (kvLoraRank + ropeHeadDim), sum: 2 * kvLoraRank };
}

/**
 * FLOP of scores and sums for each byte read from the cache: what decides at long context, where all else is small.
 *
 * @throws RangeError if a field of `cost` is negative, or it reads nothing
 * @source §2.1.1, eq. 10, counted by `decodeCost`
 */
export function attentionIntensity(cost: DecodeCost): number {
  requireCost(cost);
  return (cost.scoreFlop + cost.sumFlop) / cost.cacheBytes;
}

/**
 * FLOP for each byte read, projections and their weights counted too.
 *
 * @throws RangeError if a field of `cost` is negative, or it reads nothing
 * @source §2.1.1, eq. 1 to 11, counted by `decodeCost`
 */
export function decodeIntensity(cost: DecodeCost): number {
  return decodeFlop(cost) / (cost.cacheBytes + cost.weightBytes);
}

/**
 * All FLOP of a step.
 *
 * @throws RangeError if a field of `cost` is negative, or it reads nothing
 * @source §2.1.1, eq. 1 to 11, counted by `decodeCost`
 */
export function decodeFlop(cost: DecodeCost): number {
  requireCost(cost);
  return cost.scoreFlop + cost.sumFlop + cost.upFlop + cost.projectionFlop;
}

/**
 * Fewest new tokens, over one and the same cached context, for which rebuilding keys and values costs no more FLOP than
 * absorbing: rebuilding is paid once for each cached token, and absorbing by each query anew.
 *
 * @param context  cached tokens that each of them attends to
 * @returns a count of tokens; Infinity where absorbing is never dearer
 * @throws RangeError if `context` is not a positive integer
 * @source ours: where both counts of `flopPerPair` meet
 */
export function fewestTokensToExpand(attention: LatentAttention, context: number): number {
  requireLatent(attention);
  requirePositiveInteger({ context });
  const pair = (way: "expanded" | "absorbed") => {
    const { score, sum } = flopPerPair(attention, way);
    return attention.attentionHeads * (score + sum);
  };
  const up = 2 * upEntries(attention);
  const savedPerToken = context * (pair("absorbed") - pair("expanded")) + up;
  return savedPerToken <= 0 ? Infinity : Math.ceil((context * up) / savedPerToken);
}

function requireCost(cost: DecodeCost): void {
  requireObject({ cost });
  const { scoreFlop, sumFlop, upFlop, projectionFlop, cacheBytes, weightBytes } = cost;
  requireNonNegative({ scoreFlop, sumFlop, upFlop, projectionFlop });
  requirePositive({ cacheBytes, weightBytes });
}

/** Entries of W^UK and W^UV. */
function upEntries({ attentionHeads, kvLoraRank, nopeHeadDim, valueHeadDim }: LatentAttention): number {
  return kvLoraRank * attentionHeads * (nopeHeadDim + valueHeadDim);
}

/** Entries of one block's matrices: its parameters without norms and biases. */
function matrixEntries(model: ModelConfig): number {
  const { attention } = model;
  const vectors =
    attention.kind === "latent"
      ? attention.kvLoraRank + (attention.qLoraRank ?? 0)
      : attention.bias
        ? (attention.attentionHeads + 2 * attention.keyValueHeads) * attention.headDim
        : 0;
  return attentionParameters(model) - vectors;
}
