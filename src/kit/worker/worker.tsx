/** @file The worker's side of `page/runner.ts`: computes a widget's result and renders what the page shows of it. */
import { expose } from "comlink";
import { renderToString } from "preact-render-to-string";
import { toCsv } from "../export/csv.ts";
import { DataTable } from "../view/data-table.tsx";
import { drawer } from "../view/draw.ts";
import { markupChanges, parseMarkup, type MarkupElement } from "./markup-changes.ts";
import type { Params, Values } from "../declare/params.ts";
import type { Answer, FigureService, Request } from "../page/runner.ts";
import { viewPieces } from "../view/view-pieces.tsx";
import { sameComputation, type AnyWidget, type Report } from "../declare/widget.ts";

/** Milliseconds between two reports of how far a run is, and before the first. */
const betweenReports = 100;

/** Computes and renders widgets, which `load` brings by their id. Call once, in a worker. */
export function serveFigures(load: (id: string) => Promise<AnyWidget>): void {
  expose(figureService(load));
}

/** The service without a worker around it. */
export function figureService(load: (id: string) => Promise<AnyWidget>): FigureService {
  let widget: AnyWidget;
  let report: Report;
  let reported = 0;
  let last: { values: Values<Params>; result: unknown } | null = null;
  /** The pieces of the view that were handed over last. */
  let handed: readonly MarkupElement[] = [];

  function resultOf(values: Values<Params>): unknown {
    if (!last || !sameComputation(widget, values, last.values)) {
      reported = performance.now();
      last = { values, result: widget.compute(values, report) };
    }
    return last.result;
  }

  return {
    async load(id, toPage) {
      // Every report costs the page a task.
      report = (fraction) => {
        if (performance.now() - reported < betweenReports) return;
        reported = performance.now();
        toPage(fraction);
      };
      widget = await load(id);
    },
    async run({ values, narrow, data }: Request): Promise<Answer> {
      const result = resultOf(values);
      const html = viewPieces(widget, result, values, drawer(widget.id, narrow ? "narrow" : "wide"));
      const pieces = html.map(parseMarkup);
      const isOther = pieces.length !== handed.length;
      const answer = {
        view: pieces.map((piece, i) => (isOther ? null : markupChanges(handed[i], piece)) ?? html[i]),
        summary: widget.summary(result, values),
        ...(data && { data: renderToString(<DataTable table={widget.table(result, values)} caption={widget.title} />) }),
      };
      handed = pieces;
      return answer;
    },
    async csv(values, origin) {
      return toCsv(widget.table(resultOf(values), values), origin);
    },
  };
}
