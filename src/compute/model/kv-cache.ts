/** @file What a token leaves in the cache of keys and values. */
import { requireObject, requirePositive } from "../check.ts";
import type { ModelConfig } from "./configs.ts";
import { exactCount, requireModel } from "./require-model.ts";

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
  return exactCount(
    attention.kind === "latent"
      ? attention.kvLoraRank + attention.ropeHeadDim
      : 2 * attention.keyValueHeads * attention.headDim,
  );
}

/**
 * Bytes cached for one token over all layers, every number as wide as the others. Caches of mixed width, and with
 * scales, are `cacheBytesPerLayer`'s.
 *
 * @param options  `bytesPerValue`: 2, BF16, if left out
 * @throws RangeError if `bytesPerValue` is not above 0, or a size of the model is not allowed
 * @source §2.1.1, eq. 1 and 3
 */
export function kvCacheBytesPerToken(model: ModelConfig, options: { bytesPerValue?: number } = {}): number {
  requireModel(model);
  requireObject({ options });
  const { bytesPerValue = 2 } = options;
  requirePositive({ bytesPerValue });
  return cachedValuesPerToken(model) * model.layers * bytesPerValue;
}
