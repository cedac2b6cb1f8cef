/** @file Scales of FP8 weights: one for each block of a matrix, stored beside it. */
import { requirePositiveInteger } from "../check.ts";
import type { ModelConfig } from "./configs.ts";
import { linearShapes, type LinearShape } from "./linear-shapes.ts";
import { exactCount } from "./require-model.ts";

/**
 * Scales that the released FP8 weights carry, prediction modules included.
 *
 * Stored in FP8 are the projections of attention and the FFNs, experts included; embedding, head, router, norms and
 * the projection of a prediction module are not. A block at an edge may be smaller and has a scale all the same.
 *
 * @param blockSize  128 in the release
 * @throws RangeError if the model's attention is not latent with compressed queries, or a size is not allowed
 * @source §3.3.2; shapes in deepseek-ai/DeepSeek-V3, inference/model.py
 */
export function fp8ScaleCount(model: ModelConfig, blockSize = 128): number {
  requirePositiveInteger({ blockSize });
  const shapes = linearShapes(model);
  const { layers, denseLayers, moe, mtpDepth } = model;
  const blocksIn = (place: LinearShape["place"]): number =>
    shapes
      .filter((shape) => shape.place === place)
      .reduce((sum, { inner, outer }) => sum + Math.ceil(outer / blockSize) * Math.ceil(inner / blockSize), 0);
  const experts = moe ? (layers - denseLayers + mtpDepth) * (moe.routedExperts + moe.sharedExperts) : 0;
  return exactCount(
    (layers + mtpDepth) * blocksIn("attention") + denseLayers * blocksIn("dense") + experts * blocksIn("expert"),
  );
}
