/** @file What a tiny V3 is made of and how it is trained: settings as plain data, and what they mean to `compute`. */
import {
  refuse,
  requireInRange,
  requireIntegerInRange,
  requireNonNegative,
  requireObject,
  requireOneOf,
  requirePositive,
  requireText,
} from "../../compute/check.ts";
import { maxSeed, sumFlop, trainingFlop, type ModelConfig } from "../../compute/index.ts";
import { recipeNames, type RecipeName } from "../recipes.ts";
import { tinySymbols } from "./text.ts";

export const tinyAttentions = ["latent", "full", "grouped"] as const;

export type TinySettings = {
  seed: number;
  steps: number;
  /** Sequences in a step. */
  batch: number;
  sequenceLength: number;
  /** Text of one's own: a domain more. Empty for none. */
  text: string;
  hiddenDim: number;
  layers: number;
  /** Layers at the start whose FFN is dense; at least one layer has experts. */
  denseLayers: number;
  denseDim: number;
  attention: (typeof tinyAttentions)[number];
  attentionHeads: number;
  /** d_c, d_c′ and widths of a head; of "full" and "grouped" heads, `valueHeadDim` is the width of queries, keys and values. */
  kvLoraRank: number;
  qLoraRank: number;
  nopeHeadDim: number;
  ropeHeadDim: number;
  valueHeadDim: number;
  /** Of "grouped" attention. */
  keyValueHeads: number;
  routedExperts: number;
  activatedExperts: number;
  sharedExperts: number;
  expertDim: number;
  expertGroups: number;
  /** M of the node limit; as many as there are groups for no limit. */
  limitedGroups: number;
  /** γ; 0 for no bias. */
  biasUpdateSpeed: number;
  /** α; 0 for no loss. */
  balanceFactor: number;
  lossScope: "sequence" | "batch";
  /** D: 0 or 1 module. */
  mtpDepth: number;
  /** λ */
  mtpWeight: number;
  /** Formats of the products in attention and FFNs. Embedding, head, router, norms and M_k stay as they are (§3.3.1). */
  recipe: RecipeName;
  groupSize: number;
  promotionInterval: number;
  accumulatorBits: number;
  learningRate: number;
  /** Steps in which the rate grows from 0. */
  warmupSteps: number;
  /** Steps at the end in which it falls along a cosine … */
  decaySteps: number;
  /** … to this share. */
  lastRateShare: number;
  weightDecay: number;
  /** Gradients longer than that are shortened; 0 for never. */
  clipNorm: number;
  /** Moments of AdamW. */
  moments: "bf16" | "fp32";
};

/**
 * The proportions of V3 at a size that trains in seconds. Rate, γ and schedule are ours: a run of 150 steps needs faster
 * ones than 2.2 · 10⁻⁴ and 0.001.
 */
export const tinyDefaults: TinySettings = Object.freeze({
  seed: 1,
  steps: 150,
  batch: 8,
  sequenceLength: 32,
  text: "",
  hiddenDim: 32,
  layers: 2,
  denseLayers: 1,
  denseDim: 64,
  attention: "latent",
  attentionHeads: 4,
  kvLoraRank: 8,
  qLoraRank: 16,
  nopeHeadDim: 8,
  ropeHeadDim: 4,
  valueHeadDim: 8,
  keyValueHeads: 2,
  routedExperts: 8,
  activatedExperts: 2,
  sharedExperts: 1,
  expertDim: 16,
  expertGroups: 1,
  limitedGroups: 1,
  biasUpdateSpeed: 0.02,
  balanceFactor: 0,
  lossScope: "sequence",
  mtpDepth: 1,
  mtpWeight: 0.3,
  recipe: "FP32",
  groupSize: 16,
  promotionInterval: 32,
  accumulatorBits: 14,
  learningRate: 0.01,
  warmupSteps: 20,
  decaySteps: 60,
  lastRateShare: 0.1,
  weightDecay: 0.1,
  clipNorm: 1,
  moments: "bf16",
});

/**
 * Settings with nothing left out, checked.
 *
 * @throws RangeError that names the first setting that is not allowed, or that is unknown
 */
export function completeTiny(settings: Partial<TinySettings> = {}): TinySettings {
  requireObject({ settings });
  for (const name of Object.keys(settings))
    if (!(name in tinyDefaults)) refuse(`settings.${name}`, `be one of ${Object.keys(tinyDefaults).join(", ")}`, name);
  const complete: TinySettings = { ...tinyDefaults, ...settings };
  const {
    seed,
    steps,
    batch,
    sequenceLength,
    text,
    hiddenDim,
    layers,
    denseLayers,
    denseDim,
    attention,
    attentionHeads,
    kvLoraRank,
    qLoraRank,
    nopeHeadDim,
    ropeHeadDim,
    valueHeadDim,
    keyValueHeads,
  } = complete;
  requireIntegerInRange({ seed }, 0, maxSeed);
  requireIntegerInRange({ steps }, 1, 100_000);
  requireIntegerInRange({ batch }, 1, 256);
  requireIntegerInRange({ sequenceLength }, 4, 256);
  requireText({ text });
  if (text.length > mostText) refuse("text", `have at most ${mostText} characters`, text.length);
  if (text.length > 0 && text.length < sequenceLength + 2)
    refuse("text", `be empty or have at least ${sequenceLength + 2} characters`, text.length);
  requireIntegerInRange({ hiddenDim, denseDim }, 1, 512);
  requireIntegerInRange({ layers }, 1, 16);
  requireIntegerInRange({ denseLayers }, 0, layers - 1);
  requireOneOf({ attention }, tinyAttentions);
  requireIntegerInRange({ attentionHeads, kvLoraRank, qLoraRank, nopeHeadDim, ropeHeadDim, valueHeadDim }, 1, 256);
  if (ropeHeadDim % 2 !== 0) refuse("ropeHeadDim", "be even, since RoPE turns pairs", ropeHeadDim);
  if (attention !== "latent" && valueHeadDim % 2 !== 0)
    refuse("valueHeadDim", "be even, since RoPE turns pairs", valueHeadDim);
  requireIntegerInRange({ keyValueHeads }, 1, attentionHeads);
  if (attention === "grouped" && attentionHeads % keyValueHeads !== 0)
    refuse("attentionHeads", `be a multiple of ${keyValueHeads} key-value heads`, attentionHeads);
  requireExperts(complete);
  requireTraining(complete);
  return complete;
}

