/** @file Public face of the widget kit: what a widget file needs. */
export { defineWidget, type Cell, type Column, type Row, type Table, type ViewContext, type Widget } from "./widget.ts";
export { choice, integer, number, numbers, seed, timeline, toggle, type Params, type Values } from "./params.ts";
export { Chart, narrowWidth, wideWidth, type ChartSize } from "./chart.tsx";
