/** @file Numbers about the cluster: all-to-all, memory, a training step, layouts (chapters 3.2 and 3.7). */
import {
  activationBytes,
  bytesPerCopy,
  deepseekV3,
  keptActivations,
  layerParameters,
  layoutSizes,
  linkBalance,
  measuredStep,
  memoryPerGpu,
  nodesPerToken,
  publishedHoursPerTrillion,
  rateOnTheWire,
  stepSensitivity,
  trainingStep,
  v3Channels,
  v3Cluster,
  v3Layout,
  type ActivationOptions,
  type GpuMemoryOptions,
  type MemoryPart,
} from "../../compute/index.ts";
import {
  formatBytes,
  formatCount,
  formatFixed,
  formatNumber,
  formatPercent,
  formatSi,
} from "../../kit/declare/format.ts";
import layoutFinder from "../../widgets/layout-finder.tsx";
import scaleUp from "../../widgets/scale-up.tsx";
import type { Values } from "./entry.ts";
import { figureValue } from "./figure-value.ts";

const bytes = { unit: "bytes", format: (value: number) => formatBytes(value) };
const rate = { unit: "bytes/s", format: (value: number) => formatSi(value, "B/s") };
const number = { unit: "", format: (value: number) => formatNumber(value) };
const percent = { unit: "", format: (value: number) => formatPercent(value) };
const speed = { unit: "tokens/s", format: (value: number) => `${formatNumber(value, 4)} tokens a second` };
const hours = { unit: "GPU-hours", format: (value: number) => formatCount(value) };
const seconds = { unit: "s", format: (value: number) => `${formatNumber(value)} s` };

const { hiddenDim } = deepseekV3;
const moe = deepseekV3.moe!;
const dispatch = bytesPerCopy({ hiddenDim, bytesPerValue: 1, bytesPerScale: 4 });
const balance = linkBalance({ ...v3Cluster, limitedNodes: moe.limitedGroups, activatedExperts: moe.activatedExperts });
const routed = { routedExperts: moe.routedExperts, activatedExperts: moe.activatedExperts };

/** Nodes per token, in a batch of random affinities. */
const nodes = (count: number, limit: number, of: "mean" | "remote" = "mean"): Values[string] => ({
  unit: "nodes",
  format: (value) => formatNumber(value),
  value: () => nodesPerToken({ ...routed, nodes: count, limitedNodes: limit })[of],
  source: `4,096 tokens with random affinities, routed to ${count} nodes with limit ${limit}`,
});
const wire = (measured: number, count: number): Values[string] => ({
  ...rate,
  value: () => rateOnTheWire({ measuredBytesPerSecond: measured, nodes: count }),
  source: `the measured rate × ${count - 1}/${count}`,
});

const fullest = (options: GpuMemoryOptions, source: string): Values[string] => ({
  ...bytes,
  value: () => memoryPerGpu(deepseekV3, v3Layout, options).most,
  source,
});
const memory = memoryPerGpu(deepseekV3, v3Layout);
const part = (name: MemoryPart, source: string): Values[string] => ({
  ...bytes,
  value: () => memory.parts[name][memory.fullestRank],
  source,
});
const middle = 8;
const kept = (options: ActivationOptions, source: string): Values[string] => ({
  ...bytes,
  value: () => activationBytes(deepseekV3, "moe", options),
  source,
});
const keptOf = (name: string): number =>
  keptActivations(deepseekV3, "moe").find((tensor) => tensor.name === name)!.bytes;

const step = trainingStep(deepseekV3, v3Layout);
const split = (
  tensorRanks: number,
  source: string,
  pick: (step: ReturnType<typeof trainingStep>) => number,
): Values[string] => ({
  ...percent,
  value: () => pick(trainingStep(deepseekV3, { ...v3Layout, tensorRanks })),
  source: `${source}; ${tensorRanks} tensor ranks, else the figure at rest`,
});
const moved = (key: string, side: "low" | "high"): Values[string] => ({
  ...hours,
  value: () => stepSensitivity(deepseekV3, v3Layout).find((row) => row.key === key)![side],
  source: `the figure at rest, ${side === "low" ? "a fifth lower" : "a fifth higher"}`,
});

