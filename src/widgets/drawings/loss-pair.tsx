/** @file Losses of two runs on the same batches, and how much the second differs from the first. */
import * as Plot from "@observablehq/plot";
import type { TinyMoment } from "../../lab/index.ts";
import { Chart, color, formatChange, formatNumber, type Color } from "../../kit/index.ts";
import type { Gap } from "../tiny-step-numbers.ts";

/**
 * The loss of each run, step by step.
 *
 * @param end  the last step
 * @param colors  of the runs
 */
export function LossPair({
  runs,
  end,
  colors,
}: {
  runs: readonly { name: string; moments: readonly TinyMoment[] }[];
  end: number;
  colors: readonly Color[];
}) {
  return (
    <Chart
      label="Loss of both runs"
      scrub="step"
      tips={({ name, step, loss }: { name: string; step: number; loss: number }) =>
        `${name}\nStep ${step}: ${formatNumber(loss, 4)}`
      }
      options={({ narrow }) => ({
        height: 150,
        marginLeft: 56,
        x: { label: "Step", domain: [0, end], ticks: narrow ? 4 : 8 },
        y: { label: "Loss (nats a symbol)", grid: true, ticks: 5 },
        marks: runs.map(({ name, moments }, i) =>
          Plot.line(
            moments.filter(({ loss }) => Number.isFinite(loss)).map((moment) => ({ ...moment, name })),
            { x: "step", y: "loss", stroke: color(colors[i]), strokeWidth: 1.6 },
          ),
        ),
      })}
    />
  );
}

/** How much the second loss differs from the first, as a share of it. */
export function LossDifference({ gaps, end }: { gaps: readonly Gap[]; end: number }) {
  // A run that has just begun differs by thousandths of a percent.
  const tickDigits = Math.max(...gaps.map(({ gap }) => Math.abs(gap))) < 1e-3 ? 4 : 2;
  return (
    <Chart
      label="Difference of both losses"
      scrub="step"
      tips={({ step, gap: of }: Gap) => `Step ${step}: ${formatChange(of)}`}
      options={({ narrow }) => ({
        height: 120,
        marginLeft: 56,
        x: { label: "Step", domain: [0, end], ticks: narrow ? 4 : 8 },
        y: { label: "Difference", grid: true, ticks: 3, tickFormat: (gap: number) => formatChange(gap, tickDigits) },
        marks: [
          Plot.ruleY([0], { stroke: "var(--ink-soft)" }),
          Plot.line(gaps, { x: "step", y: "gap", stroke: color("accent"), strokeWidth: 1.6 }),
        ],
      })}
    />
  );
}
