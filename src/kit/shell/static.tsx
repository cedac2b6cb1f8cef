/** @file Figures as HTML, for the build and for tests. Never part of what a page loads. */
import { renderToString } from "preact-render-to-string";
import { drawer } from "../view/draw.ts";
import { Figure, type FigureProps } from "./figure.tsx";
import { viewPieces } from "../view/view-pieces.tsx";
import { presetValues, type AnyWidget } from "../declare/widget.ts";

/** The figure at rest: complete without script. */
export function renderFigure(props: Omit<FigureProps, "draw">): string {
  return renderToString(<Figure {...props} draw={drawer(props.widget.id, "both")} />);
}

/**
 * Picture, summary and data of one preset.
 *
 * @throws whatever the widget's `compute`, `view`, `summary` or `table` throws
 */
export function renderPreset(widget: AnyWidget, preset: string): { picture: string; summary: string; rows: number } {
  const values = presetValues(widget, preset);
  const result = widget.compute(values, () => {});
  const picture = viewPieces(widget, result, values, drawer(widget.id, "both")).join("");
  return { picture, summary: widget.summary(result, values), rows: widget.table(result, values).rows.length };
}
