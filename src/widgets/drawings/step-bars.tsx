/** @file A training step by what it is spent on, and what each of its assumptions is worth. */
import * as Plot from "@observablehq/plot";
import { measuredStep, publishedHoursPerTrillion, type StepEstimate } from "../../compute/index.ts";
import { Chart, color, formatCount, formatNumber, Legend, twoLines, type Color } from "../../kit/index.ts";

/** An assumption, and GPU-hours per trillion tokens with it a fifth lower and a fifth higher. */
export type AssumptionRow = {
  name: string;
  text: string;
  value: number;
  unit: string;
  low: number;
  high: number;
  spread: number;
  source: string;
};
type Part = keyof typeof partColors;
type Share = { run: string; part: Part; seconds: number };

const partColors = {
  "Forwards and backwards": "accent",
  "Exchange of tensor ranks": "communication",
  "Bubble and waiting": "idle",
  Optimizer: "neutral",
} satisfies Record<string, Color>;
const mostBars = 12;

/** This estimate beside the published measurement, part by part. */
export function StepParts({ step }: { step: StepEstimate }) {
  return (
    <Chart
      label="A step by what it is spent on: this estimate and the published measurement"
      tips={(row: Share) => `${row.run}, ${row.part}: ${formatNumber(row.seconds)} s`}
      options={({ narrow }) => ({
        height: 110,
        marginLeft: narrow ? 88 : 120,
        x: { label: "Seconds of a step", grid: true, ticks: narrow ? 4 : 8 },
        y: { label: null, domain: ["This estimate", "Measured"] },
        marks: [
          Plot.barX(sharesOf(step), {
            x: "seconds",
            y: "run",
            fill: (row: Share) => color(partColors[row.part]),
            insetTop: 3,
            insetBottom: 3,
          }),
          Plot.ruleX([0]),
        ],
      })}
    />
  );
}

/** What the colors of `StepParts` mean. */
export function StepLegend() {
  return (
    <Legend items={(Object.keys(partColors) as Part[]).map((part) => [part, partColors[part]])}>
      Measured: arXiv:2505.09343, Table 4.
    </Legend>
  );
}

/** The assumptions that move the hours most, by how far. */
export function AssumptionBars({ step, rows }: { step: StepEstimate; rows: readonly AssumptionRow[] }) {
  const moving = rows
    .filter(({ spread }) => spread > 0.004 * step.gpuHoursPerTrillion)
    .sort((a, b) => b.spread - a.spread);
  return (
    <Chart
      label="GPU-hours per trillion tokens with each assumption a fifth lower and a fifth higher"
      tips={(row: AssumptionRow) =>
        `${row.name}: ${formatCount(row.low, 4)} GPU-hours a fifth lower, ${formatCount(row.high, 4)} a fifth higher`
      }
      options={({ narrow }) => ({
        height: 46 + (narrow ? 27 : 17) * Math.max(mostBars, 1),
        marginLeft: narrow ? 168 : 285,
        marginTop: 8,
        x: { label: "Thousand GPU-hours per trillion tokens", grid: true, inset: 5, ticks: narrow ? 4 : 8 },
        y: {
          label: null,
          domain: moving.slice(0, mostBars).map(({ name }) => name),
          tickFormat: (name: string) => (narrow ? twoLines(name, 22) : name),
        },
        marks: [
          Plot.barX(moving.slice(0, mostBars), {
            x1: () => step.gpuHoursPerTrillion / 1e3,
            x2: (row: AssumptionRow) => row.low / 1e3,
            y: "name",
            fill: color("series-1"),
            insetTop: 2,
            insetBottom: 2,
          }),
          Plot.barX(moving.slice(0, mostBars), {
            x1: () => step.gpuHoursPerTrillion / 1e3,
            x2: (row: AssumptionRow) => row.high / 1e3,
            y: "name",
            fill: color("series-2"),
            insetTop: 2,
            insetBottom: 2,
          }),
          Plot.ruleX([publishedHoursPerTrillion / 1e3], { stroke: "var(--ink)", strokeDasharray: "5 3" }),
          Plot.ruleX([step.gpuHoursPerTrillion / 1e3]),
        ],
      })}
    />
  );
}

function sharesOf({ pipelineSeconds, idleSeconds, exchangeSeconds, optimizerSeconds }: StepEstimate): Share[] {
  const { bubble, optimizer, total } = measuredStep;
  const shares: Share[] = [
    { run: "This estimate", part: "Forwards and backwards", seconds: pipelineSeconds - idleSeconds - exchangeSeconds },
    { run: "This estimate", part: "Exchange of tensor ranks", seconds: exchangeSeconds },
    { run: "This estimate", part: "Bubble and waiting", seconds: idleSeconds },
    { run: "This estimate", part: "Optimizer", seconds: optimizerSeconds },
    { run: "Measured", part: "Forwards and backwards", seconds: total - bubble - optimizer },
    { run: "Measured", part: "Bubble and waiting", seconds: bubble },
    { run: "Measured", part: "Optimizer", seconds: optimizer },
  ];
  return shares.filter(({ seconds }) => seconds > 0);
}
