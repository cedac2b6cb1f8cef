/** @file Matrices of the linear layers that run in FP8, with their shapes. */
import { refuse } from "../check.ts";
import type { ModelConfig } from "./configs.ts";
import { requireModel } from "./require-model.ts";

/** A matrix that takes vectors of `inner` entries to vectors of `outer`. */
export type LinearShape = {
  id: string;
  name: string;
  /** Entries that a product sums over. */
  inner: number;
  outer: number;
  /** Where it stands: in every attention block, in every expert, or in every dense feed-forward network. */
  place: "attention" | "expert" | "dense";
};

/**
 * Matrices of a model with latent attention that run in FP8. What is computed at once is one matrix, as released: queries
 * with their rotary part, the latent with the rotary key, keys with values.
 *
 * Embedding, head, router and the projection of a prediction module are not among them.
 *
 * @throws RangeError if the model's attention is not latent with compressed queries, or a size is not allowed
 * @source §3.3.1, §4.2; shapes in deepseek-ai/DeepSeek-V3, inference/model.py
 */
export function linearShapes(model: ModelConfig): LinearShape[] {
  requireModel(model);
  const { hiddenDim, denseLayers, denseDim, attention, moe } = model;
  if (attention.kind !== "latent" || attention.qLoraRank === null)
    refuse("model.attention", "be latent with compressed queries", model.name);
  const { attentionHeads: heads, kvLoraRank, qLoraRank, nopeHeadDim, ropeHeadDim, valueHeadDim } = attention;
  const shape = (place: LinearShape["place"], id: string, name: string, inner: number, outer: number): LinearShape => ({
    id,
    name,
    inner,
    outer,
    place,
  });
  return [
    shape("attention", "queryDown", "Query, down", hiddenDim, qLoraRank),
    shape("attention", "queryUp", "Query, up", qLoraRank, heads * (nopeHeadDim + ropeHeadDim)),
    shape("attention", "latentDown", "Latent and rotary key", hiddenDim, kvLoraRank + ropeHeadDim),
    shape("attention", "latentUp", "Keys and values, up", kvLoraRank, heads * (nopeHeadDim + valueHeadDim)),
    shape("attention", "output", "Output of attention", heads * valueHeadDim, hiddenDim),
    ...(moe
      ? [
          shape("expert", "expertGate", "Expert, gate", hiddenDim, moe.expertDim),
          shape("expert", "expertUp", "Expert, up", hiddenDim, moe.expertDim),
          shape("expert", "expertDown", "Expert, down", moe.expertDim, hiddenDim),
        ]
      : []),
    ...(denseLayers > 0
      ? [
          shape("dense", "denseGate", "Dense network, gate", hiddenDim, denseDim),
          shape("dense", "denseUp", "Dense network, up", hiddenDim, denseDim),
          shape("dense", "denseDown", "Dense network, down", denseDim, hiddenDim),
        ]
      : []),
  ];
}
