/** @file Code in prose, highlighted as everywhere on the site. */
import type { Element, Root } from "hast";
import { fromHtml } from "hast-util-from-html";
import { toText } from "hast-util-to-text";
import { visit } from "unist-util-visit";
import { highlight } from "../kit/shell/highlight.ts";

/** Rehype plugin for fenced blocks of TypeScript and JavaScript; others stay as they are. */
export function highlightCode() {
  return (tree: Root): void => {
    visit(tree, "element", (node: Element, _index, parent) => {
      if (node.tagName !== "code" || (parent as Element | undefined)?.tagName !== "pre") return;
      (parent as Element).properties.tabIndex = 0;
      const language = String(node.properties.className ?? "").match(/language-(ts|js|typescript|javascript)/)?.[1];
      if (!language) return;
      node.children = fromHtml(highlight(toText(node, { whitespace: "pre" }), language.startsWith("t") ? "ts" : "js"), {
        fragment: true,
      }).children as Element["children"];
    });
  };
}
