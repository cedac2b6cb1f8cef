/** @file Tensor parallelism: what the GPUs of a group exchange for each layer when they split its matrices. V3 was trained without (§3.2). */
import { refuse, requireObject, requireOneOf, requirePositiveInteger } from "../check.ts";
import type { ModelConfig } from "../model/configs.ts";
import { requireModel } from "../model/require-model.ts";
import { layerKinds, type LayerKind } from "./activations.ts";

/** Bytes that one GPU receives in the forward of one layer and micro-batch; the backward exchanges as much. */
export type TensorExchange = {
  /** Before attention: what its split projections read of the other GPUs' tokens. */
  attentionGather: number;
  /** After it: partial sums of the hidden states of the GPU's own tokens. */
  attentionScatter: number;
  /** Likewise around the dense FFN, or the shared experts. */
  ffnGather: number;
  ffnScatter: number;
};

/**
 * What a GPU receives in the forward of a layer whose matrices `tensorRanks` GPUs split, with sequence parallelism:
 * outside of the split products each GPU works on its own part of the sequence.
 *
 * Two products in a row are split by columns, then by rows. Before the first all tokens are gathered, after the second the
 * partial sums are added up and scattered: of tokens × values, (t − 1)/t come from the others each time. In the backward a
 * gather becomes a reduction of gradients and a reduction a gather, so the bytes are the same. That the inputs are gathered
 * once more for the products for weights is left out; a product can hide it.
 *
 * Latent attention gathers its latents and the shared position key, of which each GPU makes those of its own tokens;
 * any other attention gathers hidden states. Routed experts are not split: they take part with expert parallelism, and each
 * GPU sends them its own tokens.
 *
 * @param options.tokens  of the micro-batch, on all GPUs of the group together
 * @param options.tensorRanks  GPUs of a group, t; with 1 nothing is exchanged
 * @param options.bytesPerValue  default 2, BF16
 * @throws RangeError if a size is not allowed, or the model has no such layer
 * @source arXiv:2205.05198, §4.2.2 (sequence parallelism); NVIDIA/Megatron-LM, megatron/core/transformer/multi_latent_attention.py (latents)
 */
export function tensorExchange(
  model: ModelConfig,
  layer: LayerKind,
  options: { tokens: number; tensorRanks: number; bytesPerValue?: number },
): TensorExchange {
  requireModel(model);
  requireOneOf({ layer }, model.moe ? layerKinds : ["dense"]);
  requireObject({ options });
  const { tokens, tensorRanks, bytesPerValue = 2 } = options;
  requirePositiveInteger({ tokens, tensorRanks, bytesPerValue });
  const { hiddenDim, attention, moe } = model;
  const received = (values: number): number => (tokens * values * bytesPerValue * (tensorRanks - 1)) / tensorRanks;
  const read =
    attention.kind === "latent" && attention.qLoraRank !== null
      ? attention.qLoraRank + attention.kvLoraRank + attention.ropeHeadDim
      : hiddenDim;
  const splitsFfn = layer === "dense" || (moe !== null && moe.sharedExperts > 0);
  return {
    attentionGather: received(read),
    attentionScatter: received(hiddenDim),
    ffnGather: splitsFfn ? received(hiddenDim) : 0,
    ffnScatter: splitsFfn ? received(hiddenDim) : 0,
  };
}

/**
 * Parameters of an attention block that stay whole on each GPU of a tensor-parallel group: projections down to the latents,
 * and the latents' norms. What has heads is split among them.
 *
 * @throws RangeError if a size of the model is not allowed
 * @source NVIDIA/Megatron-LM, megatron/core/transformer/multi_latent_attention.py
 */
export function unsplitAttention(model: ModelConfig): number {
  requireModel(model);
  const { hiddenDim, attention } = model;
  if (attention.kind !== "latent") return attention.headNorms ? 2 * attention.headDim : 0;
  const { qLoraRank, kvLoraRank, ropeHeadDim } = attention;
  const downTo = (latent: number, besides: number): number => hiddenDim * (latent + besides) + latent;
  return (qLoraRank === null ? 0 : downTo(qLoraRank, 0)) + downTo(kvLoraRank, ropeHeadDim);
}

/** What a number of tensor-parallel ranks does not divide, as in "divide the 128 heads of attention"; `null` if it divides all that is split. */
export function tensorFault(model: ModelConfig, tensorRanks: number): string | null {
  const { attention, denseDim, denseLayers, moe } = model;
  const parts: [size: number, of: string][] = [[attention.attentionHeads, "heads of attention"]];
  if (attention.kind === "grouped") parts.push([attention.keyValueHeads, "heads of keys and values"]);
  if (!moe || denseLayers > 0) parts.push([denseDim, "inner values of a dense FFN"]);
  if (moe && moe.sharedExperts > 0)
    parts.push([moe.sharedExperts * moe.expertDim, "inner values of the shared experts"]);
  const undivided = parts.find(([size]) => size % tensorRanks !== 0);
  return undivided ? `divide the ${undivided[0]} ${undivided[1]}` : null;
}

/** Checks that a group of tensor-parallel GPUs has a node to itself: between nodes its exchange would take the slow links. */
export function requireWithinNode(tensorRanks: number, gpusPerNode: number): void {
  if (gpusPerNode % tensorRanks !== 0)
    refuse(
      "layout.tensorRanks",
      `divide the ${gpusPerNode} GPUs of a node, whose links its exchange needs`,
      tensorRanks,
    );
}
