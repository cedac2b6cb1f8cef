/** @file Formats of the weights of a served model, and the bytes that weights then take. */
import { requireNonNegative, requireObject, requirePositive } from "../check.ts";
import { deepFreeze } from "../freeze.ts";
import type { ParameterCount } from "../model/parameters.ts";

/** How the matrices of attention, FFN and experts are stored; embedding, head, router and norms stay in BF16. */
export type WeightFormat = {
  id: string;
  name: string;
  bytesPerWeight: number;
  /** A scale for so many weights; `null` for none. */
  scale: { weights: number; bytes: number } | null;
  source: string;
};

/** Formats that the calculators compare. @source each format names its own */
export const weightFormats = deepFreeze([
  {
    id: "fp8",
    name: "FP8, as released",
    bytesPerWeight: 1,
    scale: { weights: 128 * 128, bytes: 4 },
    source: "deepseek-ai/DeepSeek-V3, README_WEIGHTS.md: blocks of 128 × 128 with a scale of 32 bits",
  },
  {
    id: "bf16",
    name: "BF16",
    bytesPerWeight: 2,
    scale: null,
    source: "deepseek-ai/DeepSeek-V3, inference/fp8_cast_bf16.py",
  },
  {
    id: "int4",
    name: "4 bits",
    bytesPerWeight: 0.5,
    scale: { weights: 128, bytes: 2 },
    source: "ours: groups of 128 weights with a scale of 16 bits, as common formats of 4 bits have",
  },
] as const satisfies readonly WeightFormat[]);

/**
 * Bytes of one quantized weight with its share of the scale.
 *
 * @throws RangeError if a number of the format is not allowed
 * @source ours: a weight and its share of the scale
 */
export function bytesPerWeight(format: WeightFormat): number {
  requireObject({ format });
  const { bytesPerWeight: bytes, scale } = format;
  requirePositive({ bytesPerWeight: bytes });
  if (!scale) return bytes;
  requirePositive({ "scale.weights": scale.weights });
  requireNonNegative({ "scale.bytes": scale.bytes });
  return bytes + scale.bytes / scale.weights;
}

/**
 * Bytes of parameters by component: quantized attention, FFN and experts; all else two bytes each.
 *
 * @throws RangeError if a count is negative, or a number of the format not allowed
 * @source deepseek-ai/DeepSeek-V3, README_WEIGHTS.md, for what is quantized
 */
export function weightBytes(count: ParameterCount, format: WeightFormat): number {
  requireObject({ count });
  const { embedding, attention, denseFfn, routedExperts, sharedExperts, router, norms, head } = count;
  requireNonNegative({ embedding, attention, denseFfn, routedExperts, sharedExperts, router, norms, head });
  return (
    (attention + denseFfn + routedExperts + sharedExperts) * bytesPerWeight(format) +
    2 * (embedding + router + norms + head)
  );
}