/** Longest text of one's own. */
const mostText = 1_000_000;

function requireExperts({
  routedExperts,
  activatedExperts,
  sharedExperts,
  expertDim,
  expertGroups,
  limitedGroups,
  biasUpdateSpeed,
  balanceFactor,
  lossScope,
}: TinySettings): void {
  requireIntegerInRange({ routedExperts }, 1, 64);
  requireIntegerInRange({ sharedExperts }, 0, 8);
  requireIntegerInRange({ expertDim }, 1, 512);
  requireIntegerInRange({ expertGroups }, 1, routedExperts);
  if (routedExperts % expertGroups !== 0)
    refuse("routedExperts", `be a multiple of ${expertGroups} groups`, routedExperts);
  requireIntegerInRange({ limitedGroups }, 1, expertGroups);
  requireIntegerInRange({ activatedExperts }, 1, (routedExperts / expertGroups) * limitedGroups);
  requireInRange({ biasUpdateSpeed }, 0, 1);
  requireInRange({ balanceFactor }, 0, 100);
  requireOneOf({ lossScope }, ["sequence", "batch"] as const);
}

function requireTraining({
  mtpDepth,
  mtpWeight,
  recipe,
  groupSize,
  promotionInterval,
  accumulatorBits,
  learningRate,
  warmupSteps,
  decaySteps,
  lastRateShare,
  weightDecay,
  clipNorm,
  moments,
}: TinySettings): void {
  requireIntegerInRange({ mtpDepth }, 0, 1);
  requireNonNegative({ mtpWeight });
  requireOneOf({ recipe }, recipeNames);
  requireIntegerInRange({ groupSize }, 1, 4096);
  requireIntegerInRange({ promotionInterval }, 1, 4096);
  requireIntegerInRange({ accumulatorBits }, 2, 32);
  requirePositive({ learningRate });
  requireIntegerInRange({ warmupSteps, decaySteps }, 0, 100_000);
  requireInRange({ lastRateShare }, 0, 1);
  requireNonNegative({ weightDecay, clipNorm });
  requireOneOf({ moments }, ["bf16", "fp32"] as const);
}

/** The same model as `compute` counts it: `modelParameters`, `trainingFlop`, … */
export function tinyConfig(settings: Partial<TinySettings> = {}): ModelConfig {
  const {
    hiddenDim,
    layers,
    denseLayers,
    denseDim,
    attention,
    attentionHeads,
    kvLoraRank,
    qLoraRank,
    nopeHeadDim,
    ropeHeadDim,
    valueHeadDim,
    keyValueHeads,
    ...rest
  } = completeTiny(settings);
  const {
    routedExperts,
    sharedExperts,
    activatedExperts,
    expertDim,
    expertGroups,
    limitedGroups,
    biasUpdateSpeed,
    mtpDepth,
    steps,
    batch,
    sequenceLength,
  } = rest;
  return {
    id: "tiny-v3",
    name: "Tiny V3",
    hiddenDim,
    vocabulary: tinySymbols.length,
    layers,
    denseLayers,
    denseDim,
    attention:
      attention === "latent"
        ? { kind: "latent", attentionHeads, kvLoraRank, qLoraRank, nopeHeadDim, ropeHeadDim, valueHeadDim }
        : {
            kind: "grouped",
            attentionHeads,
            keyValueHeads: attention === "full" ? attentionHeads : keyValueHeads,
            headDim: valueHeadDim,
            bias: false,
          },
    moe: {
      routedExperts,
      sharedExperts,
      activatedExperts,
      expertDim,
      affinity: "sigmoid",
      normalizedGates: true,
      routeScale: 1,
      expertGroups,
      limitedGroups,
      routingBias: biasUpdateSpeed > 0,
    },
    mtpDepth,
    trainingTokens: steps * batch * sequenceLength,
    source: "ours: the parts of V3 at a size that trains in seconds",
  };
}

/** FLOP of one step, forward and backward, as `compute` counts them: with prediction module, if there is one, and half the square of attention. */
export function tinyFlopPerStep(settings: Partial<TinySettings> = {}): number {
  const { batch, sequenceLength } = completeTiny(settings);
  return batch * sequenceLength * sumFlop(trainingFlop(tinyConfig(settings), { context: sequenceLength, mtp: true }));
}
