/** @file A link to itself behind each section heading. */
import type { Element, Root } from "hast";
import { visit } from "unist-util-visit";

/** Rehype plugin; headings must have their ids. */
export function sectionAnchors() {
  return (tree: Root): void => {
    visit(tree, "element", (node: Element) => {
      const { id } = node.properties;
      if (!/^h[23]$/.test(node.tagName) || typeof id !== "string") return;
      node.children.push({
        type: "element",
        tagName: "a",
        properties: { href: `#${id}`, className: ["anchor"], ariaLabel: "Link to this section" },
        children: [{ type: "text", value: "#" }],
      });
    });
  };
}
