/** @file Charts of a view, drawn by Plot in the kit's small document and in linkedom's, with all of the DOM: the reference. */
import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";
import { renderToString } from "preact-render-to-string";
import { viewValues, type AnyWidget } from "../../src/kit/declare/widget.ts";
import type { Values } from "../../src/kit/declare/params.ts";
import type { ChartRequest } from "../../src/kit/view/chart.tsx";
import { DrawContext, type Draw } from "../../src/kit/view/draw-context.ts";
import { drawer, roomOf } from "../../src/kit/view/draw.ts";
import { SvgDocument, type SvgElement } from "../../src/kit/view/svg-document.ts";
import { sets } from "../../src/kit/view/sets.ts";

const { document } = parseHTML("<!doctype html><html><body></body></html>");

/** Each chart of a view in both documents, as comparable trees: wide ones, then narrow ones. */
export function drawnTwice(widget: AnyWidget, asked: Values, result: unknown): { kit: unknown[]; plot: unknown[] } {
  const { values, ends } = viewValues(widget, result, asked);
  const kit: unknown[] = [];
  const plot: unknown[] = [];
  for (const [width, size] of [
    ["wide", { width: 680, narrow: false }],
    ["narrow", { width: 360, narrow: true }],
  ] as const) {
    const charts: ChartRequest[] = [];
    const draw = drawer(widget.id, width);
    const collect: Draw = { ...draw, values, chart: (request) => (charts.push(request), "") };
    renderToString(
      <DrawContext.Provider value={collect}>
        {widget.view(result, { values, ends, id: widget.id, ...size, sets })}
      </DrawContext.Provider>,
    );
    for (const { options } of charts) {
      const drawn = (document: unknown): unknown =>
        Plot.plot({
          ...roomOf(options(size)),
          ...options(size),
          width: size.width,
          className: "plot",
          document: document as Document,
        });
      const host = document.createElement("div");
      host.innerHTML = (drawn(new SvgDocument()) as SvgElement).outerHTML;
      kit.push(shape(host.firstElementChild!));
      plot.push(shape(drawn(document) as Element));
    }
  }
  return { kit, plot };
}

/** An element without ids, which Plot counts, coordinates to two decimals. */
function shape(element: Element): unknown {
  const given = ["id", "clip-path", "xmlns", "xmlns:xlink"];
  const attributes = [...element.attributes]
    .filter(({ name }) => !given.includes(name))
    .map(({ name, value }) => `${name}=${rounded(value)}`)
    .sort();
  const children = [...element.childNodes].filter((child) => (child as Element).tagName?.toLowerCase() !== "style");
  // A parser may split a text at an entity.
  const parts: unknown[] = [];
  for (const child of children) {
    const last = parts.at(-1);
    if (child.nodeType !== 3) parts.push(shape(child as Element));
    else if (typeof last === "string") parts[parts.length - 1] = last + child.textContent;
    else parts.push(child.textContent);
  }
  return [element.tagName.toLowerCase(), attributes, parts];
}

function rounded(text: string): string {
  return text.replace(/\d+\.\d{3,}/g, (digits) => String(Number(Number(digits).toFixed(2))));
}
