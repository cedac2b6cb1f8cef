/** @file What a layer keeps of one token until its backward (§3.2.3, §3.3.3). */
import { requireBoolean, requireObject, requireOneOf } from "../check.ts";
import { deepFreeze } from "../freeze.ts";
import type { ModelConfig } from "../model/configs.ts";
import { requireModel } from "../model/require-model.ts";

export type ActivationOptions = {
  /** Whether norms and the up-projections of latent attention are computed again in the backward. §3.2.3. Default true. */
  recompute?: boolean;
  /**
   * Whether inputs of matrix products are cached in FP8, that of the product after attention in twelve bits, inputs of
   * SwiGLU in FP8 and its outputs not at all. §3.3.3. Default true; else all of it is in BF16.
   */
  fp8?: boolean;
};

/** One kept tensor, in bytes per token and layer. */
export type KeptActivation = { name: string; values: number; bytes: number };

/** Kinds of layer: with a dense FFN or with experts. @source §4.2: three dense layers, then experts */
export const layerKinds = deepFreeze(["dense", "moe"] as const);
export type LayerKind = (typeof layerKinds)[number];

/**
 * Tensors that one layer keeps of one token.
 *
 * Attention needs its queries, keys and values again, or the latents from which they are recomputed, and its output;
 * each norm its input, which is the residual stream; each product its input; SwiGLU its two inputs. Each expert that
 * works on a token has a copy of it. Gates are taken to be applied before an expert's last product, so that its output
 * need not be kept. Scales count as four bytes for 128 values.
 *
 * @throws RangeError if the model has no such layer or an option is not allowed
 * @source §2.1, §3.2.3, §3.3.3 (which name what is recomputed and in which format inputs are cached); the list is ours
 */
export function keptActivations(
  model: ModelConfig,
  layer: LayerKind,
  options: ActivationOptions = {},
): KeptActivation[] {
  requireModel(model);
  requireOneOf({ layer }, model.moe ? layerKinds : ["dense"]);
  requireObject({ options });
  const { recompute = true, fp8 = true } = options;
  requireBoolean({ recompute, fp8 });
  const { hiddenDim, attention, moe, denseDim } = model;
  const product = fp8 ? 1 + 4 / 128 : 2;
  const afterAttention = fp8 ? 1.5 : 2;
  const kept: KeptActivation[] = [];
  const keep = (name: string, values: number, bytesPerValue: number): void => {
    if (values > 0) kept.push({ name, values, bytes: values * bytesPerValue });
  };

  keep("residual before attention", hiddenDim, 2);
  if (!recompute) keep("normed input of attention", hiddenDim, product);
  if (attention.kind === "latent") {
    const { attentionHeads, kvLoraRank, qLoraRank, nopeHeadDim, ropeHeadDim, valueHeadDim } = attention;
    keep("latents and position key", (qLoraRank ?? 0) + kvLoraRank + ropeHeadDim, 2);
    if (!recompute) keep("normed latents", (qLoraRank ?? 0) + kvLoraRank, product);
    if (!recompute || qLoraRank === null) keep("queries", attentionHeads * (nopeHeadDim + ropeHeadDim), 2);
    if (!recompute) keep("keys and values", attentionHeads * (nopeHeadDim + ropeHeadDim + valueHeadDim), 2);
    keep("output of attention", attentionHeads * valueHeadDim, afterAttention);
    keep("log-sum-exp of each head", attentionHeads, 4);
  } else {
    const { attentionHeads, keyValueHeads, headDim } = attention;
    keep("queries", attentionHeads * headDim, 2);
    keep("keys and values", 2 * keyValueHeads * headDim, 2);
    keep("output of attention", attentionHeads * headDim, afterAttention);
    keep("log-sum-exp of each head", attentionHeads, 4);
  }
  keep("residual before the FFN", hiddenDim, 2);
  if (!recompute) keep("normed input of the FFN", hiddenDim, product);
  const inner = layer === "moe" && moe ? (moe.activatedExperts + moe.sharedExperts) * moe.expertDim : denseDim;
  if (layer === "moe" && moe) {
    keep("affinities", moe.routedExperts, 4);
    keep("inputs of the routed experts", moe.activatedExperts * hiddenDim, product);
  }
  keep("inputs of SwiGLU", 2 * inner, product);
  if (!fp8) keep("outputs of SwiGLU", inner, product);
  return kept;
}

/**
 * Bytes of one token in one layer: the sum of `keptActivations`.
 *
 * @throws RangeError as `keptActivations`
 * @source §2.1, §3.2.3, §3.3.3; the sum of `keptActivations`
 */
export function activationBytes(model: ModelConfig, layer: LayerKind, options: ActivationOptions = {}): number {
  return keptActivations(model, layer, options).reduce((sum, { bytes }) => sum + bytes, 0);
}