export const clusterValues: Values = {
  "links.nvlink": { ...rate, given: true, value: () => v3Cluster.nvlinkBytesPerSecond, source: "§3.2.2" },
  "links.infiniband": { ...rate, given: true, value: () => v3Cluster.infinibandBytesPerSecond, source: "§3.2.2" },
  "links.ratio": { ...number, value: () => balance.expertsPerNode, source: "160 / 50, §3.2.2" },
  "links.freeExperts": { ...number, value: () => balance.experts, source: "4 × 3.2, §3.2.2" },
  "links.nvlinkShare": { ...percent, value: () => balance.nvlinkShare, source: "8 / 12.8" },
  "links.ratio.reached": {
    ...number,
    value: () =>
      linkBalance({ nvlinkBytesPerSecond: 160e9, infinibandBytesPerSecond: 40e9, limitedNodes: 4, activatedExperts: 8 })
        .expertsPerNode,
    source: "160 / 40, arXiv:2505.09343, §4.3",
  },
  "links.nvlinkReached": { ...percent, value: () => v3Cluster.nvlinkBytesPerSecond / 200e9, source: "160 of 200 GB/s" },
  "copy.dispatch": {
    unit: "bytes",
    format: (value) => `${formatNumber(value, 5)} bytes`,
    value: () => dispatch,
    source: "7,168 + 56 × 4",
  },
  "copy.combine": {
    unit: "bytes",
    format: (value) => `${formatNumber(value, 5)} bytes`,
    value: () => bytesPerCopy({ hiddenDim, bytesPerValue: 2 }),
    source: "7,168 × 2",
  },
  "nodes.8.4": nodes(8, 4),
  "nodes.8.8": nodes(8, 8),
  "nodes.8.3": nodes(8, 3),
  "nodes.16.6": nodes(16, 6),
  "nodes.8.4.remote": nodes(8, 4, "remote"),
  "nodes.8.8.remote": nodes(8, 8, "remote"),
  "nodes.8.3.remote": nodes(8, 3, "remote"),
  "nodes.16.6.remote": nodes(16, 6, "remote"),
  "wire.two": wire(100e9, 2),
  "wire.four": wire(58e9, 4),
  "wire.eight": wire(51e9, 8),
  "sms.communicate": {
    unit: "SMs",
    format: (value) => formatNumber(value),
    given: true,
    value: () => v3Channels.communicationSms,
    source: "§3.2.2",
  },
  "sms.all": {
    unit: "SMs",
    format: (value) => formatNumber(value),
    given: true,
    value: () => v3Cluster.sms,
    source: "§3.5.1",
  },
  "sms.share": { ...percent, value: () => v3Channels.communicationSms / v3Cluster.sms, source: "20 / 132" },
  "sms.perChannel": {
    ...number,
    value: () => v3Channels.communicationSms / v3Channels.channels,
    source: "20 / 10, §3.2.2",
  },
  "sms.back": {
    ...percent,
    value: () => v3Cluster.sms / (v3Cluster.sms - v3Channels.communicationSms) - 1,
    source: "132 / 112 − 1",
  },

  "memory.limit": { ...bytes, given: true, value: () => v3Cluster.memoryBytes, source: "H800, as sold" },
  "memory.most": fullest({}, "the figure at rest"),
  "memory.most.byTime": fullest(
    { firstLayerOfStage: step.firstLayerOfStage },
    "layers spread by time, as a training step is estimated",
  ),
  "memory.noRecompute": fullest({ recompute: false }, "the figure without recomputation"),
  "memory.noFp8": fullest({ fp8: false }, "the figure without FP8 caching"),
  "memory.noZero": fullest({ zero1: false }, "the figure without sharing optimizer states"),
  "memory.notShared": fullest(
    { sharedEmbedding: false },
    "the figure with embedding and head of the prediction module apart",
  ),
  "memory.parameters": part("parameters", "two bytes each, both stages; rank 0"),
  "memory.gradients": part("gradients", "four bytes each, both stages; rank 0"),
  "memory.activations.middle": {
    ...bytes,
    value: () => memory.parts.activations[middle],
    source: "a rank in the middle",
  },
  "memory.parameters.middle": {
    ...bytes,
    value: () => memory.parts.parameters[middle],
    source: "a rank in the middle",
  },
  "memory.host": {
    ...bytes,
    value: () => memory.host[middle],
    source: "four bytes for each parameter of its share; a rank in the middle",
  },
  "memory.dualCopy": {
    ...bytes,
    value: () => (memory.parts.parameters[middle] + memory.parts.gradients[middle]) / 2,
    source: "half of parameters and gradients; a rank in the middle",
  },
  "memory.expertsOfLayer": {
    unit: "parameters",
    format: (value) => formatCount(value),
    value: () => layerParameters(deepseekV3).routedExperts / v3Layout.expertRanks,
    source: "256 experts of 44 M over 64 GPUs",
  },
  "memory.attentionOfLayer": {
    unit: "parameters",
    format: (value) => formatCount(value),
    value: () => layerParameters(deepseekV3).attention,
    source: "latent attention of one layer",
  },
  "kept.now": kept({}, "a layer with experts, as published"),
  "kept.noRecompute": kept({ recompute: false }, "a layer with experts, norms and up-projections kept"),
  "kept.noFp8": kept({ fp8: false }, "a layer with experts, inputs of products in BF16"),
  "kept.experts": {
    ...percent,
    value: () =>
      (keptOf("inputs of the routed experts") + keptOf("inputs of SwiGLU")) / activationBytes(deepseekV3, "moe"),
    source: "inputs of the routed experts and of SwiGLU",
  },
  "layout.dataRanks": { ...number, value: () => layoutSizes(deepseekV3, v3Layout).dataRanks, source: "2048 / 16" },
  "layout.expertCopies": { ...number, value: () => layoutSizes(deepseekV3, v3Layout).expertCopies, source: "128 / 64" },
  "layout.microBatches": {
    ...number,
    value: () => layoutSizes(deepseekV3, v3Layout).microBatches,
    source: "15,360 / 128",
  },
  "layout.expertsPerGpu": {
    ...number,
    value: () => layoutSizes(deepseekV3, v3Layout).expertsPerGpu,
    source: "256 / 64",
  },

  "estimate.speed": { ...speed, value: () => step.tokensPerSecondPerGpu, source: "the figure at rest" },
  "estimate.hours": { ...hours, value: () => step.gpuHoursPerTrillion, source: "the figure at rest" },
  "estimate.residual": {
    ...percent,
    value: () => 1 - step.gpuHoursPerTrillion / publishedHoursPerTrillion,
    source: "1 − hours of the estimate over 180K",
  },
  "estimate.utilization": {
    ...percent,
    value: () => step.utilization,
    source: "FLOP with causal attention over the BF16 peak",
  },
  "estimate.seconds": { ...seconds, value: () => step.seconds, source: "the figure at rest" },
  "estimate.optimizer": { ...seconds, value: () => step.optimizerSeconds, source: "the figure at rest" },
  "estimate.bubble": {
    ...percent,
    value: () => step.idleSeconds / step.seconds,
    source: "idle time over the step, the figure at rest",
  },
  "estimate.bubble.measured": {
    ...percent,
    value: () => measuredStep.bubble / measuredStep.total,
    source: "2.06 / 19.926, arXiv:2505.09343, Table 4",
  },
  "estimate.lastStage": {
    unit: "",
    format: (value) => formatFixed(value, 2),
    value: () => step.factorOfStage[15],
    source: "the last stage’s time over the mean stage’s, the figure at rest",
  },
  "estimate.balanced": {
    ...hours,
    value: () => trainingStep(deepseekV3, v3Layout, { assume: { expertImbalance: 1 } }).gpuHoursPerTrillion,
    source: "imbalance of 1, else the figure at rest",
  },
  "estimate.noLimit": {
    ...percent,
    value: () =>
      trainingStep(deepseekV3, v3Layout, { limitedNodes: 8 }).gpuHoursPerTrillion / step.gpuHoursPerTrillion - 1,
    source: "no limit on nodes, else the figure at rest",
  },
  "estimate.oneForward": {
    ...percent,
    value: () =>
      trainingStep(deepseekV3, { ...v3Layout, schedule: "1F1B" }).gpuHoursPerTrillion / step.gpuHoursPerTrillion - 1,
    source: "1F1B, else the figure at rest",
  },
  "tensor.two.exchange": split(
    2,
    "the exchange over the step",
    ({ exchangeSeconds, seconds }) => exchangeSeconds / seconds,
  ),
  "tensor.eight.exchange": split(
    8,
    "the exchange over the step",
    ({ exchangeSeconds, seconds }) => exchangeSeconds / seconds,
  ),
  "tensor.two.slower": split(2, "its step over that without, less 1", ({ seconds }) => seconds / step.seconds - 1),
  "tensor.eight.slower": split(8, "its step over that without, less 1", ({ seconds }) => seconds / step.seconds - 1),
  "tensor.two.memory": {
    ...bytes,
    value: () => memoryPerGpu(deepseekV3, { ...v3Layout, tensorRanks: 2 }).most,
    source: "two tensor ranks, else the figure at rest",
  },
  "tensor.best.ranks": {
    ...number,
    value: () => figureValue(layoutFinder, {}, ({ ranked }) => ranked[0].layout.tensorRanks ?? 1),
    source: "the figure at rest",
  },
  "tensor.best.faster": {
    ...percent,
    value: () => figureValue(layoutFinder, {}, ({ ranked }) => ranked[0].simulated! / step.tokensPerSecondPerGpu - 1),
    source: "the figure at rest, both simulated",
  },
  "estimate.experts.low": moved("ffnProductFlopPerSecond", "low"),
  "estimate.experts.high": moved("ffnProductFlopPerSecond", "high"),
  "estimate.nvlink.low": moved("nvlinkBytesPerSecond", "low"),
  "scale.fixed.double": {
    ...percent,
    value: () => figureValue(scaleUp, {}, (points) => speedAt(points, 4096, true) / speedAt(points, 2048, true)),
    source: "the figure at rest, 4,096 GPUs over 2,048 with the same batch",
  },
  "scale.least": {
    unit: "GPUs",
    format: (value) => formatNumber(value, 5),
    value: () => v3Layout.pipelineRanks * v3Layout.expertRanks,
    source: "16 × 64, §3.2",
  },
};

/** Speed of one GPU, where the layout is possible. */
function speedAt(
  points: readonly { gpus: number; fixedBatch: boolean; tokensPerSecondPerGpu: number | null }[],
  gpus: number,
  fixedBatch: boolean,
): number {
  return points.find((point) => point.gpus === gpus && point.fixedBatch === fixedBatch)!.tokensPerSecondPerGpu!;
}
