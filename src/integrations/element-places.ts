/**
 * @file Tells elements of a chapter where they stand, so that a wrong name is reported with file and line; checks that
 * what a `<Try>` sets or a `<Predict>` covers is a figure of its page, since elsewhere it would be a dead link; and tells
 * each `<Try>` of which widget that figure is and in which state it rests.
 */
import { relative } from "node:path";
import type { Root } from "mdast";
import type { MdxJsxAttribute, MdxJsxFlowElement, MdxJsxTextElement } from "mdast-util-mdx-jsx";
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
    const placeOf = ({ position }: Element): string => `${path}:${position?.start.line}`;
    const figures = new Map<string | null, Element>();
    for (const element of elements) {
      if (element.name !== "Figure") continue;
      const name = textOf(element, "as") ?? textOf(element, "of");
      if (figures.has(name))
        throw new Error(
          `${placeOf(element)}: a second figure "${name}" on this page must have a name of its own, \`as\`.`,
        );
      figures.set(name, element);
    }
    for (const element of elements) {
      const at = placeOf(element);
      const name = element.name === "Try" || element.name === "Predict" ? textOf(element, "figure") : null;
      const figure = name === null ? undefined : figures.get(name);
      if (name !== null && !figure)
        throw new Error(
          `${at}: <${element.name} figure="${name}"> must name a figure of its page. There are: ${[...figures.keys()].join(", ") || "none"}.`,
        );
      if (element.name === "Predict") continue;
      const of = figure && attributeOf(figure, "of");
      const state = figure && attributeOf(figure, "state");
      if (of) element.attributes.push(of);
      if (state) element.attributes.push({ ...state, name: "rest" });
      element.attributes.push({ type: "mdxJsxAttribute", name: "at", value: at });
    }
  };
}

function attributeOf({ attributes }: Element, name: string): MdxJsxAttribute | undefined {
  return attributes.find(
    (attribute): attribute is MdxJsxAttribute => attribute.type === "mdxJsxAttribute" && attribute.name === name,
  );
}

/** The text of an attribute; null if there is none, or if it is an expression. */
function textOf(element: Element, name: string): string | null {
  const value = attributeOf(element, name)?.value;
  return typeof value === "string" ? value : null;
}
