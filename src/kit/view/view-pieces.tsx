/** @file A view as HTML, in pieces: one for each of its top elements, so that the page can replace them one at a time. */
import { Fragment, isValidElement, toChildArray, type VNode } from "preact";
import { renderToString } from "preact-render-to-string";
import type { Values } from "../declare/params.ts";
import { viewValues, type AnyWidget } from "../declare/widget.ts";
import { DrawContext } from "./draw-context.ts";
import { drawer } from "./draw.ts";
import { narrowWidth, wideWidth } from "./widths.ts";

/**
 * HTML of each top element of a view, at one of two widths.
 *
 * @param id  of the figure: unique on the page
 * @throws Error if there is text outside of every element; whatever the view throws
 */
export function viewPieces(widget: AnyWidget, result: unknown, asked: Values, id: string, narrow: boolean): string[] {
  const { values, ends } = viewValues(widget, result, asked);
  const draw = { ...drawer(id, narrow ? "narrow" : "wide"), values };
  const view = widget.view(result, { values, ends, id: narrow ? `${id}-narrow` : id, width: narrow ? narrowWidth : wideWidth, narrow });
  const children = isValidElement(view) && view.type === Fragment ? (view as VNode<{ children?: unknown }>).props.children : view;
  return toChildArray(children as Parameters<typeof toChildArray>[0]).map((child) => {
    if (typeof child !== "object") throw new Error(`a view must be made of elements (got the text "${child}")`);
    return renderToString(<DrawContext.Provider value={draw}>{child}</DrawContext.Provider>);
  });
}
