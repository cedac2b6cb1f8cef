/** @file Parameters of a parallel layout that figures of memory, of a training step and of all layouts have alike. */
import { scheduleNames } from "../compute/index.ts";
import { choice, number } from "../kit/index.ts";

export const layoutParams = {
  /** As many ranks as there are GPUs for: the stages share them out. */
  expertRanks: choice({
    label: "Expert ranks",
    options: [8, 16, 32, 64, 128, 256].map(
      (ranks) => [ranks, String(ranks), { gpus: { atLeast: `${ranks} * pipelineRanks` } }] as const,
    ),
    initial: 64,
    report: true,
    help: "GPUs that share the routed experts of a layer.",
  }),
  gpus: choice({
    mine: "gpus",
    label: "GPUs",
    options: [256, 512, 1024, 2048, 4096, 8192],
    initial: 2048,
    report: true,
  }),
  schedule: choice({ label: "Schedule", options: scheduleNames, initial: "DualPipe", report: true }),
  tensorRanks: choice({
    label: "Tensor ranks",
    options: [1, 2, 4, 8],
    initial: 1,
    report: true,
    secondary: true,
    help: "GPUs that split all but the routed experts, each with its part of the sequence. V3 has none of it.",
  }),
  workspace: number({
    label: "Buffers and libraries",
    range: [0, 40e9],
    step: 1e9,
    initial: 4e9,
    shown: "bytes",
    secondary: true,
  }),
} as const;
