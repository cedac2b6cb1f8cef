/** @file Strategies of balancing side by side: their MaxVio along a run, and the load of each expert at a step. */
import * as Plot from "@observablehq/plot";
import { Chart, color, ColumnBars, formatNumber, Legend, wideWidth, type Color } from "../../kit/index.ts";

type Point = { id: string; step: number; windowMaxViolation: number };

export const strategyNames: Readonly<Record<string, string>> = {
  none: "No balancing",
  "auxiliary-loss": "Sequence-wise loss",
  "batch-loss": "Batch-wise loss",
  bias: "Bias, no loss",
};
const colors: Readonly<Record<string, Color>> = {
  none: "neutral",
  "auxiliary-loss": "series-2",
  "batch-loss": "series-3",
  bias: "accent",
};
const strategies = Object.keys(strategyNames);

/**
 * MaxVio along a run, one line for each strategy.
 *
 * @param history  the strategies at each step so far
 * @param windowSteps  steps that are counted together
 */
export function ViolationCurves({
  history,
  windowSteps,
}: {
  history: readonly (readonly Point[])[];
  windowSteps: number;
}) {
  const points = thinned(history);
  return (
    <Chart
      label="MaxVio of the last steps, for each strategy"
      scrub="step"
      tips={({ id, step, windowMaxViolation }: Point) =>
        `${strategyNames[id]}\nStep ${step}: ${formatNumber(windowMaxViolation)}`
      }
      options={({ narrow }) => ({
        height: 190,
        marginLeft: 56,
        x: { label: "Step", domain: [0, Math.max(1, history.length - 1)], ticks: narrow ? 4 : 8 },
        y: {
          label: `MaxVio, last ${windowSteps} steps together`,
          type: "log",
          domain: [0.01, 20],
          grid: true,
          ticks: [0.01, 0.1, 1, 10],
          tickFormat: (value: number) => formatNumber(value),
        },
        marks: [
          Plot.ruleY([0.1], { stroke: "var(--ink-soft)", strokeDasharray: "3 3" }),
          ...strategies.map((id) =>
            Plot.line(
              points.filter((point) => point.id === id),
              {
                x: "step",
                y: "windowMaxViolation",
                stroke: color(colors[id]),
                strokeWidth: id === "bias" ? 2.5 : 1.8,
                clip: true,
              },
            ),
          ),
        ],
      })}
    />
  );
}

/** What the colors of `ViolationCurves` mean. */
export function StrategyLegend() {
  return (
    <Legend items={strategies.map((id) => [strategyNames[id], colors[id]] as const)}>
      Dashed: MaxVio 0.1; below, the mean, which red exceeds.
    </Legend>
  );
}

/** Load of each expert under a strategy, at a step. */
export function StrategyLoad({
  id,
  step,
  tokensOfExpert,
  meanLoad,
}: {
  id: string;
  step: number;
  tokensOfExpert: Uint16Array;
  meanLoad: number;
}) {
  const most = 4 * meanLoad;
  const what = `${strategyNames[id]}: load of each expert at step ${step}`;
  return (
    <div>
      <p class="columns-label">{what}</p>
      <ColumnBars
        values={tokensOfExpert.map((load) => Math.min(load, most))}
        min={0}
        max={most}
        reference={meanLoad}
        groupSize={tokensOfExpert.length}
        classOf={(expert) => (tokensOfExpert[expert] > meanLoad ? "over" : "under")}
        label={`${what}; the dashed line is the mean, bars end at four times the mean`}
        width={wideWidth}
        height={34}
      />
    </div>
  );
}

/** At most 200 steps of a history: more would not be seen. */
function thinned(history: readonly (readonly Point[])[]): Point[] {
  const every = Math.ceil(history.length / 200);
  return history.filter((_, step) => step % every === 0 || step === history.length - 1).flat();
}
