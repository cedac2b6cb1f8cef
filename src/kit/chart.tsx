/**
 * @file A chart of Observable Plot inside a view.
 *
 * No page draws it: the build does, for a wide and for a narrow column, of which CSS shows the one that fits; and later
 * the worker of the figure (`draw.ts`), so that a slow phone goes on answering keys while a chart is drawn.
 */
import type { PlotOptions } from "@observablehq/plot";
import { createContext } from "preact";
import { useContext, useLayoutEffect, useRef } from "preact/hooks";

export type ChartSize = { width: number; narrow: boolean };
/** Options of `Plot.plot` at a size. Plot may be called in here and nowhere else in a widget: the page does not have it. */
export type ChartOptions = (size: ChartSize) => PlotOptions;

/** Logical widths in CSS pixels. Text in a chart keeps its size within a few percent at each. */
export const wideWidth = 680;
export const narrowWidth = 360;
/** Figures below this many pixels get the narrow drawing. `figure.css` has the same number. */
export const narrowBelow = 520;

/** The drawing of the chart with a label, as HTML. */
export type Draw = (label: string, options: ChartOptions) => string;

/** Who draws: Plot in the build and in the worker; in the page it looks up what the worker drew. */
export const Drawing = createContext<Draw>(() => "");

type Props = {
  options: ChartOptions;
  /** What the picture is, for who cannot see it; the numbers are in the summary and in the table. Unique in its view. */
  label: string;
};

/** A chart; the drawing itself comes from outside. */
export function Chart({ options, label }: Props) {
  const html = useContext(Drawing)(label, options);
  const host = useRef<HTMLDivElement>(null);
  const first = useRef(html);
  const drawn = useRef(html);
  // By hand: Preact would compare with what stands there, and writing that out takes as long as reading the new one.
  useLayoutEffect(() => {
    if (html === drawn.current) return;
    drawn.current = html;
    host.current!.innerHTML = html;
  }, [html]);
  return <div class="chart" ref={host} dangerouslySetInnerHTML={{ __html: first.current }} />;
}
