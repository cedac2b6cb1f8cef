/** @file HTML as elements, for tests. */
import type { Element, Nodes } from "hast";
import { fromHtml } from "hast-util-from-html";

/** All elements of a piece of HTML, in order. */
export function hastOf(html: string): Element[] {
  const elements: Element[] = [];
  const visit = (node: Nodes): void => {
    if (node.type === "element") elements.push(node);
    if ("children" in node) for (const child of node.children) visit(child);
  };
  visit(fromHtml(html, { fragment: true }));
  return elements;
}

/** The text of an element, to the character. */
export function textOf(node: Nodes): string {
  return node.type === "text" ? node.value : "children" in node ? node.children.map(textOf).join("") : "";
}
