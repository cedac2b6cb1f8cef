/** @file What the parts of a view know of where they are drawn: at which widths, with which parameters, and by whom. */
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Params, Values } from "../declare/params.ts";
import type { ChartRequest } from "./chart.tsx";
import type { Change } from "./sets.ts";
import type { ChartSize } from "./widths.ts";

/** What the reader points at, in pixels of the drawing. */
export type Hit = {
  /** Where a pointing finger would be put. */
  x: number;
  y: number;
  /** Lines of text. */
  text: string;
  /** Parameters that a press sets. */
  sets?: Change;
};

/** What stands where in a drawing. It is asked in the worker, so that nothing of it need be written into the page. */
export type Probe = {
  /** Marks that can be pointed at; the arrow keys go through them in this order. */
  count: number;
  /** The mark at or near a point, in pixels of the drawing; −1 if there is none. */
  nearest(x: number, y: number): number;
  hit(mark: number): Hit;
};

export type Draw = {
  readonly size: ChartSize;
  /** What ids inside of drawings begin with: unique on the page. */
  readonly idPrefix: string;
  /** Whether a page is there that moves lines to their parameters by itself: then drawings do not change with these. */
  readonly isLive: boolean;
  /** Draws a chart of Observable Plot: its HTML. */
  chart(request: ChartRequest, values: Values<Params>): string;
  /** Takes note of what stands where in the drawing with this label. */
  addProbe(label: string, probe: Probe): void;
  /** Of all drawings of the view, by their labels. */
  readonly probes: ReadonlyMap<string, Probe>;
  /** Parameters of the figure; none outside of figures. */
  readonly values: Values<Params>;
};

const nothing: Draw = {
  size: { width: 680, narrow: false },
  idPrefix: "drawing",
  isLive: false,
  chart: () => "",
  addProbe: () => {},
  probes: new Map(),
  values: {},
};

export const DrawContext = createContext<Draw>(nothing);

export function useDraw(): Draw {
  return useContext(DrawContext);
}
