/** @file A widget with a parameter of each kind, for tests of the kit alone. */
import { choice, defineWidget, integer, number, numbers, seed, timeline, toggle } from "../../src/kit/index.ts";

export const sample = defineWidget({
  id: "sample",
  title: "A sample",
  source: "§0",
  caption: "For tests.",
  params: {
    ranks: integer({ label: "Ranks", range: [2, 64], step: 2, initial: 16 }),
    tokens: number({ label: "Tokens", range: [1e9, 1e14], scale: "log", unit: "tokens", initial: 14.8e12 }),
    affinity: choice({
      label: "Affinity",
      options: [
        ["sigmoid", "Sigmoid"],
        ["softmax", "Softmax"],
      ],
      initial: "sigmoid",
    }),
    balanced: toggle({ label: "Balanced", initial: true }),
    bias: numbers({ label: "Bias", initial: [], range: [-1, 1], maxLength: 8 }),
    seed: seed(),
    step: timeline({ label: "Step", to: 20 }),
  },
  presets: { "As published": {}, Small: { ranks: 4, affinity: "softmax" } },
  compute: ({ ranks, tokens }) => [{ ranks, share: tokens / ranks }],
  view: ([{ share }]) => <p>{share}</p>,
  summary: ([{ ranks, share }]) => `${ranks} ranks: ${share} each.`,
  table: (rows) => ({
    columns: [
      { key: "ranks", label: "Ranks" },
      { key: "share", label: "Share", unit: "tokens" },
    ],
    rows,
  }),
});
