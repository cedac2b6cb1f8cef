/**
 * @file Equations of the report where a chapter names them: "eq. 6 to 9" becomes a link to their rows in the map of the report,
 * and the first naming of each is its place in the chapter, `#eq-6`.
 */
import type { Link, Parent, PhrasingContent, Root, Text } from "mdast";
import type { MdxJsxTextElement } from "mdast-util-mdx-jsx";
import { SKIP, visit } from "unist-util-visit";
import type { VFile } from "vfile";

/** "eq. 6 to 9", "Eq. 10 and 11". */
const equationName = /\beq\. (\d+)(?: (to|and) (\d+))?/gi;

/**
 * Remark plugin for chapters, whose pages lie two folders below the root of the site. The front matter gets `equations`, the
 * numbers that the chapter names.
 */
export function reportEquations() {
  return (tree: Root, file: VFile): void => {
    // A name in brackets stands before its formula: that is the place of an equation, rather than a remark on it.
    const inBrackets = new Set<number>();
    visit(tree, "text", ({ value }) =>
      [...value.matchAll(equationName)]
        .filter(({ index }) => value[index - 1] === "(")
        .flatMap(numbersNamed)
        .forEach((number) => inBrackets.add(number)),
    );
    const placed = new Set<number>();
    visit(tree, (node, index, parent) => {
      // What another work has at that number stands in quotations with their source.
      if (
        node.type === "link" ||
        node.type === "heading" ||
        (node.type === "mdxJsxTextElement" && (node as MdxJsxTextElement).name === "Printed")
      )
        return SKIP;
      if (node.type !== "text" || index === undefined || !parent) return undefined;
      const nodes = linked(node, placed, inBrackets);
      if (nodes.length === 1) return undefined;
      (parent as Parent).children.splice(index, 1, ...nodes);
      return [SKIP, index + nodes.length];
    });
    const frontmatter = (file.data.astro as { frontmatter?: Record<string, unknown> } | undefined)?.frontmatter;
    if (frontmatter) frontmatter.equations = [...placed].sort((a, b) => a - b);
  };
}

/** Numbers that a name covers. */
function numbersNamed([, first, joined, last]: RegExpMatchArray): number[] {
  if (joined === undefined) return [Number(first)];
  if (joined === "and") return [Number(first), Number(last)];
  return Array.from({ length: Number(last) - Number(first) + 1 }, (_, i) => Number(first) + i);
}

function linked({ value }: Text, placed: Set<number>, inBrackets: ReadonlySet<number>): PhrasingContent[] {
  const nodes: PhrasingContent[] = [];
  let end = 0;
  for (const match of value.matchAll(equationName)) {
    const [first, ...others] = numbersNamed(match);
    const isPlace = (number: number): boolean => value[match.index - 1] === "(" || !inBrackets.has(number);
    if (match.index > end) nodes.push({ type: "text", value: value.slice(end, match.index) });
    const link: Link = {
      type: "link",
      url: `../../report/#equation-${first}`,
      children: [{ type: "text", value: match[0] }],
    };
    link.data = { hProperties: { className: ["equation-name"], ...(isPlace(first) ? place(first, placed) : {}) } };
    nodes.push(...others.filter(isPlace).flatMap((number) => anchor(number, placed)), link);
    end = match.index + match[0].length;
  }
  if (nodes.length === 0) return [{ type: "text", value }];
  if (end < value.length) nodes.push({ type: "text", value: value.slice(end) });
  return nodes;
}

/** The id of an equation that has no place in the chapter yet. */
function place(number: number, placed: Set<number>): { id?: string } {
  if (placed.has(number)) return {};
  placed.add(number);
  return { id: `eq-${number}` };
}

function anchor(number: number, placed: Set<number>): PhrasingContent[] {
  const properties = place(number, placed);
  return properties.id === undefined
    ? []
    : [{ type: "emphasis", children: [], data: { hName: "span", hProperties: properties } }];
}
