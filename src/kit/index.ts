/** @file Public face of the widget kit: what a widget file needs. */
export { defineWidget, type Cell, type Column, type Row, type Table, type ViewContext, type Widget } from "./widget.ts";
export { choice, integer, number, numbers, seed, timeline, toggle, type Params, type Values } from "./params.ts";
export { Chart } from "./chart.tsx";
export { narrowWidth, wideWidth, type ChartSize } from "./widths.ts";
export { Readout, type ReadoutItem } from "./readout.tsx";
export { HeatMap } from "./heat-map.tsx";
export { ColumnBars } from "./column-bars.tsx";
export {
  formatBinaryBytes, formatBytes, formatCount, formatDays, formatExact, formatFixed, formatNumber, formatPercent, formatRatio, formatSi, formatUsd,
} from "./format.ts";
