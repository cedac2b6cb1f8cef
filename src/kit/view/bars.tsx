/** @file A chart of bars that lie: a name for each, from zero to the right. */
import * as Plot from "@observablehq/plot";
import { Chart, type ChartRequest } from "./chart.tsx";
import type { ChartSize } from "./widths.ts";

type Props<R> = Pick<ChartRequest, "label" | "picks"> & {
  /** In the order of the names; several of one name are parts of one bar. */
  rows: readonly R[];
  name(row: R): string;
  value(row: R): number;
  /** A color of CSS. */
  fill(row: R): string;
  /** What a hover says. */
  tips: (row: R) => string;
  /** The axis below, as Plot takes it. */
  axis: (size: ChartSize) => Plot.ScaleOptions & { ticks?: number };
  height: number;
  /** Pixels for the names, in a wide and in a narrow drawing. */
  left: readonly [wide: number, narrow: number];
  /** Pixels beside the longest bar. */
  right?: number;
  /** Pixels above and below each bar. */
  gap: number;
  /** Marks over the bars. */
  marks?: Plot.Markish[];
};

/** Bars with their names. */
export function Bars<R>({ label, picks, rows, tips, axis, height, left, right, gap, marks = [], ...of }: Props<R>) {
  const names = [...new Set(rows.map(of.name))];
  return (
    <Chart
      label={label}
      picks={picks}
      // Rows of other marks have no name.
      tips={(row: R) => (names.includes(of.name(row)) ? tips(row) : null)}
      options={(size) => ({
        height,
        marginLeft: size.narrow ? left[1] : left[0],
        ...(right !== undefined && { marginRight: right }),
        x: { grid: true, ...axis(size) },
        y: { label: null, domain: names },
        marks: [
          Plot.barX(rows, { x: of.value, y: of.name, fill: of.fill, insetTop: gap, insetBottom: gap }),
          ...marks,
          Plot.ruleX([0]),
        ],
      })}
    />
  );
}
