/**
 * @file A chart of Observable Plot inside a view. The build draws it for a wide and for a narrow column, of which CSS shows
 * the one that fits; later the worker of the figure draws the one that is seen (`draw.ts`).
 */
import type { PlotOptions } from "@observablehq/plot";
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { ChartSize } from "./widths.ts";

/** Options of `Plot.plot` at a size. */
export type ChartOptions = (size: ChartSize) => PlotOptions;

/** Draws the chart with a label: its HTML. */
export type Draw = (label: string, options: ChartOptions) => string;

/** Who draws, at which width. */
export const Drawing = createContext<Draw>(() => "");

type Props = {
  options: ChartOptions;
  /** What the picture is, for who cannot see it; the numbers are in the summary and in the table. Unique in its view. */
  label: string;
};

/** A chart. */
export function Chart({ options, label }: Props) {
  return <div class="chart" dangerouslySetInnerHTML={{ __html: useContext(Drawing)(label, options) }} />;
}
