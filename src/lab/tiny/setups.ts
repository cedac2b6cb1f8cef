/** @file Runs worth comparing, by name, and the questions that they answer in pairs. */
import { deepFreeze } from "../../compute/freeze.ts";
import type { TinySettings } from "./settings.ts";

export type TinySetup = { readonly name: string; readonly settings: Readonly<Partial<TinySettings>> };

const withoutBias = { biasUpdateSpeed: 0 } as const;

/** The first is what all others are compared with: they differ from it in what their settings say. */
export const tinySetups = deepFreeze([
  { name: "Unchanged", settings: {} },
  { name: "No balancing", settings: withoutBias },
  { name: "Sequence-wise loss, α 0.1", settings: { ...withoutBias, balanceFactor: 0.1, lossScope: "sequence" } },
  { name: "Sequence-wise loss, α 0.01", settings: { ...withoutBias, balanceFactor: 0.01, lossScope: "sequence" } },
  { name: "Batch-wise loss, α 0.1", settings: { ...withoutBias, balanceFactor: 0.1, lossScope: "batch" } },
  { name: "Latent of 2", settings: { kvLoraRank: 2 } },
  { name: "Full heads", settings: { attention: "full" } },
  { name: "Grouped heads", settings: { attention: "grouped" } },
  {
    name: "Sixteen half experts",
    settings: { routedExperts: 16, activatedExperts: 4, expertDim: 8, sharedExperts: 2 },
  },
  { name: "Node limit", settings: { expertGroups: 4, limitedGroups: 1 } },
  { name: "BF16", settings: { recipe: "BF16" } },
  { name: "FP8 fine-grained", settings: { recipe: "FP8 fine-grained" } },
  { name: "FP8 per tensor", settings: { recipe: "FP8 per tensor" } },
  { name: "Without MTP", settings: { mtpDepth: 0 } },
] as const satisfies readonly TinySetup[]);

export type TinySetupName = (typeof tinySetups)[number]["name"];

export type TinyMeasure = "loss" | "maxViolation" | "specialization";

export type TinyExperiment = {
  id: string;
  question: string;
  /** What is compared with what: the first is the reference. */
  setups: readonly [TinySetupName, TinySetupName, ...TinySetupName[]];
  /** Of the validation. */
  measure: TinyMeasure;
};

/** Questions that the report's ablations ask, at toy size. */
export const tinyExperiments = deepFreeze([
  {
    id: "balancing",
    question: "Does a moving bias keep the experts' loads even?",
    setups: ["No balancing", "Unchanged"],
    measure: "maxViolation",
  },
  {
    id: "specialization",
    question: "Do experts specialize less where each sequence must be even?",
    setups: ["Unchanged", "Batch-wise loss, α 0.1", "Sequence-wise loss, α 0.01", "Sequence-wise loss, α 0.1"],
    measure: "specialization",
  },
  {
    id: "latent",
    question: "What does a narrow latent cost?",
    setups: ["Unchanged", "Latent of 2", "Full heads"],
    measure: "loss",
  },
  {
    id: "precision",
    question: "What do eight bits cost?",
    setups: ["Unchanged", "BF16", "FP8 fine-grained", "FP8 per tensor"],
    measure: "loss",
  },
  {
    id: "prediction",
    question: "Does predicting one token further help the main model?",
    setups: ["Without MTP", "Unchanged"],
    measure: "loss",
  },
  {
    id: "granularity",
    question: "Do more and narrower experts help at equal FLOP?",
    setups: ["Unchanged", "Sixteen half experts"],
    measure: "loss",
  },
] as const satisfies readonly TinyExperiment[]);

/** The setup of a name. @throws RangeError if there is none */
export function tinySetup(name: string): TinySetup {
  const setup = tinySetups.find((known) => known.name === name);
  if (!setup)
    throw new RangeError(
      `name must be one of ${tinySetups.map((known) => `"${known.name}"`).join(", ")} (got "${name}")`,
    );
  return setup;
}
