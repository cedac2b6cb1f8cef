/** @file What a token leaves in the cache of keys and values. */
import { requirePositive } from "../check.ts";
import type { ModelConfig } from "./configs.ts";
import { requireModel } from "./require-model.ts";

/**
 * Numbers cached for one token in one layer.
 *
 * Latent attention: one latent and one position key for all heads, d_c + d_h^R. Grouped attention: a key and a value
 * for each key-value head.
 *
 * @throws RangeError if a size of the model is not allowed
 * @source §2.1.1, eq. 1 and 3
 */
export function cachedValuesPerToken(model: ModelConfig): number {
  requireModel(model);
  const { attention } = model;
  return attention.kind === "latent" ? attention.kvLoraRank + attention.ropeHeadDim : 2 * attention.keyValueHeads * attention.headDim;
}

/**
 * Bytes cached for one token over all layers.
 *
 * @param bytesPerValue  2 for BF16
 * @throws RangeError if `bytesPerValue` is not above 0, or a size of the model is not allowed
 */
export function kvCacheBytesPerToken(model: ModelConfig, bytesPerValue = 2): number {
  requirePositive({ bytesPerValue });
  return cachedValuesPerToken(model) * model.layers * bytesPerValue;
}
