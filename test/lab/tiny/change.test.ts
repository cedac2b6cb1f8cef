import { describe, expect, it } from "vitest";
import { changedSettings, completeTiny, tinyDefaults, type TinyChange } from "../../../src/lab/index.ts";

const values: TinyChange = {
  change: "balance",
  balance: "sequence",
  biasUpdateSpeed: 0.5,
  balanceFactor: 0.3,
  attention: "grouped",
  kvLoraRank: 2,
  mtpWeight: 0.1,
  experts: 16,
  limitedGroups: 3,
  recipe: "BF16",
  learningRate: 0.5,
  warmupSteps: 20,
  lastRateShare: 1,
  clipNorm: 0,
  moments: "fp32",
  otherSeed: 7,
  steps: 5,
};

describe("changedSettings(values)", () => {
  it.each([
    [{ balance: "none" }, { biasUpdateSpeed: 0 }],
    [{ balance: "bias" }, { biasUpdateSpeed: 0.5 }],
    [{ balance: "sequence" }, { biasUpdateSpeed: 0, balanceFactor: 0.3, lossScope: "sequence" }],
    [{ balance: "batch" }, { biasUpdateSpeed: 0, balanceFactor: 0.3, lossScope: "batch" }],
    [{ change: "attention" }, { attention: "grouped" }],
    [{ change: "attention", attention: "latent" }, { kvLoraRank: 2 }],
    [{ change: "prediction" }, { mtpWeight: 0.1 }],
    [{ change: "prediction", mtpWeight: 0 }, { mtpDepth: 0 }],
    [{ change: "nodes" }, { expertGroups: 4, limitedGroups: 3 }],
    [{ change: "products" }, { recipe: "BF16" }],
    // A warm-up of 20 steps ends with a run of 5.
    [{ change: "optimizer" }, { learningRate: 0.5, warmupSteps: 5, lastRateShare: 1, clipNorm: 0, moments: "fp32" }],
    [{ change: "seed" }, { seed: 7 }],
  ] satisfies [Partial<TinyChange>, unknown][])("of %o is %o, and nothing of the other parts", (change, expected) => {
    const settings = changedSettings({ ...values, ...change });
    expect(settings).toEqual(expected);
    expect(() => completeTiny({ steps: values.steps, warmupSteps: 0, decaySteps: 0, ...settings })).not.toThrow();
  });
  it.each([4, 8, 16])("of %i experts leaves as many weights at work, and in all", (experts) => {
    const changed = completeTiny(changedSettings({ ...values, change: "experts", experts }));
    const weights = ({ routedExperts, activatedExperts, expertDim }: typeof changed) => [
      activatedExperts * expertDim,
      routedExperts * expertDim,
    ];
    expect(changed.routedExperts).toBe(experts);
    expect(weights(changed)).toEqual(weights(tinyDefaults));
  });
});
