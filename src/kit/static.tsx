/** @file Figures as HTML, for the build and for tests. Never part of what a page loads. */
import { renderToString } from "preact-render-to-string";
import { Drawing } from "./chart.tsx";
import { drawer } from "./draw.ts";
import { Figure, type FigureProps } from "./figure.tsx";
import { initialValues, presetValues, type AnyWidget } from "./widget.ts";

/** The figure at rest: complete without script. */
export function renderFigure(props: Omit<FigureProps, "initialResult" | "runner">): string {
  const initialResult = props.widget.compute(initialValues(props.widget), () => {});
  return renderToString(<Figure {...props} initialResult={initialResult} initialDraw={drawer(props.widget.id, "both")} />);
}

/**
 * Picture, summary and data of one preset.
 *
 * @throws whatever the widget's `compute`, `view`, `summary` or `table` throws
 */
export function renderPreset(widget: AnyWidget, preset: string): { picture: string; summary: string; rows: number } {
  const values = presetValues(widget, preset);
  const result = widget.compute(values, () => {});
  const picture = renderToString(<Drawing.Provider value={drawer(widget.id, "both")}>{widget.view(result, { values, set: () => {}, id: widget.id })}</Drawing.Provider>);
  return { picture, summary: widget.summary(result, values), rows: widget.table(result, values).rows.length };
}
