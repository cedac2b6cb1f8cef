/** @file Root mean square norm: of latents, of block inputs, and of both inputs of a prediction module. */
import { refuse, requireObject, requireOneOf, requirePositive, requireReals } from "../check.ts";
import { newReals, storages, type Reals, type Storage } from "./project.ts";

/** ε of the released models. @source deepseek-ai/DeepSeek-V3, inference/model.py, `RMSNorm` */
export const normEpsilon = 1e-6;

/**
 * RMSNorm of each vector: x / √(mean of x² + ε), times a learned weight for each entry.
 *
 * @param vectors  [count × width], width being the length of `weight`
 * @param weight  [width]
 * @returns same shape as `vectors`
 * @throws RangeError if the length of `vectors` is no multiple of the width, or `epsilon` is not above 0
 * @source §4.2 (latents); §2.2, eq. 21; deepseek-ai/DeepSeek-V3, inference/model.py, `RMSNorm`
 */
export function rmsNorm(vectors: Reals, weight: Reals, options: { storage?: Storage; epsilon?: number } = {}): Reals {
  requireObject({ options });
  const { storage = "float64", epsilon = normEpsilon } = options;
  requireOneOf({ storage }, storages);
  requireReals({ vectors, weight });
  const width = weight.length;
  requirePositive({ epsilon });
  if (width === 0 || vectors.length % width !== 0)
    refuse("vectors", `have a multiple of ${width} entries`, vectors.length);
  return normed(vectors, weight, storage, epsilon);
}

/** `rmsNorm` of what was looked at. */
export function normed(vectors: Reals, weight: Reals, storage: Storage, epsilon = normEpsilon): Reals {
  const width = weight.length;
  const normed = newReals(storage, vectors.length);
  for (let start = 0; start < vectors.length; start += width) {
    let squares = 0;
    for (let i = 0; i < width; i++) squares += vectors[start + i] ** 2;
    const root = Math.sqrt(squares / width + epsilon);
    for (let i = 0; i < width; i++) normed[start + i] = (vectors[start + i] / root) * weight[i];
  }
  return normed;
}
