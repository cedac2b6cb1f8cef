/** @file The worker's side of `runner.ts`: computes a widget's result and draws the charts of its view. */
import { expose } from "comlink";
import { renderToString } from "preact-render-to-string";
import { Drawing } from "./chart.tsx";
import { drawer } from "./draw.ts";
import type { Params, Values } from "./params.ts";
import type { Answer, FigureService, Request } from "./runner.ts";
import { sameComputation, type AnyWidget, type Report } from "./widget.ts";

/** Computes and draws widgets, which `load` brings by their id. Call once, in a worker. */
export function serveFigures(load: (id: string) => Promise<AnyWidget>): void {
  expose(figureService(load));
}

/** The service without a worker around it. */
export function figureService(load: (id: string) => Promise<AnyWidget>): FigureService {
  let widget: AnyWidget;
  let report: Report;
  let last: { values: Values<Params>; result: unknown } | null = null;

  return {
    async load(id, toPage) {
      report = toPage;
      widget = await load(id);
    },
    async run({ values, narrow }: Request): Promise<Answer> {
      const known = last && sameComputation(widget, values, last.values) ? last : null;
      last = null;
      const result = known ? known.result : widget.compute(values, report);
      const drawings: Record<string, string> = {};
      renderToString(
        <Drawing.Provider value={drawer(widget.id, narrow ? "narrow" : "wide", drawings)}>
          {widget.view(result, { values, set: () => {}, id: widget.id })}
        </Drawing.Provider>,
      );
      // Only now: a result that did not arrive must come with the next answer.
      last = { values, result };
      return known ? { drawings } : { result, drawings };
    },
  };
}
