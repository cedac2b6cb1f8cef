/** @file Multi-head, grouped-query, multi-query and latent attention of one and the same shape. */
import { refuse, requireIntegerInRange, requireObject } from "../check.ts";
import { requireAttention } from "../model/require-model.ts";
import type { GroupedAttention, LatentAttention, ModelConfig } from "../model/configs.ts";

export type AttentionVariant = {
  id: "mla" | "mha" | "gqa" | "mqa";
  name: string;
  attention: LatentAttention | GroupedAttention;
};

/**
 * The four kinds of attention with the heads of a model.
 *
 * Where the model has latent attention, a head of the others is as wide as the part without position (d_h), as in V2's
 * comparison. Where it has not, the latent is 4 d_h and the position key d_h / 2, V2's proportions, and queries are not
 * compressed.
 *
 * @param keyValueHeads  of grouped-query attention; a divisor of the heads
 * @throws RangeError if `keyValueHeads` is not from 1 to the number of heads, or no divisor of it
 * @source arXiv:2405.04434, Table 1 and §2.1.4
 */
export function attentionVariants(
  model: Pick<ModelConfig, "attention">,
  options: { keyValueHeads?: number } = {},
): AttentionVariant[] {
  requireObject({ model, options });
  const { attention } = model;
  requireAttention(attention, "model.attention");
  const { keyValueHeads = 8 } = options;
  const { attentionHeads } = attention;
  requireIntegerInRange({ keyValueHeads }, 1, attentionHeads);
  if (attentionHeads % keyValueHeads !== 0) refuse("keyValueHeads", `divide ${attentionHeads} heads`, keyValueHeads);
  const headDim = attention.kind === "latent" ? attention.nopeHeadDim : attention.headDim;
  const bias = attention.kind === "grouped" && attention.bias;
  const latent: LatentAttention =
    attention.kind === "latent"
      ? attention
      : {
          kind: "latent",
          attentionHeads,
          kvLoraRank: 4 * headDim,
          qLoraRank: null,
          nopeHeadDim: headDim,
          ropeHeadDim: headDim / 2,
          valueHeadDim: headDim,
        };
  const grouped = (keyValueHeads: number): GroupedAttention => ({
    kind: "grouped",
    attentionHeads,
    keyValueHeads,
    headDim,
    bias,
  });
  return [
    { id: "mla", name: "Multi-head latent", attention: latent },
    { id: "mha", name: "Multi-head", attention: grouped(attentionHeads) },
    { id: "gqa", name: "Grouped-query", attention: grouped(keyValueHeads) },
    { id: "mqa", name: "Multi-query", attention: grouped(1) },
  ];
}
