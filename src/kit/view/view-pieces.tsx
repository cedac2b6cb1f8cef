/** @file A view as HTML, in pieces: one for each of its top elements, so that the page can replace them one at a time. */
import { Fragment, isValidElement, toChildArray, type VNode } from "preact";
import { renderToString } from "preact-render-to-string";
import type { Values } from "../declare/params.ts";
import { viewValues, type AnyWidget } from "../declare/widget.ts";
import { DrawContext, type Draw } from "./draw-context.ts";
import { sets } from "./sets.ts";

/**
 * HTML of each top element of a view, at one of two widths.
 *
 * @param draw  draws it at that width; it has the probes of this rendering afterwards
 * @throws Error if there is text outside of every element; whatever the view throws
 */
export function viewPieces(widget: AnyWidget, result: unknown, asked: Values, draw: Draw): string[] {
  const { values, ends } = viewValues(widget, result, asked);
  const { width, narrow } = draw.size;
  const view = widget.view(result, {
    values,
    ends,
    id: narrow ? `${draw.idPrefix}-narrow` : draw.idPrefix,
    width,
    narrow,
    sets,
  });
  const children =
    isValidElement(view) && view.type === Fragment ? (view as VNode<{ children?: unknown }>).props.children : view;
  return toChildArray(children as Parameters<typeof toChildArray>[0]).map((child) => {
    if (typeof child !== "object") throw new Error(`a view must be made of elements (got the text "${child}")`);
    return renderToString(<DrawContext.Provider value={{ ...draw, values }}>{child}</DrawContext.Provider>);
  });
}
