import {
  klDivergence,
  klEstimate,
  klEstimateGradient,
  klEstimateMoments,
  klEstimators,
  klGradient,
} from "v3-companion/compute";

const parameters = {
  policy: [98, 1, 1],
  reference: [1, 1, 1],
  sampled: "policy",
  old: [2, 5, 3],
  weighted: false,
} as const;

/** Weights as probabilities. */
function shares(weights: readonly number[]): number[] {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

const compute = ({ policy, reference, sampled, old, weighted }: typeof parameters) => {
  const [pi, ref] = [shares(policy), shares(reference)];
  const sampledFrom = sampled === "old" ? shares(old) : pi;
  const options = { sampledFrom, weighted: sampled === "old" && weighted };
  const ratios = Array.from({ length: 161 }, (_, i) => 0.05 * 400 ** (i / 160));
  return {
    truth: klDivergence(pi, ref),
    trueGradient: klGradient(pi, ref),
    estimators: klEstimators.map((estimator) => ({
      estimator,
      ...klEstimateMoments(pi, ref, { estimator, ...options }),
      gradient: klEstimateGradient(pi, ref, { estimator, ...options }),
      curve: ratios.map((ratio) => ({ estimator, ratio, value: klEstimate(ratio, { estimator }) })),
    })),
  };
};

globalThis.print(compute(parameters));
