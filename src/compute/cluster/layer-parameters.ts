/** @file Parameters of a layer by what spreads them over GPUs. */
import type { ModelConfig } from "../model/configs.ts";
import { requireModel } from "../model/require-model.ts";
import { attentionParameters, expertParameters, routerParameters } from "../model/parameters.ts";
import { unsplitAttention } from "./tensor-parallel.ts";

/** Parameters of the parts of one layer; norms, two vectors a layer, are left out. */
export type LayerParameters = {
  attention: number;
  /** Of these, what tensor parallelism leaves whole on each GPU. */
  attentionUnsplit: number;
  /** A dense layer's FFN. */
  denseFfn: number;
  /** All routed experts of a layer, which expert parallelism spreads. */
  routedExperts: number;
  /** The routed experts that work on a token. */
  activatedExperts: number;
  sharedExperts: number;
  router: number;
};

/**
 * Counts them.
 *
 * @throws RangeError if a size of the model is not allowed
 * @source §2.1, eq. 1 to 16, counted by `attentionParameters` and the like
 */
export function layerParameters(model: ModelConfig): LayerParameters {
  requireModel(model);
  const { moe, hiddenDim, denseDim } = model;
  const expert = expertParameters(model);
  return {
    attention: attentionParameters(model),
    attentionUnsplit: unsplitAttention(model),
    denseFfn: 3 * hiddenDim * denseDim,
    routedExperts: moe ? moe.routedExperts * expert : 0,
    activatedExperts: moe ? moe.activatedExperts * expert : 0,
    sharedExperts: moe ? moe.sharedExperts * expert : 0,
    router: routerParameters(model),
  };
}
