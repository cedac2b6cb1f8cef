/**
 * @file A chart of Observable Plot inside a view. The build draws it for a wide and for a narrow column, of which CSS shows
 * the one that fits; later the worker of the figure draws the one that is seen (`draw.ts`).
 */
import type { PlotOptions } from "@observablehq/plot";
import { useDraw } from "./draw-context.ts";
import type { Change } from "./sets.ts";
import type { ChartSize } from "./widths.ts";

/** Options of `Plot.plot` at a size. */
export type ChartOptions = (size: ChartSize) => PlotOptions;

/** What is to be drawn. */
export type ChartRequest = {
  options: ChartOptions;
  /** What the picture is, for who cannot see it; the numbers are in the summary and in the table. Unique in its view. */
  label: string;
  /**
   * What a hover, a tap or an arrow key says of a mark, given its datum. Left out: the values of its channels, with the
   * labels of the axes. `null` for a datum: nothing. `false`: nothing at all.
   */
  tips?: false | ((row: never) => string | null);
  /** Parameters that a press on a mark sets, given its datum. */
  picks?: (row: never) => Change | null;
  /**
   * Parameter that is this chart's x: a press or a drag on the chart sets it, and a line follows at once. It should be
   * `viewOnly`, since it changes many times a second.
   */
  scrub?: string;
};

/** A chart. */
export function Chart(props: ChartRequest) {
  const draw = useDraw();
  return <div class="chart" dangerouslySetInnerHTML={{ __html: draw.chart(props, draw.values) }} />;
}
