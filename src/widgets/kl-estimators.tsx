/** @file Three estimates of a divergence from samples: their values, their spread, and what their gradients really are. */
import * as Plot from "@observablehq/plot";
import {
  klDivergence,
  klEstimate,
  klEstimateGradient,
  klEstimateMoments,
  klEstimators,
  klGradient,
} from "../compute/index.ts";
import {
  Chart,
  choice,
  defineWidget,
  formatFixed,
  formatNumber,
  Legend,
  number,
  numbers,
  Readout,
  Table,
  toggle,
} from "../kit/index.ts";

export default defineWidget({
  id: "kl-estimators",
  title: "Three estimates of one divergence",
  source: "§5.2.2, eq. 27",
  caption:
    "How far a policy has gone from its reference cannot be summed over all answers, so trainers estimate it from those that were drawn. Eq. 27 is the estimate called k3. With a few outcomes everything can be summed exactly: means, deviations and gradients are over all samples, and none is drawn. Weights are divided by their sum.",
  params: {
    policy: numbers({ label: "Policy, weights", initial: [6, 3, 1], range: [1e-6, 1e6], maxLength: 8 }),
    reference: numbers({ label: "Reference, weights", initial: [3, 4, 3], range: [1e-6, 1e6], maxLength: 8 }),
    sampled: choice({
      label: "Samples come from",
      initial: "policy",
      options: [
        ["policy", "The policy"],
        ["old", "An older one"],
      ],
    }),
    old: numbers({
      label: "Older policy, weights",
      initial: [2, 5, 3],
      range: [1e-6, 1e6],
      maxLength: 8,
      when: { sampled: "old" },
    }),
    weighted: toggle({ label: "Weigh with π/π_old", initial: false, when: { sampled: "old" } }),
    ratio: number({ label: "π_ref / π of one answer", range: [0.05, 20], scale: "log", initial: 0.5, viewOnly: true }),
  },
  presets: {
    "As published": {},
    "Stale samples": { sampled: "old" },
    "Stale samples, weighted": { sampled: "old", weighted: true },
    "Far away": { policy: [98, 1, 1], reference: [1, 1, 1] },
  },
  check: ({ policy, reference, old, sampled }) =>
    policy.length < 2
      ? { at: "policy", say: "At least two outcomes are needed." }
      : reference.length !== policy.length
        ? { at: "reference", say: `The reference needs as many outcomes as the policy, ${policy.length}.` }
        : sampled === "old" &&
          old.length !== policy.length && {
            at: "old",
            say: `The older policy needs as many outcomes as the policy, ${policy.length}.`,
          },
  compute: ({ policy, reference, sampled, old, weighted }) => {
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
  },
  view: ({ truth, trueGradient, estimators }, { values }) => (
    <>
      <Readout
        items={[
          { label: "True divergence", value: truth, as: ["fixed", 4], unit: "nats" },
          ...estimators.map(({ estimator, mean, deviation }) => ({
            label: `Mean of ${estimator}`,
            value: mean,
            as: ["fixed", 4] as const,
            unit: "nats",
            note: `± ${formatFixed(deviation, 4)} a sample`,
          })),
        ]}
      />
      <Chart
        label="Each estimate against the ratio of one answer’s probabilities"
        scrub="ratio"
        options={() => ({
          height: 220,
          marginLeft: 52,
          x: {
            label: "π_ref / π of the answer",
            type: "log",
            domain: [0.05, 20],
            ticks: [0.1, 0.5, 1, 2, 10],
            tickFormat: (value: number) => formatNumber(value),
          },
          y: { label: "Estimate (nats)", grid: true, domain: [-3, 5] },
          marks: [
            Plot.ruleY([0]),
            Plot.ruleX([1], { stroke: "var(--rule-strong)", strokeDasharray: "3 3" }),
            ...estimators.map(({ curve }, i) =>
              Plot.lineY(curve, {
                x: "ratio",
                y: "value",
                stroke: `var(--series-${i + 1})`,
                strokeWidth: 2,
                clip: true,
              }),
            ),
          ],
        })}
      />
      <Legend
        items={[
          ["k1 = −ln r", "series-1"],
          ["k2 = (ln r)²/2", "series-2"],
          ["k3 = r − 1 − ln r, eq. 27", "series-3"],
        ]}
      >{`At r = ${formatNumber(values.ratio)}: ${estimators.map(({ estimator }) => `${estimator} ${formatFixed(klEstimate(values.ratio, { estimator }), 4)}`).join(", ")}.`}</Legend>
      <Table
        label="Gradient by the logit of each outcome"
        rows={Array.from(trueGradient, (value, outcome) => ({
          outcome: outcome + 1,
          truth: value,
          k1: estimators[0].gradient[outcome],
          k2: estimators[1].gradient[outcome],
          k3: estimators[2].gradient[outcome],
        }))}
        columns={[
          { key: "outcome", label: "Outcome" },
          { key: "truth", label: "True gradient", as: ["fixed", 4] },
          { key: "k1", label: "Through k1", as: ["fixed", 4] },
          { key: "k2", label: "Through k2", as: ["fixed", 4] },
          { key: "k3", label: "Through k3", as: ["fixed", 4] },
        ]}
      />
    </>
  ),
  summary: ({ truth, estimators }) =>
    `The divergence is ${formatFixed(truth, 4)} nats; on average ${estimators.map(({ estimator, mean }) => `${estimator} says ${formatFixed(mean, 4)}`).join(", ")}.`,
  table: ({ truth, estimators }) => ({
    columns: [
      { key: "estimator", label: "Estimate" },
      { key: "mean", label: "Mean", unit: "nats" },
      { key: "deviation", label: "Deviation of a sample", unit: "nats" },
    ],
    rows: [
      { estimator: "true divergence", mean: truth, deviation: 0 },
      ...estimators.map(({ estimator, mean, deviation }) => ({ estimator, mean, deviation })),
    ],
  }),
});

/** Weights as probabilities. */
function shares(weights: readonly number[]): number[] {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}
