/** @file Public face of the widget kit: what a widget file needs. */
export { defineWidget, type Cell, type Column, type Row, type Table, type ViewContext, type Widget } from "./declare/widget.ts";
export { choice, integer, number, numbers, seed, timeline, toggle, type Params, type Values } from "./declare/params.ts";
export { Chart } from "./view/chart.tsx";
export { narrowWidth, wideWidth, type ChartSize } from "./view/widths.ts";
export { Readout, type ReadoutItem } from "./view/readout.tsx";
export { HeatMap } from "./view/heat-map.tsx";
export { ColumnBars } from "./view/column-bars.tsx";
export {
  formatBinaryBytes, formatBytes, formatCount, formatDays, formatExact, formatFixed, formatNumber, formatPercent, formatRatio, formatSi, formatUsd,
} from "./declare/format.ts";
