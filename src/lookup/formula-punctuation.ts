/**
 * @file Keeps a formula in a line together with the comma after it and the parenthesis before it. Browsers may break a line on
 * either side of a formula, and a line would begin with a full stop.
 */
import type { Element, ElementContent, Root, Text } from "hast";
import { SKIP, visit } from "unist-util-visit";

/** Up to the next space: a full stop, "),", "’s". A longer word may stand in a line of its own. */
const after = /^[^\s—–]{1,3}(?=\s|$)/;
const before = /[([“‘]+$/;

/** Rehype plugin, after formulas are rendered and lie bare in their lines. */
export function formulaPunctuation() {
  return (tree: Root): void => {
    visit(tree, "element", (node: Element, index, parent) => {
      if (node.tagName !== "math") return undefined;
      if (node.properties.display === "block" || !parent || index === undefined) return SKIP;
      const siblings = parent.children as ElementContent[];
      const opening = cut(siblings[index - 1], before);
      const closing = cut(siblings[index + 1], after);
      if (opening === "" && closing === "") return SKIP;
      siblings[index] = {
        type: "element",
        tagName: "span",
        properties: { className: ["unbroken"] },
        children: [...text(opening), node, ...text(closing)],
      };
      return SKIP;
    });
  };
}

/** Takes the part of a text that the pattern finds, and leaves the rest. */
function cut(sibling: ElementContent | undefined, pattern: RegExp): string {
  if (sibling?.type !== "text") return "";
  const found = pattern.exec(sibling.value)?.[0] ?? "";
  sibling.value = sibling.value.replace(pattern, "");
  return found;
}

function text(value: string): Text[] {
  return value === "" ? [] : [{ type: "text", value }];
}
