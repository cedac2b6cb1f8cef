/** @file A call of each function for prediction. */
import * as compute from "../../../compute/index.ts";
import type { Samples } from "../samples.ts";

const { deepseekV3: v3 } = compute;
const latent = {
  kind: "latent",
  attentionHeads: 2,
  kvLoraRank: 4,
  qLoraRank: 4,
  nopeHeadDim: 4,
  ropeHeadDim: 2,
  valueHeadDim: 4,
} as const;
const sizes = {
  hiddenDim: 8,
  vocabulary: 4,
  attention: latent,
  expertDim: 4,
  sharedExperts: 1,
  routedExperts: 4,
  depths: 1,
  seed: 1,
  storage: "float64",
} as const;
const weights = () => compute.samplePrediction(sizes);
const gate = { routedExperts: 4, activatedExperts: 2 };
const mainHidden = () => compute.sampleHidden({ tokens: 3, hiddenDim: 8, seed: 2, storage: "float64" });

export const predictionSamples = {
  combinedPredictionLoss: () => [[2.5, 3], 0.3],
  draftCostByParameters: () => [v3],
  embed: () => [weights().shared, Uint32Array.of(2, 0), { storage: "float64" }],
  expectedTokensPerStep: () => [[0.85, 0.7]],
  impliedAcceptance: () => [{ speedUp: 1.8, extraCost: 0.02 }],
  impliedExtraCost: () => [[0.85], 1.8],
  predictionChain: () => [
    weights().modules,
    weights().shared,
    { mainHidden: mainHidden(), tokens: Uint32Array.of(0, 1, 2), gate, order: "hiddenFirst", storage: "float64" },
  ],
  predictionDataflow: () => [v3, { depth: 1 }],
  predictionLoss: () => [
    Float64Array.of(0.5, 0.5, 0.25, 0.75),
    Uint32Array.of(0, 1, 0, 1),
    { depth: 1, divisor: "tokens" },
  ],
  predictionLossWeight: () => [1e12],
  predictionModule: () => [
    weights().modules[0],
    weights().shared,
    {
      previous: mainHidden(),
      depth: 1,
      tokens: Uint32Array.of(0, 1, 2),
      gate,
      order: "embeddingFirst",
      storage: "float64",
    },
  ],
  predictionTargets: () => [{ tokens: 4, mtpDepth: 1 }],
  samplePrediction: () => [sizes],
  simulateSpeculation: () => [[0.85], { tokens: 20, seed: 1 }],
  speculativeSpeedUp: () => [[0.85], 0.03],
  tokensPerStepShares: () => [[0.85, 0.7]],
  verifyDrafts: () => [
    [0.5, 0.3, 0.2],
    [0.25, 0.25, 0.5],
  ],
} satisfies Samples;
