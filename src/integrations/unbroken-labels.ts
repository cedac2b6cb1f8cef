/** @file Labels and their numbers on one line, in the prose of chapters. */
import type { Root, Text } from "hast";
import { SKIP, visit } from "unist-util-visit";
import { unbroken } from "../kit/declare/unbroken.ts";

/** Code is copied, and formulas and machine data are no prose. */
const leftAlone = new Set(["pre", "code", "math", "script", "style"]);

/** Rehype plugin; what reads the text, as citations do, comes before it. */
export function unbrokenLabels() {
  return (tree: Root): void => {
    visit(tree, (node) => {
      if (node.type === "element" && leftAlone.has(node.tagName)) return SKIP;
      if (node.type === "text") (node as Text).value = unbroken(node.value);
      return undefined;
    });
  };
}
