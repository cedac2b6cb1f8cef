/** @file Exercises about all-to-all, memory and layouts (chapters 3.2 and 3.7). */
import {
  activationBytes,
  bytesPerCopy,
  deepseekV3,
  layoutSizes,
  linkBalance,
  rateOnTheWire,
  v3Cluster,
  v3Layout,
} from "../../../compute/index.ts";
import { formatNumber } from "../../../kit/declare/format.ts";
import { numberExercise, stateExercise, type Exercises } from "../exercise.ts";

const threeDigits = { relative: 0.01, why: "three digits, rounded along the way" } as const;
const three = (value: number): string => formatNumber(value, 3);
const exactly = { relative: 1e-9, why: "a whole number" } as const;

export default {
  "a2a-free": numberExercise({
    draw: (random) => ({
      nvlink: 150 + 50 * random.integer(7),
      infiniband: 25 * (1 + random.integer(4)),
      nodes: 2 + random.integer(5),
    }),
    key: ({ nvlink, infiniband, nodes }) =>
      linkBalance({
        nvlinkBytesPerSecond: nvlink * 1e9,
        infinibandBytesPerSecond: infiniband * 1e9,
        limitedNodes: nodes,
        activatedExperts: 8,
      }).experts,
    unit: "experts",
    tolerance: threeDigits,
    format: three,
    mistakes: [
      {
        value: ({ nvlink, infiniband }) => nvlink / infiniband,
        reply: "That is the number for one node. How many nodes may the token use?",
      },
    ],
  }),
  "a2a-bytes": numberExercise({
    draw: (random) => ({ hiddenDim: 1024 * (2 + random.integer(11)) }),
    key: ({ hiddenDim }) => bytesPerCopy({ hiddenDim, bytesPerValue: 1, bytesPerScale: 4 }),
    unit: "bytes",
    tolerance: exactly,
    format: (value) => formatNumber(value, 6),
    mistakes: [
      { value: ({ hiddenDim }) => hiddenDim, reply: "Those are the values alone. Each tile of 128 has a scale." },
      { value: ({ hiddenDim }) => 2 * hiddenDim, reply: "That is BF16, the format of combine." },
    ],
  }),
  "a2a-wire": numberExercise({
    draw: (random) => ({ measured: 40 + random.integer(61), nodes: 3 + random.integer(6) }),
    key: ({ measured, nodes }) => rateOnTheWire({ measuredBytesPerSecond: measured * 1e9, nodes }) / 1e9,
    unit: "GB/s",
    tolerance: threeDigits,
    format: three,
    mistakes: [{ value: ({ measured, nodes }) => measured / nodes, reply: "That is the part that stays on its node." }],
  }),
  "a2a-tip": stateExercise({
    figure: "bandwidth-balance",
    reached: ({ activatedExperts, nvlinkBytesPerSecond, infinibandBytesPerSecond, limitedNodes }) =>
      activatedExperts === 13 &&
      nvlinkBytesPerSecond === v3Cluster.nvlinkBytesPerSecond &&
      infinibandBytesPerSecond === v3Cluster.infinibandBytesPerSecond &&
      limitedNodes === 4,
    solution: { activatedExperts: 13 },
  }),
  "memory-micro-batches": numberExercise({
    draw: (random) => ({ gpus: 1024 * 2 ** random.integer(3), ranks: 4 * 2 ** random.integer(3) }),
    key: ({ gpus, ranks }) =>
      layoutSizes(deepseekV3, { ...v3Layout, schedule: "GPipe", gpus, pipelineRanks: ranks, expertRanks: 64 })
        .microBatches,
    unit: "micro-batches",
    tolerance: exactly,
    format: (value) => formatNumber(value, 6),
    mistakes: [
      {
        value: ({ gpus }) => v3Layout.batchSequences / gpus,
        reply: "A pipeline has several GPUs, which work on the same micro-batches one after another.",
      },
    ],
  }),
  "memory-kept": numberExercise({
    draw: (random) => ({ layers: 2 + random.integer(4), microBatches: 9 + random.integer(12) }),
    key: ({ layers, microBatches }) =>
      (activationBytes(deepseekV3, "moe") * v3Layout.sequenceLength * layers * microBatches) / 1e9,
    unit: "GB",
    tolerance: { relative: 0.015, why: "156 KB or the exact 156,160 bytes may be used" },
    format: three,
    mistakes: [
      {
        value: ({ layers, microBatches }) =>
          (activationBytes(deepseekV3, "moe", { recompute: false }) * v3Layout.sequenceLength * layers * microBatches) /
          1e9,
        reply: "That keeps what the report computes again.",
      },
      {
        value: ({ layers }) => (activationBytes(deepseekV3, "moe") * v3Layout.sequenceLength * layers) / 1e9,
        reply: "That is one micro-batch. The rank keeps several at once.",
      },
    ],
  }),
  "memory-experts": stateExercise({
    figure: "memory-per-gpu",
    reached: ({ expertRanks, pipelineRanks, gpus, schedule, recompute, fp8 }) =>
      expertRanks === 32 &&
      pipelineRanks === 16 &&
      gpus === 2048 &&
      schedule === "DualPipe" &&
      recompute === true &&
      fp8 === true,
    solution: { expertRanks: 32 },
  }),
} satisfies Exercises;
