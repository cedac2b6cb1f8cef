/**
 * @file Tells elements of a chapter where they stand, so that a wrong name is reported with file and line; and checks that
 * what a `<Try>` sets or a `<Predict>` covers is a figure of its page, since elsewhere it would be a dead link.
 */
import { relative } from "node:path";
import type { Root } from "mdast";
import type { MdxJsxFlowElement, MdxJsxTextElement } from "mdast-util-mdx-jsx";
import { visit } from "unist-util-visit";
import type { VFile } from "vfile";

type Element = MdxJsxFlowElement | MdxJsxTextElement;

/** Elements that take an `at`. */
const placed: readonly string[] = ["Figure", "Term", "Try", "Value"];

/** Remark plugin: gives each of these elements its `at`, as in "content/chapters/1-what-it-cost.mdx:12". */
export function elementPlaces() {
  return (tree: Root, file: VFile): void => {
    const path = relative(file.cwd, file.path);
    const elements: Element[] = [];
    visit(tree, (node) => {
      if (
        (node.type === "mdxJsxFlowElement" || node.type === "mdxJsxTextElement") &&
        node.name &&
        (placed.includes(node.name) || node.name === "Predict")
      )
        elements.push(node);
    });
    const names = elements
      .filter(({ name }) => name === "Figure")
      .map((figure) => textOf(figure, "as") ?? textOf(figure, "of"));
    for (const element of elements) {
      const at = `${path}:${element.position?.start.line}`;
      const figure = element.name === "Try" || element.name === "Predict" ? textOf(element, "figure") : null;
      if (figure !== null && !names.includes(figure))
        throw new Error(
          `${at}: <${element.name} figure="${figure}"> must name a figure of its page. There are: ${names.join(", ") || "none"}.`,
        );
      if (element.name === "Predict") continue;
      element.attributes.push({ type: "mdxJsxAttribute", name: "at", value: at });
    }
  };
}

/** The text of an attribute; null if there is none, or if it is an expression. */
function textOf({ attributes }: Element, name: string): string | null {
  const attribute = attributes.find((attribute) => attribute.type === "mdxJsxAttribute" && attribute.name === name);
  return typeof attribute?.value === "string" ? attribute.value : null;
}
