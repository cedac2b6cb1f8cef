/** @file Figures as HTML, for the build and for tests. Never part of what a page loads. */
import { options } from "preact";
import { renderToString } from "preact-render-to-string";
import { initialValues, presetValues, type AnyWidget } from "../declare/widget.ts";
import { parseValue, printValue, settled, type Ends } from "../declare/param-values.ts";
import type { Params, Values } from "../declare/params.ts";
import { mergeWidths } from "../view/merge-widths.ts";
import { drawer } from "../view/draw.ts";
import { viewPieces } from "../view/view-pieces.tsx";
import { computeResult, unhurried } from "../worker/compute.ts";
import { seenOf, type Seen } from "../worker/render.ts";
import { Figure, type FigureProps } from "./figure.tsx";
import { resultOf } from "./results.ts";

/** What is seen of a state, with the result that it is made of. */
export type Rendered = Seen & { result: unknown; view: string };

/** The figure at rest: complete without script. `ends` is for the page, beside the face. */
export async function renderFigure(props: FigureProps): Promise<{ html: string; ends: Ends }> {
  const { widget, face } = props;
  const seen = await renderState(widget, initialValues(face), resultOf, face.id);
  return { html: renderToString(<Figure {...props} seen={seen} />), ends: seen.ends };
}

/**
 * Everything that is seen of a state.
 *
 * @param compute  what gives its result
 * @throws Error that names the widget, and what of it failed
 */
async function renderState(
  widget: AnyWidget,
  asked: Values,
  compute: typeof resultOf,
  id: string = widget.id,
): Promise<Rendered> {
  const values = settled(widget.params, asked);
  const result = await naming(widget, "compute", () => compute(widget, values));
  const seen = await naming(widget, "summary, remark or table", () => seenOf(widget, result, values));
  const view = await naming(widget, "view", () => viewBothWidths(widget, result, values, id));
  return { ...seen, result, view };
}

/**
 * Everything that is seen of a preset, computed anew each time.
 *
 * @throws Error that names widget and preset
 */
export async function renderPreset(widget: AnyWidget, preset: string): Promise<Rendered> {
  try {
    return await renderState(widget, presetValues(widget, preset), (_, values) =>
      computeResult(widget, values, unhurried, () => {}),
    );
  } catch (error) {
    throw new Error(`${(error as Error).message} (in the preset "${preset}")`, { cause: error });
  }
}

function viewBothWidths(widget: AnyWidget, result: unknown, values: Values, id: string): string {
  const [wide, narrow] = [false, true].map((isNarrow) =>
    checkingElements(() => viewPieces(widget, result, values, drawer(id, isNarrow ? "narrow" : "wide"))),
  );
  if (wide.length !== narrow.length)
    throw new Error(`must have as many elements when it is narrow (got ${narrow.length} instead of ${wide.length})`);
  const html = wide.map((html, i) => mergeWidths(html, narrow[i])).join("");
  checkSets(widget, html);
  return html;
}

/** The page gets HTML: a handler would not be in it, and a canvas would stay empty, in downloads and on paper too. */
function checkingElements<T>(render: () => T): T {
  const before = options.vnode;
  options.vnode = (vnode) => {
    before?.(vnode);
    const { type, props } = vnode;
    if (typeof type !== "string") return;
    if (type === "canvas")
      throw new Error("a view has no <canvas>, which nobody would draw; use SVG, or <HeatMap> for many cells");
    for (const [name, value] of Object.entries(props))
      if (typeof value === "function") throw new Error(`a view has no handlers (got ${name} on <${type}>); use sets`);
  };
  try {
    return render();
  } finally {
    options.vnode = before;
  }
}

/** What presses set must be parameters, with values that they take. */
function checkSets({ params }: AnyWidget, html: string): void {
  for (const [, text] of html.matchAll(/ data-sets="([^"]*)"/g)) {
    for (const [name, value] of Object.entries(
      JSON.parse(text.replaceAll("&quot;", '"').replaceAll("&lt;", "<").replaceAll("&amp;", "&")) as object,
    )) {
      if (!(name in params)) throw new Error(`sets must name parameters (got ${name})`);
      const parsed = parseValue((params as Params)[name], printValue((params as Params)[name], value));
      if ("error" in parsed) throw new Error(`sets: ${parsed.error}`);
    }
  }
}

async function naming<T>({ id }: AnyWidget, what: string, act: () => T | Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    throw new Error(`${what} of ${id}: ${(error as Error).message}`, { cause: error });
  }
}
