/** @file A call of each function for alignment. */
import * as compute from "../../../compute/index.ts";
import type { Samples } from "../samples.ts";
const task = () => compute.tabularTask({ prompts: 2, answers: 2, seed: 1 });
const sampling = { estimator: "k3", sampledFrom: [0.6, 0.4], weighted: true } as const;

export const alignmentSamples = {
  clippedTerm: () => [{ ratio: 1.3, advantage: 1, clip: 0.2 }],
  correlationOfVotes: () => [{ judges: 5, accuracy: 0.8, majority: 0.9 }],
  groupAdvantages: () => [[1, 0, 0, 1], { recipe: "population" }],
  groupObjective: () => [
    [
      { policy: [-1, -2], old: [-1.1, -2], reference: [-1, -2.2] },
      { policy: [-0.5], old: [-0.5], reference: [-0.6] },
    ],
    { advantages: [1, -1], clip: 0.2, klWeight: 0.04, level: "sequence" },
  ],
  grpoRun: () => [
    task(),
    {
      groupSize: 4,
      clip: 0.2,
      klWeight: 0.1,
      learningRate: 1,
      updatesPerStep: 2,
      recipe: "population",
      klGradient: "k3",
      seed: 1,
    },
  ],
  klDivergence: () => [
    [0.5, 0.5],
    [0.25, 0.75],
  ],
  klEstimate: () => [1.1, { estimator: "k3" }],
  klEstimateGradient: () => [[0.5, 0.5], [0.25, 0.75], sampling],
  klEstimateMoments: () => [[0.5, 0.5], [0.25, 0.75], sampling],
  klGradient: () => [
    [0.5, 0.5],
    [0.25, 0.75],
  ],
  majorityAccuracy: () => [{ judges: 5, accuracy: 0.8, correlation: 0.1 }],
  optimalPolicy: () => [task(), { klWeight: 0.5 }],
  policyMeasures: () => [task(), Float64Array.of(0.25, 0.75, 0.5, 0.5)],
  rejectionSampling: () => [{ passRate: 0.3, falsePositiveRate: 0.01, falseNegativeRate: 0.1, samples: 8 }],
  rightJudges: () => [{ judges: 5, accuracy: 0.8, correlation: 0.1 }],
  shareWithoutSignal: () => [{ groupSize: 8, passRate: 0.3 }],
  tabularTask: () => [{ prompts: 2, answers: 3, rightShare: 0.25, spread: 1, seed: 1 }],
  tokensPerSolved: () => [{ passRate: 0.3, meanTokens: 1000 }],
} satisfies Samples;
