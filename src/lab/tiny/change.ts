/** @file A part of a tiny V3 that is changed, and to what, as settings. */
import { tinyDefaults, type TinySettings } from "./settings.ts";

/** Which part is changed, and of each part what it is changed to: only that of the changed part is looked at. */
export type TinyChange = {
  change: "balance" | "attention" | "prediction" | "experts" | "nodes" | "products" | "optimizer" | "seed";
  /** What balances, and its γ or α. */
  balance: "none" | "bias" | "sequence" | "batch";
  biasUpdateSpeed: number;
  balanceFactor: number;
  attention: TinySettings["attention"];
  /** Of "latent" attention. */
  kvLoraRank: number;
  /** λ; 0 for no module. */
  mtpWeight: number;
  /** Routed experts of a layer: a multiple of four that divides 128. */
  experts: number;
  /** Of four groups, how many a token may visit. */
  limitedGroups: number;
  recipe: TinySettings["recipe"];
  learningRate: number;
  warmupSteps: number;
  lastRateShare: number;
  clipNorm: number;
  moments: TinySettings["moments"];
  otherSeed: number;
  /** Of the whole run: a warm-up ends with it. */
  steps: number;
};

/** What a run with a part changed has where another has something else. */
export function changedSettings(values: TinyChange): Partial<TinySettings> {
  const { balance, biasUpdateSpeed, balanceFactor, attention, kvLoraRank, mtpWeight, experts, limitedGroups } = values;
  const { recipe, learningRate, warmupSteps, lastRateShare, clipNorm, moments, otherSeed, steps } = values;
  switch (values.change) {
    case "balance":
      if (balance === "none") return { biasUpdateSpeed: 0 };
      return balance === "bias" ? { biasUpdateSpeed } : { biasUpdateSpeed: 0, balanceFactor, lossScope: balance };
    case "attention":
      return attention === "latent" ? { kvLoraRank } : { attention };
    case "prediction":
      return mtpWeight === 0 ? { mtpDepth: 0 } : { mtpWeight };
    // As many activated weights in each: fewer wide experts, or more narrow ones.
    case "experts":
      return {
        routedExperts: experts,
        activatedExperts: experts / 4,
        expertDim: (tinyDefaults.expertDim * tinyDefaults.routedExperts) / experts,
      };
    case "nodes":
      return { expertGroups: 4, limitedGroups };
    case "products":
      return { recipe };
    case "optimizer":
      return { learningRate, warmupSteps: Math.min(warmupSteps, steps), lastRateShare, clipNorm, moments };
    case "seed":
      return { seed: otherSeed };
  }
}
