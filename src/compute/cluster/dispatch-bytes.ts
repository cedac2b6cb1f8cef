/** @file Bytes of one token on its way to the experts and back. */
import { requireNonNegative, requireObject, requirePositive, requirePositiveInteger } from "../check.ts";

export type CopyFormat = {
  hiddenDim: number;
  /** 1 for FP8, 2 for BF16. */
  bytesPerValue: number;
  /** Values that share a scale. Default 128. */
  tile?: number;
  /** Bytes of a scale; 0 for none. Default 0. */
  bytesPerScale?: number;
};

/**
 * Bytes of one copy of a token, scales included.
 *
 * Dispatch in FP8 has a scale of four bytes for 128 values; combine in BF16 has none.
 *
 * @throws RangeError if a size is not allowed
 * @source §3.3.2, §3.3.3; scales in FP32: deepseek-ai/DeepEP
 */
export function bytesPerCopy(format: CopyFormat): number {
  requireObject({ format });
  const { hiddenDim, bytesPerValue, tile = 128, bytesPerScale = 0 } = format;
  requirePositiveInteger({ hiddenDim, tile });
  requirePositive({ bytesPerValue });
  requireNonNegative({ bytesPerScale });
  return hiddenDim * bytesPerValue + Math.ceil(hiddenDim / tile) * bytesPerScale;
}
