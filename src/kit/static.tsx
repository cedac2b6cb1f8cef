/** @file Figures as HTML, for the build and for tests. Never part of what a page loads. */
import { parseHTML } from "linkedom";
import { renderToString } from "preact-render-to-string";
import { StaticDocument } from "./chart.tsx";
import { Figure, type FigureProps } from "./figure.tsx";
import { initialValues, presetValues, type AnyWidget } from "./widget.ts";

const { document } = parseHTML("<!doctype html><html><body></body></html>");

/** The figure at rest: complete without script. */
export function renderFigure(props: Omit<FigureProps, "initialResult">): string {
  const initialResult = props.widget.compute(initialValues(props.widget), () => {});
  return renderToString(
    <StaticDocument.Provider value={document as unknown as Document}>
      <Figure {...props} initialResult={initialResult} />
    </StaticDocument.Provider>,
  );
}

/**
 * Picture, summary and data of one preset.
 *
 * @throws whatever the widget's `compute`, `view`, `summary` or `table` throws
 */
export function renderPreset(widget: AnyWidget, preset: string): { picture: string; summary: string; rows: number } {
  const values = presetValues(widget, preset);
  const result = widget.compute(values, () => {});
  const picture = renderToString(
    <StaticDocument.Provider value={document as unknown as Document}>
      {widget.view(result, { values, set: () => {}, id: widget.id })}
    </StaticDocument.Provider>,
  );
  return { picture, summary: widget.summary(result, values), rows: widget.table(result, values).rows.length };
}
