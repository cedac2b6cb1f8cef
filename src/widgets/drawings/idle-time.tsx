/** @file Idle time of pipeline schedules: along one axis by formula and in simulation, and as a map of which idles less. */
import * as Plot from "@observablehq/plot";
import { Chart, color, formatNumber, Legend, type Color } from "../../kit/index.ts";

const axes = { ranks: "Pipeline ranks", weights: "W (forwards)", overlapped: "F&B (forwards)" };
const colorOf: Readonly<Record<string, Color>> = {
  "1F1B": "neutral",
  Interleaved: "series-3",
  ZB1P: "series-2",
  DualPipe: "accent",
};
const cellColors: Record<Cell["least"], Color> = { DualPipe: "accent", ZB1P: "series-2", both: "neutral" };

type Idle = { least: number; most: number };
type Point = Idle & { x: number; schedule: string; formula: number };
type Cell = {
  weights: number;
  overlapped: number;
  /** Width and height of the cell. */
  w: number;
  fb: number;
  /** What ZB1P and DualPipe idle there. */
  zero: number;
  dual: number;
  least: "ZB1P" | "DualPipe" | "both";
};

/** Idle time on the ranks that idle least and most, as one number where they are alike. */
export function idleRange({ least, most }: Idle): string {
  return most - least < 1e-6 ? formatNumber(most, 4) : `${formatNumber(least, 4)} to ${formatNumber(most, 4)}`;
}

/** Idle time of each schedule along an axis, with a line at the place of the state. */
export function IdleCurves({ points, axis, at }: { points: readonly Point[]; axis: keyof typeof axes; at: number }) {
  return (
    <Chart
      label={`Idle time against ${axes[axis]}`}
      options={() => ({
        height: 230,
        marginLeft: 48,
        x: { label: axes[axis] },
        y: { label: "Idle (forwards)", grid: true, zero: true, nice: true },
        marks: [
          Plot.ruleY([0]),
          Plot.ruleX([at], { stroke: "var(--rule-strong)", strokeDasharray: "3 3" }),
          ...Object.keys(colorOf).flatMap((schedule) => {
            const own = points.filter((point) => point.schedule === schedule);
            const stroke = color(colorOf[schedule]);
            return [
              Plot.areaY(own, { x: "x", y1: "least", y2: "most", fill: stroke, fillOpacity: 0.2 }),
              Plot.lineY(own, { x: "x", y: "most", stroke, strokeWidth: 3 }),
              Plot.lineY(own, {
                x: "x",
                y: "formula",
                stroke: "var(--ink)",
                strokeDasharray: "1.5 7",
                strokeWidth: 1.5,
              }),
            ];
          }),
        ],
      })}
      tips={(point: Point) =>
        point.schedule
          ? `${point.schedule} at ${formatNumber(point.x)}\n${formatNumber(point.formula)} by formula, ${idleRange(point)} simulated`
          : null
      }
    />
  );
}

/** What the lines of `IdleCurves` mean. */
export function IdleCurvesLegend() {
  return <Legend items={Object.entries(colorOf)}>Dotted: formula. The upright line is the table’s place.</Legend>;
}

/** Which of two schedules idles less, over both times. */
export function IdleMap({ cells, at }: { cells: readonly Cell[]; at: { weights: number; overlapped: number } }) {
  return (
    <Chart
      label="Which of ZB1P and DualPipe idles less, by W and F&B"
      options={() => ({
        height: 230,
        marginLeft: 48,
        x: { label: "W (forwards)" },
        y: { label: "F&B (forwards)" },
        marks: [
          Plot.rect(cells, {
            x1: ({ weights, w }: Cell) => weights - w / 2,
            x2: ({ weights, w }: Cell) => weights + w / 2,
            y1: ({ overlapped, fb }: Cell) => overlapped - fb / 2,
            y2: ({ overlapped, fb }: Cell) => overlapped + fb / 2,
            fill: ({ least }: Cell) => color(cellColors[least]),
            inset: 0.5,
          }),
          Plot.dot([at], { x: "weights", y: "overlapped", r: 5, stroke: "var(--ink)", strokeWidth: 2 }),
        ],
      })}
      tips={(cell: Cell) =>
        cell.least
          ? `W = ${formatNumber(cell.weights)}, F&B = ${formatNumber(cell.overlapped)}\nZB1P idles ${formatNumber(cell.zero)}, DualPipe ${formatNumber(cell.dual)}`
          : null
      }
    />
  );
}

/** What the colors of `IdleMap` mean. */
export function IdleMapLegend() {
  return (
    <Legend
      items={[
        ["DualPipe idles less", cellColors.DualPipe],
        ["ZB1P idles less", cellColors.ZB1P],
        ["Alike", cellColors.both],
      ]}
    >
      The ring is at the times below.
    </Legend>
  );
}
