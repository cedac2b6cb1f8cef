/** @file What the second of two tiny V3s may have where the first has something else, as parameters of their figure. */
import { recipeNames } from "../lab/index.ts";
import { choice, number } from "../kit/index.ts";

/** Which part is changed, and for each part to what. They show where both runs are trained in the page (`run` is "own"). */
export const changeParams = {
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
} as const;
