/** @file The error of sums against what is varied, beside what the report says of it. */
import * as Plot from "@observablehq/plot";
import { hopperAdder, promotedAdder, type AccumulationError } from "../../compute/index.ts";
import { Chart, color, formatNumber, formatPercent, Legend } from "../../kit/index.ts";

/** What is varied, in words. */
export const sweeps = { inner: "Length K", bits: "Bits of the adder", interval: "Promotion interval, elements" };
export type Sweep = keyof typeof sweeps;
/** What the error is measured by, in words. */
export const measures = {
  maxRelative: "Largest relative error",
  maxOfLargest: "Largest error, of the largest sum",
  rmsRelative: "RMS error",
};

/** Where the report's experiment lies on an axis. */
export function markedAt(sweep: Sweep): number {
  return { inner: 4096, bits: hopperAdder.bits, interval: promotedAdder.promotionInterval }[sweep];
}

type Point = { x: number; line: string } & AccumulationError;
/** §3.3.2: "nearly 2%". */
const printedError = 0.02;
const hues = ["loss-5", "accent", "neutral"] as const;

/**
 * A line for each adder. The report's number is a circle where its experiment lies; along promotion intervals, of which it
 * has none, a broken line.
 *
 * @param points  by their lines, in the order of what is varied
 */
export function SumErrors({
  points,
  lines,
  sweep,
  metric,
}: {
  points: readonly Point[];
  lines: readonly string[];
  sweep: Sweep;
  metric: keyof typeof measures;
}) {
  const drawn = points.filter((point) => point[metric] > 0);
  return (
    <Chart
      label="Error of the sums, with and without promotion"
      options={({ narrow }) => ({
        height: 240,
        marginLeft: 68,
        marginRight: 24,
        x: {
          label: sweeps[sweep],
          type: sweep === "bits" ? "linear" : "log",
          base: 2,
          ticks: sweep === "bits" ? 6 : narrow ? 4 : 8,
          tickFormat: (value: number) => formatNumber(value, 6),
        },
        y: {
          label: measures[metric],
          type: "log",
          grid: true,
          ticks: 5,
          tickFormat: (share: number) => formatPercent(share),
        },
        marks: [
          ...lines.flatMap((line, i) => {
            const own = drawn.filter((point) => point.line === line);
            return [
              Plot.line(own, { x: "x", y: metric, stroke: color(hues[i]), strokeWidth: 2 }),
              Plot.dot(own, { x: "x", y: metric, fill: color(hues[i]), r: 3 }),
            ];
          }),
          sweep === "interval"
            ? Plot.ruleY([printedError], { stroke: "var(--ink)", strokeDasharray: "3 3" })
            : Plot.dot([{ x: markedAt(sweep), y: printedError }], {
                x: "x",
                y: "y",
                r: 6,
                strokeWidth: 2,
                stroke: "var(--ink)",
                fill: "none",
              }),
        ],
      })}
      tips={(point: Partial<Point>) =>
        point.line
          ? `${point.line}, ${sweeps[sweep]} ${formatNumber(point.x!, 6)}: ${formatPercent(point[metric]!, 3)}`
          : "The report: nearly 2% at K = 4,096"
      }
    />
  );
}

/** What the colors of `SumErrors` mean. */
export function SumErrorsLegend({ lines, sweep }: { lines: readonly string[]; sweep: Sweep }) {
  return (
    <Legend items={lines.map((line, i) => [line, hues[i]] as const)}>
      {sweep === "interval"
        ? "The broken line is the report’s nearly 2%."
        : "The open circle is the report’s nearly 2%."}
    </Legend>
  );
}
