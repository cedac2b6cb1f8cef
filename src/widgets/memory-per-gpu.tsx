/** @file Memory of a GPU in each pipeline rank of a layout, part by part, and what two ways of saving do to it. */
import {
  activationBytes,
  deepseekV3,
  layoutSizes,
  memoryParts,
  memoryPerGpu,
  trainingStep,
  v3Cluster,
  v3Layout,
} from "../compute/index.ts";
import { choice, defineWidget, formatBytes, integer, number, Readout, toggle } from "../kit/index.ts";
import { FullestGpus, MemoryLegend, MemoryOfRanks, partNames } from "./drawings/memory-bars.tsx";
import { layoutParams } from "./layout-params.ts";

export default defineWidget({
  id: "memory-per-gpu",
  title: "What fills the memory of a GPU",
  source: "§3.2.3, §3.2, §3.3.3",
  caption:
    "At rest, layout, formats, recomputation, the moving average on the host and the sharing of embedding and head are the report’s. It gives no bytes: which tensors a layer keeps, one sequence per micro-batch, 4 GB for buffers and libraries, and how layers are spread over the ranks are ours. Activations are counted in the schedule, at the moment when a rank keeps most.",
  params: {
    pipelineRanks: choice({
      label: "Pipeline ranks",
      options: [
        [1, "1", { schedule: { not: "DualPipe" } }],
        2,
        4,
        8,
        16,
        [32, "32", { schedule: { not: ["Interleaved", "DualPipeV"] } }],
      ],
      initial: 16,
      report: true,
    }),
    expertRanks: layoutParams.expertRanks,
    gpus: layoutParams.gpus,
    schedule: layoutParams.schedule,
    recompute: toggle({ label: "Recompute norms and up-projections", initial: true, report: true }),
    fp8: toggle({ label: "Cache activations in FP8", initial: true, report: true }),
    zero1: toggle({ label: "Share out optimizer states (ZeRO-1)", initial: true, report: true }),
    sharedEmbedding: toggle({
      label: "Share embedding and head",
      initial: true,
      report: true,
      secondary: true,
      help: "Between main model and prediction module, where one rank has both.",
    }),
    tensorRanks: layoutParams.tensorRanks,
    microBatchSequences: choice({
      label: "Sequences of a micro-batch",
      options: [1, 2, 4],
      initial: 1,
      secondary: true,
    }),
    batchSequences: integer({
      label: "Sequences of a batch",
      range: [256, 65_536],
      initial: v3Layout.batchSequences,
      report: true,
      fieldOnly: true,
      secondary: true,
      atLeast: [{ of: "2 * gpus / tensorRanks * microBatchSequences", when: { schedule: ["DualPipe", "DualPipeV"] } }],
      multipleOf: [
        { of: "gpus / tensorRanks * microBatchSequences", when: { schedule: "Interleaved" } },
        { of: "2 * gpus / pipelineRanks / tensorRanks * microBatchSequences", when: { schedule: "DualPipe" } },
        { of: "gpus / pipelineRanks / tensorRanks * microBatchSequences" },
      ],
    }),
    cut: choice({
      label: "Layers per rank",
      options: [
        ["layers", "About as many"],
        ["time", "About as much time"],
      ],
      initial: "layers",
      secondary: true,
    }),
    workspace: layoutParams.workspace,
    limit: number({
      mine: "memoryBytes",
      label: "Memory of a GPU",
      range: [16e9, 300e9],
      step: 1e9,
      initial: v3Cluster.memoryBytes,
      shown: "bytes",
      viewOnly: true,
      secondary: true,
    }),
  },
  presets: {
    "As published": {},
    "Nothing saved": { recompute: false, fp8: false, zero1: false, sharedEmbedding: false },
    "Without recomputation": { recompute: false },
    "Without FP8 caching": { fp8: false },
    "1F1B": { schedule: "1F1B" },
    "Experts on 16 GPUs": { expertRanks: 16 },
  },
  compute: ({
    pipelineRanks,
    expertRanks,
    tensorRanks,
    gpus,
    schedule,
    microBatchSequences,
    batchSequences,
    recompute,
    fp8,
    zero1,
    sharedEmbedding,
    workspace: workspaceBytes,
    cut,
  }) => {
    const layout = {
      ...v3Layout,
      pipelineRanks,
      expertRanks,
      tensorRanks,
      gpus,
      schedule,
      microBatchSequences,
      batchSequences,
    };
    const firstLayerOfStage =
      cut === "time" ? trainingStep(deepseekV3, layout, { how: "formula", recompute }).firstLayerOfStage : null;
    const options = { zero1, sharedEmbedding, workspaceBytes, firstLayerOfStage };
    const { parts, total, most, fullestRank, host, parametersOfRank } = memoryPerGpu(deepseekV3, layout, {
      ...options,
      recompute,
      fp8,
    });
    const variants = ways.map(({ way, ...saved }) => ({
      way,
      most: memoryPerGpu(deepseekV3, layout, { ...options, ...saved }).most,
      isThis: saved.recompute === recompute && saved.fp8 === fp8,
    }));
    return {
      parts,
      total,
      most,
      fullestRank,
      host,
      parametersOfRank,
      variants,
      sizes: layoutSizes(deepseekV3, layout),
      perToken: activationBytes(deepseekV3, "moe", { recompute, fp8 }),
    };
  },
  view: (
    { parts, total, most, fullestRank, host, parametersOfRank, variants, sizes, perToken },
    { values: { limit } },
  ) => (
    <>
      <Readout
        items={[
          {
            label: "Fullest GPU",
            value: most,
            as: "bytes",
            note: `${most <= limit ? "fits" : "does not fit"} ${formatBytes(limit)}; rank ${fullestRank}`,
          },
          {
            label: "Parameters on it",
            value: parametersOfRank[fullestRank],
            as: "count",
            note: `${sizes.expertsPerGpu} routed experts of each layer`,
          },
          { label: "Kept of one token", value: perToken, as: "bytes", note: "by one layer with experts" },
          {
            label: "Moving average",
            value: Math.max(...host),
            as: "bytes",
            note: "on the host, for each GPU, at most",
          },
        ]}
      />
      <MemoryOfRanks parts={parts} total={total} limit={limit} />
      <MemoryLegend />
      <FullestGpus variants={variants} limit={limit} />
    </>
  ),
  summary: ({ parts, most, fullestRank }, { limit }) =>
    `The fullest GPU, in rank ${fullestRank}, needs ${formatBytes(most)}, of which ${formatBytes(parts.activations[fullestRank])} are activations: ${most <= limit ? "it fits" : "that does not fit"} in ${formatBytes(limit)}.`,
  table: ({ parts, total, host }) => ({
    columns: [
      { key: "rank", label: "Rank" },
      ...memoryParts.map((part) => ({ key: part, label: partNames[part], unit: "bytes" })),
      { key: "total", label: "Sum", unit: "bytes" },
      { key: "host", label: "Moving average, on the host", unit: "bytes" },
    ],
    rows: Array.from(total, (sum, rank) => ({
      rank,
      ...Object.fromEntries(memoryParts.map((part) => [part, parts[part][rank]])),
      total: sum,
      host: host[rank],
    })),
  }),
});

const ways = [
  { way: "Recompute, FP8", recompute: true, fp8: true },
  { way: "FP8 alone", recompute: false, fp8: true },
  { way: "Recompute alone", recompute: true, fp8: false },
  { way: "Neither", recompute: false, fp8: false },
];
