/**
 * @file Elements as data, put together by our own code. Only what this file has made becomes part of a page: `build.ts`
 * and `html.ts` refuse everything else, so data from a worker can never pass for an element.
 */
import type { ElementNode } from "./tree.ts";

/** An element of our own making: its tag and the names of its attributes stand in our code, or in the list of `allow.ts`. */
export type OwnElement = ElementNode & { readonly children: (OwnElement | string)[] };

export type Child = OwnElement | string;

const made = new WeakSet<ElementNode>();

/** An HTML element; attributes that are null or false are left out, true ones are empty. Children that are no elements of ours become text. */
export function element(
  tag: string,
  attributes: Record<string, string | boolean | null>,
  ...children: (Child | null)[]
): OwnElement {
  const kept = Object.entries(attributes).flatMap(([name, value]): [string, string][] =>
    value === null || value === false ? [] : [[name, value === true ? "" : String(value)]],
  );
  return ownElement(
    tag,
    false,
    kept,
    children.filter((child) => child !== null),
  );
}

/** An element, HTML or SVG, whose tag and attributes have been checked. */
export function ownElement(
  tag: string,
  svg: boolean,
  attributes: [name: string, value: string][],
  children: readonly Child[],
): OwnElement {
  const own: OwnElement = {
    tag,
    svg,
    attributes,
    children: children.map((child) => (isOwn(child) ? child : String(child))),
  };
  made.add(own);
  return own;
}

/** @throws TypeError unless `node` comes from this file */
export function requireOwn(node: ElementNode): void {
  if (!isOwn(node)) throw new TypeError("an element must be made by our own code");
}

function isOwn(value: unknown): value is OwnElement {
  return typeof value === "object" && value !== null && made.has(value as ElementNode);
}
