/** @file Experiments on the tiny V3, five seeds each: what a changed part does, against the run of the same seed. */
import * as Plot from "@observablehq/plot";
import { mean, pairedChange } from "../compute/index.ts";
import { domainsOf, recordedTiny, tinyConfig, tinyDefaults, tinySetup } from "../lab/index.ts";
import {
  Chart,
  choice,
  color,
  defineWidget,
  formatNumber,
  formatPercent,
  Legend,
  series,
  Table,
} from "../kit/index.ts";

export default defineWidget({
  id: "tiny-v3-experiments",
  title: "Experiments on the tiny V3, five seeds each",
  source: "§2.1, §2.2, §3.3; §4.5",
  caption:
    "Recorded runs of our toy model: the same mechanism at toy size, and no evidence about V3. A dot is a seed, with its own weights and its own text; the line is the mean of the five. Losses are those on held-out text, in nats a symbol; MaxVio is the busiest expert above the mean, for the loads of that text; the distance of domains is how much of a domain’s load would have to move until it equals that of all domains together. “Unchanged” has V3’s parts and a bias, with products in single precision; V3 itself has them in FP8. Setups, seeds and measures are ours.",
  params: {
    experiment: choice({
      label: "Experiment",
      initial: "balance",
      options: [
        ["balance", "Balancing"],
        ["attention", "Width of the latent"],
        ["experts", "Finer experts, node limit"],
        ["products", "Eight bits"],
        ["prediction", "Prediction module"],
      ],
      viewOnly: true,
    }),
    measure: choice({
      label: "Show",
      initial: "violation",
      options: [
        ["violation", "MaxVio"],
        ["distance", "Distance of domains"],
        ["loss", "Loss on held-out text"],
      ],
      viewOnly: true,
    }),
  },
  presets: {
    "As published": {},
    Specialization: { experiment: "balance", measure: "distance" },
    "Balance and loss": { experiment: "balance", measure: "loss" },
    "Latent width": { experiment: "attention", measure: "loss" },
    "Finer experts": { experiment: "experts", measure: "loss" },
    "Eight bits": { experiment: "products", measure: "loss" },
    "Prediction module": { experiment: "prediction", measure: "loss" },
  },
  compute: () =>
    Object.entries(recordedTiny.runs).flatMap(([setup, runs]) =>
      runs.map(({ seed, validation: { loss, maxViolation, specialization, greedyAcceptance } }) => ({
        setup,
        seed,
        loss,
        violation: maxViolation,
        distance: specialization,
        acceptance: greedyAcceptance,
      })),
    ),
  view: (rows, { values: { experiment, measure } }) => {
    const setups = setupsOf(experiment);
    const points = rows
      .filter(({ setup }) => setups.includes(setup))
      .map(({ setup, seed, [measure]: value }) => ({
        setup,
        seed,
        value,
        base: rows.find((row) => row.setup === base && row.seed === seed)![measure],
      }));
    const means = setups.map((setup) => ({
      setup,
      value: mean(points.filter((point) => point.setup === setup).map(({ value }) => value)),
    }));
    const { label, format } = measures[measure];
    const compared = setups.map((setup) =>
      comparison(
        setup,
        points.filter((point) => point.setup === setup),
        measure,
      ),
    );
    return (
      <>
        <Chart
          label={`${label} of each seed`}
          tips={({ setup, seed, value, base: ofBase }: Point) =>
            `${setup}, seed ${seed}: ${format(value)}${setup === base ? "" : `\n${base}, same seed: ${format(ofBase)}`}`
          }
          options={({ narrow }) => ({
            // A row less in the table below is given to the chart, so that the figure keeps its height.
            height: 250 + 27.5 * (mostSetups - setups.length),
            marginLeft: narrow ? 128 : 168,
            x: { label, grid: true, ticks: narrow ? 4 : 7, nice: true, ...(measure === "loss" ? {} : { zero: true }) },
            y: {
              label: null,
              domain: setups,
              tickSize: 0,
              tickFormat: (setup: string) => (narrow ? setup.replace("-wise loss", "") : setup),
            },
            marks: [
              Plot.tickX(means, { x: "value", y: "setup", stroke: "var(--ink)", strokeWidth: 2 }),
              ...recordedTiny.seeds.map((seed, i) =>
                Plot.dot(
                  points.filter((point) => point.seed === seed),
                  { x: "value", y: "setup", r: 4.5, dy: 3 * (i - 2), fill: color(series(i)) },
                ),
              ),
            ],
          })}
        />
        <Legend items={recordedTiny.seeds.map((seed, i) => [`Seed ${seed}`, series(i)] as const)}>
          The line is their mean.
        </Legend>
        <Table
          label={`Against ${base} of the same seed`}
          columns={[
            { key: "setup", label: "Setup" },
            { key: "mean", label: "Mean", as: ["number", 4] },
            {
              key: "change",
              label: measure === "loss" ? "Change" : "Difference",
              as: measure === "loss" ? ["percent", 2] : ["number", 3],
              interval: ({ low, high }) => (low === null ? null : [Number(low), Number(high)]),
            },
            { key: "signs", label: "Up, down" },
            { key: "chance", label: "Chance of such signs", as: "percent" },
          ]}
          rows={compared}
        />
      </>
    );
  },
  summary: (rows, { experiment, measure }) => {
    const means = setupsOf(experiment).map(
      (setup) =>
        `${setup.replace("α ", "α\u00a0")}: ${formatNumber(mean(rows.filter((row) => row.setup === setup).map((row) => row[measure])), 4)}`,
    );
    return `${measures[measure].label}, mean of five seeds. ${means.join("; ")}.`;
  },
  table: (rows) => ({
    columns: [
      { key: "setup", label: "Setup" },
      { key: "seed", label: "Seed" },
      { key: "loss", label: "Loss on held-out text", unit: "nats" },
      { key: "violation", label: "MaxVio on held-out text" },
      { key: "distance", label: "Distance of domains" },
      { key: "acceptance", label: "Share of drafts kept" },
    ],
    rows,
  }),
});

