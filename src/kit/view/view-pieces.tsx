/** @file A view as HTML, in pieces: one for each of its top elements, so that the page can replace them one at a time. */
import { Fragment, isValidElement, toChildArray, type VNode } from "preact";
import { renderToString } from "preact-render-to-string";
import type { Params, Values } from "../declare/params.ts";
import type { AnyWidget } from "../declare/widget.ts";
import { DrawContext, type Draw } from "./draw-context.ts";

/**
 * HTML of each top element of a view.
 *
 * @param draw  draws its charts
 * @throws Error if there is text outside of every element; whatever the view throws
 */
export function viewPieces(widget: AnyWidget, result: unknown, values: Values<Params>, draw: Draw): string[] {
  const view = widget.view(result, { values, id: widget.id });
  const children = isValidElement(view) && view.type === Fragment ? (view as VNode<{ children?: unknown }>).props.children : view;
  return toChildArray(children as Parameters<typeof toChildArray>[0]).map((child) => {
    if (typeof child !== "object") throw new Error(`a view must be made of elements (got the text "${child}")`);
    return renderToString(<DrawContext.Provider value={{ ...draw, values }}>{child}</DrawContext.Provider>);
  });
}
