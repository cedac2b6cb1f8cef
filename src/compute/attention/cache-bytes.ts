/** @file Bytes in the cache of keys and values, by number format, and how many requests fit into a memory. */
import { requireNonNegative, requireObject, requirePositive, requirePositiveInteger } from "../check.ts";
import { deepFreeze } from "../freeze.ts";
import type { LatentAttention, ModelConfig } from "../model/configs.ts";
import { requireLatent, requireModel } from "../model/require-model.ts";

/** How cached numbers are stored. */
export type CacheFormat = {
  id: string;
  name: string;
  bytesPerValue: number;
  /** Of the part of the key that carries position, in latent attention. */
  bytesPerRopeValue: number;
  /** A scale for each run of so many values (of the latent, or of one head's key or value); `null` for none. */
  scale: { values: number; bytes: number } | null;
};

/** Formats of the cache that the figures compare. @source deepseek-ai/FlashMLA, README.md, for scaled FP8; ours: the others, by their widths */
export const cacheFormats = deepFreeze([
  { id: "bf16", name: "BF16", bytesPerValue: 2, bytesPerRopeValue: 2, scale: null },
  { id: "fp8", name: "FP8, no scales", bytesPerValue: 1, bytesPerRopeValue: 1, scale: null },
  // deepseek-ai/FlashMLA: 512 FP8 values, four FP32 scales, 64 BF16 values.
  {
    id: "fp8-scaled",
    name: "FP8 with scales, position in BF16",
    bytesPerValue: 1,
    bytesPerRopeValue: 2,
    scale: { values: 128, bytes: 4 },
  },
  { id: "fp4", name: "4 bits, no scales", bytesPerValue: 0.5, bytesPerRopeValue: 0.5, scale: null },
] as const satisfies readonly CacheFormat[]);

/**
 * Bytes cached for one token in one layer.
 *
 * Latent attention: latent, its scales, and the position key. Grouped attention: a key and a value for each key-value
 * head, with scales of their own.
 *
 * @throws RangeError if a size of the model is not allowed, or a number of the format not above 0
 * @source §2.1.1, eq. 1 and 3
 */
export function cacheBytesPerLayer(model: ModelConfig, format: CacheFormat): number {
  requireModel(model);
  requireFormat(format);
  const { attention } = model;
  if (attention.kind === "grouped") return 2 * attention.keyValueHeads * scaledBytes(attention.headDim, format);
  return scaledBytes(attention.kvLoraRank, format) + attention.ropeHeadDim * format.bytesPerRopeValue;
}

export type CacheOptions = {
  format: CacheFormat;
  /** Tokens of one request that are cached. */
  context: number;
  /** GPUs that share the heads of one request. A latent belongs to all heads, so each of them needs a copy. 1 if left out. */
  tensorRanks?: number;
};

/**
 * Bytes of one request's cache on one GPU: all layers, of grouped attention this GPU's share of the key-value heads.
 *
 * @throws RangeError if a size or an option is not allowed
 * @source §2.1.1, eq. 1 and 3, for the values; sharing by heads is that of arXiv:1909.08053, §3
 */
export function cacheBytesPerRequest(model: ModelConfig, options: CacheOptions): number {
  requireObject({ options });
  const { format, context, tensorRanks = 1 } = options;
  requirePositiveInteger({ context, tensorRanks });
  const whole = cacheBytesPerLayer(model, format) * model.layers * context;
  const { attention } = model;
  if (attention.kind === "latent") return whole;
  return (whole / attention.keyValueHeads) * Math.ceil(attention.keyValueHeads / tensorRanks);
}

export type MemoryOptions = CacheOptions & {
  /** Of the GPU. */
  memoryBytes: number;
  /** Taken by weights, activations and all else; 0 if left out. */
  reservedBytes?: number;
};

/**
 * Requests whose caches fit into a GPU's memory at once.
 *
 * @returns 0 if not even one does
 * @throws RangeError if a size is negative, or not allowed
 * @source ours: memory divided by `cacheBytesPerRequest`
 */
export function largestBatch(model: ModelConfig, options: MemoryOptions): number {
  requireObject({ options });
  const { memoryBytes, reservedBytes = 0 } = options;
  requirePositive({ memoryBytes });
  requireNonNegative({ reservedBytes });
  return Math.max(0, Math.floor((memoryBytes - reservedBytes) / cacheBytesPerRequest(model, options)));
}

/**
 * Numbers per token and layer if keys (both parts) and values of all heads were cached, rebuilt from the latent.
 *
 * @throws RangeError if a size is not a positive integer, or the attention is not latent
 * @source §2.1.1, eq. 2 to 5, counted
 */
export function expandedValuesPerToken(attention: LatentAttention): number {
  requireLatent(attention);
  const { attentionHeads, nopeHeadDim, ropeHeadDim, valueHeadDim } = attention;
  return attentionHeads * (nopeHeadDim + ropeHeadDim + valueHeadDim);
}

function scaledBytes(values: number, { bytesPerValue, scale }: CacheFormat): number {
  return values * bytesPerValue + (scale ? Math.ceil(values / scale.values) * scale.bytes : 0);
}

function requireFormat(format: CacheFormat): void {
  requireObject({ format });
  const { bytesPerValue, bytesPerRopeValue, scale } = format;
  requirePositive({ bytesPerValue, bytesPerRopeValue });
  if (scale !== null) requireObject({ scale });
  if (scale !== null) requirePositive({ "scale.values": scale.values, "scale.bytes": scale.bytes });
}
