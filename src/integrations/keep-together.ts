/** @file Lines of prose that do not break between a number and its unit, also where a component or a formula has the number. */
import type { Root } from "hast";
import type { MdxJsxTextElement } from "mdast-util-mdx-jsx";
import { SKIP, visit } from "unist-util-visit";
import { keepTogether } from "../kit/declare/keep-together.ts";

/** Components that show a number. */
const numbers = new Set(["Value", "Printed", "Drawn"]);

/** Rehype plugin: no-break spaces in text, but for code and formulas. */
export function keepLinesTogether() {
  return (tree: Root): void => {
    visit(tree, (node, index, parent) => {
      if (node.type === "element" && ["pre", "code", "math"].includes(node.tagName)) return SKIP;
      if (node.type !== "text" || !parent || index === undefined) return undefined;
      const before = parent.children[index - 1] as (typeof parent.children)[number] | MdxJsxTextElement | undefined;
      const afterNumber =
        (before?.type === "mdxJsxTextElement" && numbers.has(before.name ?? "")) ||
        (before?.type === "element" && before.tagName === "math");
      // A digit stands for the number that comes before.
      node.value = afterNumber ? keepTogether(`0${node.value}`).slice(1) : keepTogether(node.value);
      return undefined;
    });
  };
}
