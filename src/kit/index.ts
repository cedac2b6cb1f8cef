/** @file Public face of the widget kit: what a widget file needs. */
export {
  defineWidget,
  type Cell,
  type Column,
  type FileOffer,
  type Row,
  type Run,
  type Table as DataTable,
  type ViewContext,
  type Widget,
} from "./declare/widget.ts";
export {
  choice,
  file,
  integer,
  number,
  numbers,
  seed,
  text,
  timeline,
  toggle,
  windowOf,
  type Params,
  type Values,
  type Window,
} from "./declare/params.ts";
export { formatAs, type As } from "./declare/format-as.ts";
export {
  formatBinaryBytes,
  formatBytes,
  formatChange,
  formatCount,
  formatDays,
  formatExact,
  formatFixed,
  formatNumber,
  formatPercent,
  formatRatio,
  formatSi,
  formatUsd,
  superscript,
  thinSpace,
  withPlural,
} from "./declare/format.ts";
export { jupyterFile, jupyterLines, type JupyterCell } from "./export/jupyter-file.ts";
export type { Provenance } from "./export/provenance.ts";
export { Bars } from "./view/bars.tsx";
export { Chart } from "./view/chart.tsx";
export { Box } from "./view/box.tsx";
export { Drawing } from "./view/drawing.tsx";
export { EachWidth } from "./view/each-width.tsx";
export { linear, log, ticks, type Scale } from "./view/scales.ts";
export { XAxis, YAxis } from "./view/axes.tsx";
export { short } from "./view/columns.ts";
export { narrowWidth, wideWidth, type ChartSize } from "./view/widths.ts";
export { color, series, type Color } from "./view/colors.ts";
export { sets, tip } from "./view/sets.ts";
export { Scrub } from "./view/scrub.tsx";
export { Peek } from "./view/peek.tsx";
export { Readout, type ReadoutItem } from "./view/readout.tsx";
export { Fold } from "./view/fold.tsx";
export { twoLines } from "./view/two-lines.ts";
export { Legend } from "./view/legend.tsx";
export { Sym, rich } from "./view/sym.tsx";
export { plainTex } from "./view/tex.ts";
export { HeatMap } from "./view/heat-map.tsx";
export { ColumnHeads } from "./view/column-heads.tsx";
export { ColumnBars } from "./view/column-bars.tsx";
export { Intervals } from "./view/intervals.tsx";
export { Table, type TableColumn } from "./view/table.tsx";
