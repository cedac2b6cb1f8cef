/** @file Tables that are wider than the column scroll by themselves, with the keyboard too. */
import type { Element, Root } from "hast";
import { SKIP, visit } from "unist-util-visit";

/** Rehype plugin: puts each table into a region that scrolls. */
export function scrollingTables() {
  return (tree: Root): void => {
    visit(tree, "element", (node: Element, index, parent) => {
      if (node.tagName !== "table" || !parent || index === undefined) return;
      parent.children[index] = { type: "element", tagName: "div", properties: { className: ["scroll"], tabIndex: 0, role: "region", ariaLabel: "Table" }, children: [node] };
      return [SKIP, index + 1];
    });
  };
}
