/** @file A mixture layer as a pair of chunks, from assumed rates: what the published trace measures, estimated. */
import { refuse } from "../check.ts";
import type { ModelConfig } from "../model/configs.ts";
import { requireModel } from "../model/require-model.ts";
import type { OverlapOptions } from "../pipeline/chunk-overlap.ts";
import { expectedCopies } from "./expected-copies.ts";
import { layerParameters } from "./layer-parameters.ts";
import { layerParts } from "./layer-times.ts";
import { layoutSizes, type Layout } from "./layout.ts";
import { assumeStep, type StepAssumptions } from "./step-assumptions.ts";

/**
 * The parts of `model`'s mixture layers for `overlapChunks`, by `stepAssumptions`: four layers, as V3 has on a rank.
 *
 * Nothing of it comes from the trace, so the two may be compared. Routing is by chance, and norms and up-projections are
 * computed again in the backward. What tensor-parallel GPUs exchange is on neither of the two streams, and left out.
 *
 * @param changed  assumptions that differ
 * @throws RangeError if the model has no experts, the layout is not possible, or an assumption not allowed
 * @source §3.2; the model of time is ours
 */
export function layerAsChunks(
  model: ModelConfig,
  layout: Layout,
  changed: Partial<StepAssumptions> = {},
): OverlapOptions {
  requireModel(model);
  if (!model.moe) refuse("model", "have experts", model.name);
  const { tokensPerMicroBatch: tokens } = layoutSizes(model, layout);
  const { sequenceLength, expertRanks, tensorRanks = 1 } = layout;
  const assumed = assumeStep(changed);
  const { sms, communicationSms } = assumed;
  const traffic = {
    tokens,
    sequenceLength,
    recompute: true,
    expertRanks,
    tensorRanks,
    ...expectedCopies(model, layout, { gpusPerNode: 8 }),
  };
  const { seconds, bytes, bytesPerSecond } = layerParts(model, layerParameters(model), "moe", traffic, assumed);
  return {
    seconds,
    bytes,
    bytesPerSecond,
    sms,
    communicationSms,
    smsToFillLink: communicationSms,
    layers: 4,
  };
}
