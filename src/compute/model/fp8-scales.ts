/** @file Scales of FP8 weights: one for each block of a matrix, stored beside it. */
import { refuse, requirePositiveInteger } from "../check.ts";
import type { ModelConfig } from "./configs.ts";
import { exactCount, requireModel } from "./require-model.ts";

/**
 * Scales that the released FP8 weights carry, prediction modules included.
 *
 * Stored in FP8 are the projections of attention and the FFNs, experts included; embedding, head, router, norms and
 * the projection of a prediction module are not. A block at an edge may be smaller and has a scale all the same.
 *
 * @param blockSize  128 in the release
 * @throws RangeError if the model's attention is not latent with compressed queries, or a size is not allowed
 * @source §3.3.2; shapes in deepseek-ai/DeepSeek-V3, inference/model.py
 */
export function fp8ScaleCount(model: ModelConfig, blockSize = 128): number {
  requirePositiveInteger({ blockSize });
  requireModel(model);
  const { hiddenDim, layers, denseLayers, denseDim, attention, moe, mtpDepth } = model;
  if (attention.kind !== "latent" || attention.qLoraRank === null)
    refuse("model.attention", "be latent with compressed queries", model.name);
  const { attentionHeads, kvLoraRank, qLoraRank, nopeHeadDim, ropeHeadDim, valueHeadDim } = attention;
  const blocks = (rows: number, columns: number): number =>
    Math.ceil(rows / blockSize) * Math.ceil(columns / blockSize);
  const perAttention =
    blocks(qLoraRank, hiddenDim) +
    blocks(attentionHeads * (nopeHeadDim + ropeHeadDim), qLoraRank) +
    blocks(kvLoraRank + ropeHeadDim, hiddenDim) +
    blocks(attentionHeads * (nopeHeadDim + valueHeadDim), kvLoraRank) +
    blocks(hiddenDim, attentionHeads * valueHeadDim);
  const moeLayers = layers - denseLayers + mtpDepth;
  const experts = moe ? moeLayers * (moe.routedExperts + moe.sharedExperts) * 3 * blocks(moe.expertDim, hiddenDim) : 0;
  return exactCount((layers + mtpDepth) * perAttention + denseLayers * 3 * blocks(denseDim, hiddenDim) + experts);
}
