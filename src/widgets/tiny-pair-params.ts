/** @file How two tiny V3s are run, and what the second has where the first has something else, as parameters of their figure. */
import { recipeNames, recordedTiny } from "../lab/index.ts";
import { choice, file, integer, number, text, toggle } from "../kit/index.ts";

/** Where the runs are from; of those trained in the page (`run` is "own"), which part is changed and to what; and how far. */
export const pairParams = {
  run: choice({
    label: "Runs",
    initial: "recorded",
    options: [
      ["recorded", "Recorded"],
      ["own", "Train both here"],
      ["file", "From a file"],
    ],
  }),
  state: file({
    label: "Runs that were saved",
    help: "A file that this figure gave under Download. It stays in this page.",
    accept: ".tinyv3",
    maxBytes: 50e6,
    when: { run: "file" },
  }),
  setup: choice({
    label: "Changed",
    initial: "No balancing",
    options: Object.entries(recordedTiny.runs)
      .slice(1)
      .filter(([, runs]) => runs.length === recordedTiny.seeds.length)
      .map(([name]) => name),
    when: { run: "recorded" },
  }),
  change: choice({
    label: "Change",
    initial: "balance",
    when: { run: "own" },
    options: [
      ["balance", "Balancing"],
      ["attention", "Attention"],
      ["prediction", "Prediction module"],
      ["experts", "Experts"],
      ["nodes", "Node limit"],
      ["products", "Products"],
      ["optimizer", "Optimizer and schedule"],
      ["seed", "Nothing but the seed"],
    ],
  }),
  balance: choice({
    label: "Balanced by",
    initial: "none",
    options: [
      ["none", "Nothing"],
      ["bias", "Bias"],
      ["sequence", "Loss of each sequence"],
      ["batch", "Loss of the batch"],
    ],
    when: { run: "own", change: "balance" },
  }),
  biasUpdateSpeed: number({
    label: "γ of the bias",
    range: [1e-4, 1],
    scale: "log",
    initial: 0.02,
    report: 0.001,
    when: { run: "own", change: "balance", balance: "bias" },
  }),
  balanceFactor: number({
    label: "α of the loss",
    range: [1e-4, 10],
    scale: "log",
    initial: 0.1,
    report: 1e-4,
    when: { run: "own", change: "balance", balance: ["sequence", "batch"] },
  }),
  attention: choice({
    label: "Attention",
    initial: "latent",
    options: [
      ["latent", "Latent"],
      ["full", "Full heads"],
      ["grouped", "Grouped heads"],
    ],
    when: { run: "own", change: "attention" },
  }),
  kvLoraRank: choice({
    label: "Width of the latent",
    initial: 2,
    options: [1, 2, 4, 8, 16],
    when: { run: "own", change: "attention", attention: "latent" },
  }),
  mtpWeight: choice({
    label: "λ of its loss",
    initial: 0,
    options: [[0, "No module"], 0.1, 0.3, 1],
    when: { run: "own", change: "prediction" },
  }),
  experts: choice({
    label: "Routed experts",
    initial: 16,
    options: [
      [4, "4, one of width 32"],
      [8, "8, two of width 16"],
      [16, "16, four of width 8"],
    ],
    help: "A token uses as many weights in each.",
    when: { run: "own", change: "experts" },
  }),
  limitedGroups: choice({
    label: "Of four nodes, use",
    initial: 1,
    options: [1, 2, 3],
    when: { run: "own", change: "nodes" },
  }),
  recipe: choice({
    label: "Products in",
    initial: "FP8 fine-grained",
    options: recipeNames,
    when: { run: "own", change: "products" },
  }),
  learningRate: number({
    label: "Learning rate",
    range: [1e-4, 100],
    scale: "log",
    initial: 0.006,
    when: { run: "own", change: "optimizer" },
  }),
  warmupSteps: choice({
    label: "Steps of warm-up",
    initial: 20,
    options: [0, 5, 20],
    when: { run: "own", change: "optimizer" },
  }),
  lastRateShare: choice({
    label: "Rate at the end",
    initial: 0.1,
    options: [
      [0.1, "Falls to a tenth"],
      [1, "Stays"],
    ],
    when: { run: "own", change: "optimizer" },
  }),
  clipNorm: choice({
    label: "Gradients clipped at",
    initial: 1,
    options: [[0, "Never"], 0.1, 1],
    when: { run: "own", change: "optimizer" },
  }),
  moments: choice({
    label: "Moments in",
    initial: "bf16",
    options: [
      ["bf16", "BF16"],
      ["fp32", "FP32"],
    ],
    when: { run: "own", change: "optimizer" },
  }),
  otherSeed: choice({
    label: "Seed of the second",
    initial: 2,
    options: [2, 3, 4, 5],
    when: { run: "own", change: "seed" },
  }),
  steps: choice({ label: "Steps", options: [50, 100, 150], initial: 100, when: { run: "own" } }),
  paused: toggle({
    label: "Pause the training",
    initial: false,
    viewOnly: true,
    when: { run: ["own", "file"] },
  }),
  trainTo: integer({
    label: "Train to step",
    range: [1, 150],
    initial: 150,
    viewOnly: true,
    when: { run: ["own", "file"] },
    help: "It waits there. With the arrow keys it goes on step by step.",
  }),
  seed: choice({ label: "Seed", options: [1, 2, 3, 4, 5], initial: 1, when: { run: ["recorded", "own"] } }),
  ownText: text({
    label: "A text of your own, too",
    maxLength: 2000,
    viewOnly: false,
    placeholder: "At least 34 characters",
    when: { run: "own" },
    secondary: true,
  }),
} as const;
