/** @file What is known of a training run, of four figures that follow from one another, as parameters of its figure. */
import { publishedStages } from "../compute/index.ts";
import { choice, number } from "../kit/index.ts";

/** Which figure is known, and that figure. */
export const knownParams = {
  known: choice({
    label: "Start from",
    initial: "hours",
    help: "One of them is known, the others follow.",
    options: [
      ["hours", "GPU-hours"],
      ["utilization", "Utilization"],
      ["speed", "Tokens per second"],
      ["deadline", "Deadline"],
    ],
  }),
  hours: number({
    label: "GPU-hours",
    range: [1e3, 1e9],
    scale: "log",
    initial: publishedStages[0].hours,
    report: true,
    shown: ["count", 4],
    when: { known: "hours" },
  }),
  utilization: number({
    label: "Utilization (MFU)",
    unit: "of peak",
    range: [0.01, 1],
    step: 0.005,
    initial: 0.345,
    shown: "percent",
    when: { known: "utilization" },
  }),
  tokensPerSecond: number({
    label: "Speed",
    unit: "tokens/s/GPU",
    range: [1, 1e6],
    scale: "log",
    initial: 1543,
    when: { known: "speed" },
  }),
  days: number({
    label: "Deadline",
    unit: "days",
    range: [1, 1000],
    scale: "log",
    initial: 30,
    help: "Days in which pre-training is to be over.",
    when: { known: "deadline" },
  }),
} as const;
