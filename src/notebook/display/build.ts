/** @file Elements as data become elements of the page. */
import { requireOwn, type OwnElement } from "./element.ts";

const svgNamespace = "http://www.w3.org/2000/svg";

/**
 * The element of `node`. No text is read as markup on the way.
 *
 * @throws TypeError unless our own code has made `node`
 */
export function build(node: OwnElement): Element {
  requireOwn(node);
  const { tag, svg, attributes, children } = node;
  const element = svg ? document.createElementNS(svgNamespace, tag) : document.createElement(tag);
  for (const [name, value] of attributes) element.setAttribute(name, value);
  element.append(...children.map((child) => (typeof child === "string" ? child : build(child))));
  return element;
}
