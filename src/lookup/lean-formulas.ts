/**
 * @file KaTeX's formulas with the elements that browsers need and no others: no copy in TeX but as an attribute, nothing around a formula in a
 * line, no row of one. A chapter with fifty formulas has some two hundred elements less.
 */
import type { Element, ElementContent, Root } from "hast";
import { SKIP, visit } from "unist-util-visit";
import { spokenFormula } from "./spoken-formula.ts";
import { slantedLetter } from "../kit/view/slanted-letter.ts";

/** Rehype plugin, after formulas are rendered. */
export function leanFormulas() {
  return (tree: Root): void => {
    visit(tree, "element", (node: Element, index, parent) => {
      const [math] = node.children;
      if (!isElement(math, "math") || !String(node.properties.className).includes("katex")) return;
      delete math.properties.xmlns;
      // Its source and its words, for those who copy it, hear it, or see no MathML: an attribute each, not an element.
      math.properties["data-tex"] = sourceOf(math);
      math.properties.ariaLabel = spokenFormula(math);
      math.children = withFunctionsApart(math.children.flatMap(leanTop));
      // A displayed one keeps its box, which scrolls.
      if (math.properties.display === "block" || !parent || index === undefined) return SKIP;
      parent.children[index] = math;
      return SKIP;
    });
  };
}

/** The TeX that a formula was made from. */
function sourceOf(math: Element): string {
  let source = "";
  visit(math, "element", (node: Element) => {
    const [only] = node.tagName === "annotation" ? node.children : [];
    if (only?.type === "text") source = only.value.trim().replace(/\s+/g, " ");
  });
  return source;
}

/** What stands in `math` itself, which is a row already. */
function leanTop(node: ElementContent): ElementContent[] {
  if (node.type !== "element") return [node];
  if (node.tagName === "annotation") return [];
  return node.tagName === "semantics" || node.tagName === "mrow" ? node.children.flatMap(leanTop) : [lean(node)];
}

/** A row of one is that one. An empty row stays: it is a place in what it belongs to. */
function lean(node: ElementContent): ElementContent {
  if (node.type !== "element") return node;
  if (node.tagName === "mrow" && node.children.length === 1) return lean(node.children[0]);
  node.children = node.children.map(lean);
  if (/^(?:mrow|msqrt|mtd|mstyle)$/.test(node.tagName)) node.children = withFunctionsApart(node.children);
  if (node.tagName === "msqrt" && isLow(node.children)) node.children.unshift(strut());
  return node.tagName === "mrow" ? joined(node) : node;
}

/** Whether a root is of one letter or number: browsers would hang its sign below the line. */
function isLow([only, ...others]: ElementContent[]): boolean {
  return others.length === 0 && (isElement(only, "mi") || isElement(only, "mn"));
}

const thinSpace = "0.17em";

/** The names of functions with TeX's thin space before and after, unless a bracket or a sign stands there: browsers set "2 ln s" as one word. */
function withFunctionsApart(row: ElementContent[]): ElementContent[] {
  return row.flatMap((part, i) => {
    if (isApplication(part)) {
      const next = row[i + 1];
      if (next !== undefined && !/^[([{⟨|]/u.test(textOf(next))) (part as Element).properties.rspace = thinSpace;
      return [part];
    }
    const [before, after] = [row[i - 1], row[i + 1]];
    return isApplication(after) && before !== undefined && /[\p{L}\p{N})\]}]$/u.test(textOf(before))
      ? [{ type: "element", tagName: "mspace", properties: { width: thinSpace }, children: [] }, part]
      : [part];
  });
}

/** KaTeX's invisible sign between a function and its argument. */
function isApplication(node: ElementContent | undefined): boolean {
  return isElement(node, "mo") && textOf(node) === "\u2061";
}

function textOf(node: ElementContent): string {
  return node.type === "text" ? node.value : node.type === "element" ? node.children.map(textOf).join("") : "";
}

/** As high and as deep as a parenthesis, and not seen: TeX's `\mathstrut`. */
function strut(): Element {
  const parenthesis = made("mo", {}, { type: "text", value: "(" });
  return made("mpadded", { width: "0" }, made("mphantom", {}, parenthesis));
}

function made(tagName: string, properties: Element["properties"], child: ElementContent): Element {
  return { type: "element", tagName, properties, children: [child] };
}

/** A row of letters, digits and commas, as indices are, is one name. The letters become those that browsers slant a single one to. */
function joined(row: Element): Element {
  let text = "";
  for (const part of row.children) {
    const [only] = part.type === "element" ? part.children : [];
    if (
      part.type !== "element" ||
      only?.type !== "text" ||
      !/^(?:mi|mn|mo)$/.test(part.tagName) ||
      part.properties.mathvariant ||
      part.properties.mathVariant
    )
      return row;
    if (part.tagName === "mi" ? !/^[A-Za-z]$/.test(only.value) : !/^(?:\d+|,)$/.test(only.value)) return row;
    text += part.tagName === "mi" ? slantedLetter(only.value) : only.value;
  }
  return text === ""
    ? row
    : { type: "element", tagName: "mi", properties: {}, children: [{ type: "text", value: text }] };
}

function isElement(node: ElementContent | undefined, tagName: string): node is Element {
  return node?.type === "element" && node.tagName === tagName;
}
