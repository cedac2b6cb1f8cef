/** @file How long a micro-batch takes in each kind of layer of a model, and in what else a stage holds. */
import type { ModelConfig } from "../model/configs.ts";
import { sumFlop, trainingFlop } from "../model/flop.ts";
import { expectedCopies } from "./expected-copies.ts";
import { layerParameters, type LayerParameters } from "./layer-parameters.ts";
import { headTimes, joinTimes, layerParts, partTimes, type PartTimes } from "./layer-times.ts";
import { layoutSizes, type Layout } from "./layout.ts";
import type { StepAssumptions } from "./step-assumptions.ts";

/** Of one layout and one set of assumptions. Neither schedule nor pipeline ranks enter. */
export type ModelTimes = {
  counts: LayerParameters;
  dense: PartTimes;
  moe: PartTimes;
  head: PartTimes;
  join: PartTimes;
  /** Communication over computation in a pair of chunks, each as if alone on its SMs. */
  communicationShare: number;
  /** Of a token, forward and backward, without a prediction module. */
  flopPerToken: number;
};

/** Computes them; the caller has checked the assumptions. @throws RangeError if the layout is not possible */
export function modelTimes(
  model: ModelConfig,
  layout: Layout,
  options: {
    assumed: StepAssumptions;
    gpusPerNode: number;
    limitedNodes?: number;
    recompute: boolean;
    transposedReads: boolean;
  },
): ModelTimes {
  const { assumed, gpusPerNode, limitedNodes, recompute, transposedReads } = options;
  const { tokensPerMicroBatch: tokens, tokensPerGpu } = layoutSizes(model, layout);
  const { sequenceLength, expertRanks, tensorRanks = 1 } = layout;
  const copies = expectedCopies(model, layout, { gpusPerNode, limitedNodes });
  const traffic = { tokens, sequenceLength, recompute, transposedReads, expertRanks, tensorRanks, ...copies };
  const counts = layerParameters(model);
  const dense = layerParts(model, counts, "dense", traffic, assumed);
  const moe = layerParts(model, counts, model.moe ? "moe" : "dense", traffic, assumed);
  const { bytes, seconds, bytesPerSecond } = moe;
  const total = (parts: Record<string, number>): number => Object.values(parts).reduce((all, value) => all + value, 0);
  return {
    counts,
    dense: partTimes(dense, assumed),
    moe: partTimes(moe, assumed),
    head: headTimes(model, tokens, assumed, tensorRanks),
    join: joinTimes(model, tokensPerGpu, assumed),
    communicationShare:
      total(bytes) / bytesPerSecond / ((total(seconds) * assumed.sms) / (assumed.sms - assumed.communicationSms)),
    flopPerToken: sumFlop(trainingFlop(model, { context: sequenceLength })),
  };
}