type Measure = "loss" | "violation" | "distance";
type Point = { setup: string; seed: number; value: number; base: number };

/** What every other setup is compared with. */
const base: string = "Unchanged";
const experiments = {
  balance: [base, "No balancing", "Sequence-wise loss, α 0.1", "Sequence-wise loss, α 0.01", "Batch-wise loss, α 0.1"],
  attention: [base, "Latent of 2", "Full heads", "Grouped heads"],
  experts: [base, "Sixteen half experts", "Node limit"],
  products: [base, "BF16", "FP8 fine-grained", "FP8 per tensor"],
  prediction: [base, "Without MTP"],
} as const satisfies Record<string, readonly string[]>;

/** Setups of an experiment that are recorded with all seeds. */
function setupsOf(experiment: keyof typeof experiments): string[] {
  return experiments[experiment].filter((setup) => recordedTiny.runs[setup]?.length === recordedTiny.seeds.length);
}

/** Of all experiments. */
const mostSetups = Math.max(...Object.values(experiments).map((setups) => setups.length));

const measures: Readonly<Record<Measure, { label: string; format: (value: number) => string }>> = {
  violation: { label: "MaxVio", format: (value) => formatNumber(value, 3) },
  distance: { label: "Distance of domains", format: (value) => formatPercent(value) },
  loss: { label: "Loss on held-out text (nats a symbol)", format: (value) => formatNumber(value, 4) },
};

/** Differences from the run of the same seed: mean, range and signs. */
function comparison(setup: string, points: readonly Point[], measure: Measure) {
  const values = points.map(({ value }) => value);
  if (setup === base)
    return { setup, mean: mean(values), change: null, low: null, high: null, signs: "", chance: null };
  const { up, down, ...change } = pairedChange(
    values,
    points.map((point) => point.base),
    { relative: measure === "loss" },
  );
  return { setup, ...change, mean: mean(values), change: change.mean, signs: `${up} up, ${down} down` };
}

/** What eight bits do to output gradients, a mean over all recorded measurements of a setup. */
export function tinyPrecision(setup: string): { relativeError: number; underflow: number } {
  const measured = recordedTiny.runs[setup].map(({ precision }) => precision![2]);
  return {
    relativeError: mean(measured.flatMap(({ relativeError }) => relativeError)),
    underflow: mean(measured.flatMap(({ underflow }) => underflow)),
  };
}

/** The model of all setups but for the part that each changes: for what the chapter says of its sizes. */
export const tinyModel = {
  config: tinyConfig(),
  fullHeads: tinyConfig({ attention: "full" }),
  domains: domainsOf({ text: "" }),
  sequenceLength: tinyDefaults.sequenceLength,
  batchTokens: tinyDefaults.batch * tinyDefaults.sequenceLength,
  steps: recordedTiny.steps,
  balanceFactor: tinySetup("Sequence-wise loss, α 0.1").settings.balanceFactor ?? 0,
};
