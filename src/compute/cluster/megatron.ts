/** @file A layout as command-line arguments of Megatron-LM, and what they do not say. */
import { requireBoolean, requireObject, requirePositiveInteger } from "../check.ts";
import type { ModelConfig } from "../model/configs.ts";
import { v3Cluster } from "./cluster.ts";
import { layoutSizes, type Layout } from "./layout.ts";

export type MegatronExport = {
  /** One argument with its values each, in the order of the command line. */
  arguments: string[];
  /** Sentences: what this layout has that the arguments do not bring about. */
  notCaptured: string[];
};

/**
 * The parallel sizes of a layout as arguments of Megatron-LM's `pretrain_gpt.py`.
 *
 * Sizes, batch and router only: not the shapes of the model, data, learning rate or checkpoints.
 *
 * @throws RangeError if the layout is not possible
 * @source NVIDIA/Megatron-LM, megatron/core/transformer/moe/README.md and its DeepSeek-V3 examples
 */
export function megatronArguments(
  model: ModelConfig,
  layout: Layout,
  options: { recompute?: boolean; gpusPerNode?: number } = {},
): MegatronExport {
  requireObject({ options });
  const { recompute = true, gpusPerNode = v3Cluster.gpusPerNode } = options;
  requireBoolean({ recompute });
  requirePositiveInteger({ gpusPerNode });
  const { stages } = layoutSizes(model, layout);
  const {
    pipelineRanks,
    expertRanks,
    schedule,
    tensorRanks = 1,
    chunks = 2,
    sequenceLength,
    microBatchSequences,
    batchSequences,
  } = layout;
  const { moe, attention, mtpDepth, layers } = model;
  const lines = [
    `--tensor-model-parallel-size ${tensorRanks}`,
    ...(tensorRanks > 1 ? ["--sequence-parallel"] : []),
    `--pipeline-model-parallel-size ${pipelineRanks}`,
    `--seq-length ${sequenceLength}`,
    `--micro-batch-size ${microBatchSequences}`,
    `--global-batch-size ${batchSequences}`,
    "--use-distributed-optimizer",
  ];
  const notCaptured: string[] = [];
  if (schedule === "Interleaved") lines.push(`--num-virtual-stages-per-pipeline-rank ${chunks}`);
  else if (schedule !== "1F1B") notCaptured.push(`Megatron-LM has no ${schedule}: these arguments run 1F1B.`);
  if (schedule === "DualPipe" || schedule === "DualPipeV") {
    notCaptured.push(
      "The nearest to its overlap is Interleaved with --overlap-moe-expert-parallel-comm and --delay-wgrad-compute, which has other bubbles and another memory.",
    );
  }
  if (layers % stages !== 0 || mtpDepth > 0) {
    notCaptured.push(
      `${layers} layers${mtpDepth > 0 ? " and the prediction module" : ""} do not fall into ${stages} equal stages: --pipeline-model-parallel-layout has to name them.`,
    );
  }
  if (tensorRanks > 1) {
    notCaptured.push(
      "What the GPUs of a tensor-parallel group exchange is counted as never hidden; --tp-comm-overlap hides a part of it.",
    );
  }
  if (moe) {
    lines.push(
      `--expert-model-parallel-size ${expertRanks}`,
      "--expert-tensor-parallel-size 1",
      `--num-experts ${moe.routedExperts}`,
      `--moe-router-topk ${moe.activatedExperts}`,
    );
    if (moe.limitedGroups < moe.expertGroups) {
      lines.push(`--moe-router-num-groups ${moe.expertGroups}`, `--moe-router-group-topk ${moe.limitedGroups}`);
      const nodes = expertRanks / gpusPerNode;
      if (nodes !== moe.expertGroups)
        notCaptured.push(
          `The router limits a token to ${moe.limitedGroups} of ${moe.expertGroups} groups, but the experts lie on ${nodes < 1 ? "less than one node" : `${nodes} nodes`}: a group is no node then.`,
        );
    }
    notCaptured.push("How many SMs communicate is a setting of the dispatch library, not of these arguments.");
  }
  if (recompute) {
    lines.push(
      "--recompute-granularity selective",
      `--recompute-modules ${attention.kind === "latent" ? "mla_up_proj " : ""}layernorm`,
    );
  }
  notCaptured.push(
    "Formats are not set: FP8 in tiles, gradients in FP32 and moments in BF16 have arguments of their own (--fp8-recipe, --use-precision-aware-optimizer).",
    "The moving average of the weights on the host is not part of Megatron-LM’s arguments.",
  );
  return { arguments: lines, notCaptured };
}
