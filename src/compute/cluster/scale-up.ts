/** @file One layout on more and more GPUs. */
import { requireArray, requireBoolean, requireObject, requirePositiveInteger } from "../check.ts";
import type { ModelConfig } from "../model/configs.ts";
import { layoutIsPossible, layoutSizes, type Layout } from "./layout.ts";
import { trainingStep, type StepOptions } from "./training-step.ts";

/** `null` where the layout is not possible on so many GPUs. */
export type ScalePoint = {
  gpus: number;
  batchSequences: number;
  tokensPerSecondPerGpu: number | null;
  bubbleShare: number | null;
};

/**
 * Speed per GPU of a layout on other numbers of GPUs: pipelines are added or taken away.
 *
 * @param options.fixedBatch  whether the batch stays as it is, so that each pipeline has the fewer micro-batches the more
 *   pipelines there are, or grows with the GPUs. Default false
 * @throws RangeError if a number is no positive integer, or as `trainingStep`
 * @source ours: `trainingStep` on other numbers of GPUs
 */
export function scaleUp(
  model: ModelConfig,
  layout: Layout,
  options: StepOptions & { gpuCounts: readonly number[]; fixedBatch?: boolean },
): ScalePoint[] {
  requireObject({ options });
  const { gpuCounts, fixedBatch = false, ...step } = options;
  requireBoolean({ fixedBatch });
  requireArray({ gpuCounts });
  layoutSizes(model, layout); // checks the layout itself
  return gpuCounts.map((gpus, i) => {
    requirePositiveInteger({ [`gpuCounts[${i}]`]: gpus });
    const batchSequences = fixedBatch
      ? layout.batchSequences
      : Math.max(1, Math.round((layout.batchSequences * gpus) / layout.gpus));
    const scaled = { ...layout, gpus, batchSequences };
    if (!layoutIsPossible(model, scaled))
      return { gpus, batchSequences, tokensPerSecondPerGpu: null, bubbleShare: null };
    const { tokensPerSecondPerGpu, idleSeconds, seconds } = trainingStep(model, scaled, step);
    return { gpus, batchSequences, tokensPerSecondPerGpu, bubbleShare: idleSeconds / seconds };
  });
}
