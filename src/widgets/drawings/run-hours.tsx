/** @file GPU-hours of a training run, beside those of V3 as published and of Llama 3.1 405B. */
import * as Plot from "@observablehq/plot";
import { llama31Run, publishedHours, publishedStages, type RunEstimate } from "../../compute/index.ts";
import { Bars, color, formatCount, Legend } from "../../kit/index.ts";

/** Bars of three runs, stage by stage. */
export function RunHours({ run }: { run: RunEstimate }) {
  return (
    <Bars
      label="GPU-hours of this run, of V3 as published and of Llama 3.1 405B"
      rows={hoursOfRuns(run)}
      name={({ run: name }) => name}
      value={({ hours }) => hours}
      fill={({ fill }) => fill}
      tips={({ run: name, stage, hours }) => `${name}, ${stage.toLowerCase()}: ${formatCount(hours, 4)} GPU-hours`}
      axis={({ narrow }) => ({
        label: "GPU-hours",
        ticks: narrow ? 3 : 6,
        tickFormat: (value: number) => formatCount(value),
      })}
      height={182}
      left={[110, 100]}
      right={44}
      gap={4}
      marks={[
        Plot.text(totalHours(run), {
          x: "hours",
          y: "run",
          text: ({ hours }) => formatCount(hours),
          textAnchor: "start",
          dx: 4,
        }),
      ]}
    />
  );
}

/** What the colors of `RunHours` mean. */
export function RunHoursLegend() {
  return (
    <Legend
      items={[
        ["Pre-training", "accent"],
        ["Context extension and post-training", "accent-soft"],
        ["Another model, on other chips", "neutral"],
      ]}
    />
  );
}

type StageHours = { run: string; stage: string; hours: number; fill: string };

/** This run beside the published one and Llama's, stage by stage. */
export function hoursOfRuns({ hours, totalHours }: RunEstimate): StageHours[] {
  return [
    { run: "This run", stage: "Pre-training", hours, fill: color("accent") },
    { run: "This run", stage: "Later stages", hours: totalHours - hours, fill: color("accent-soft") },
    { run: "V3, published", stage: "Pre-training", hours: publishedStages[0].hours, fill: color("accent") },
    {
      run: "V3, published",
      stage: "Later stages",
      hours: publishedHours - publishedStages[0].hours,
      fill: color("accent-soft"),
    },
    { run: "Llama 3.1 405B", stage: "All stages", hours: llama31Run.hours, fill: color("neutral") },
  ];
}

function totalHours(run: RunEstimate): { run: string; hours: number }[] {
  const stages = hoursOfRuns(run);
  return [...new Set(stages.map(({ run: name }) => name))].map((name) => ({
    run: name,
    hours: stages.reduce((sum, stage) => sum + (stage.run === name ? stage.hours : 0), 0),
  }));
}
