/** @file What is wider than the column scrolls by itself, with the keyboard too: tables and displayed formulas. */
import type { Element, Root } from "hast";
import { SKIP, visit } from "unist-util-visit";

/** Rehype plugin, after formulas are rendered: puts each table into a box that scrolls, lets each formula scroll. */
export function scrolling() {
  return (tree: Root): void => {
    visit(tree, "element", (node: Element, index, parent) => {
      if (isFormula(node)) {
        node.properties.className = ["formula"];
        node.properties.tabIndex = 0;
        return SKIP;
      }
      if (node.tagName !== "table" || !parent || index === undefined) return;
      parent.children[index] = {
        type: "element",
        tagName: "div",
        properties: { className: ["scroll"], tabIndex: 0, role: "group", ariaLabel: "Table" },
        children: [node],
      };
      return [SKIP, index + 1];
    });
  };
}

function isFormula({ tagName, children }: Element): boolean {
  const [only] = children;
  return (
    tagName === "span" && only?.type === "element" && only.tagName === "math" && only.properties.display === "block"
  );
}
