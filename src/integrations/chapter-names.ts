/** @file Chapters where another one names them: the first "chapter 3.4" of a page becomes a link to it. */
import type { Parent, PhrasingContent, Root, Text } from "mdast";
import type { MdxJsxTextElement } from "mdast-util-mdx-jsx";
import { SKIP, visit } from "unist-util-visit";
import type { VFile } from "vfile";

/** "chapter 2.1", "Chapter 1"; not the "chapter 2" of "chapter 2.1". */
const chapterName = /\bchapter (\d(?:\.\d+)?)(?![\d.]*\d)/gi;

/** Components that are links, or whose words are somebody else's. */
const leftAlone = new Set(["Try", "Term", "Printed"]);

/**
 * Remark plugin for pages that lie two folders below the root of the site.
 *
 * @param files  names of the chapters' files: number, hyphen, title
 */
export function chapterNames(files: readonly string[]) {
  const slugOfNumber = new Map(
    files
      .filter((file) => file.endsWith(".mdx"))
      .map((file) => [file.slice(0, file.indexOf("-")), file.slice(0, -".mdx".length)]),
  );
  return (tree: Root, file: VFile): void => {
    // A chapter needs no link to itself.
    const known = new Map([...slugOfNumber].filter(([, slug]) => !file.path?.endsWith(`/${slug}.mdx`)));
    visit(tree, (node, index, parent) => {
      if (
        node.type === "link" ||
        node.type === "heading" ||
        (node.type === "mdxJsxTextElement" && leftAlone.has((node as MdxJsxTextElement).name ?? ""))
      )
        return SKIP;
      if (node.type !== "text" || index === undefined || !parent) return undefined;
      const nodes = linked(node, known);
      if (nodes.length === 0) return undefined;
      (parent as Parent).children.splice(index, 1, ...nodes);
      return [SKIP, index + nodes.length];
    });
  };
}

/** The text in pieces, with links to the chapters in `known` that it names; none if it names none. What is linked is known no more. */
function linked({ value }: Text, known: Map<string, string>): PhrasingContent[] {
  const nodes: PhrasingContent[] = [];
  let end = 0;
  for (const match of value.matchAll(chapterName)) {
    const slug = known.get(match[1]);
    if (slug === undefined) continue;
    known.delete(match[1]);
    if (match.index > end) nodes.push({ type: "text", value: value.slice(end, match.index) });
    nodes.push({ type: "link", url: `../../chapters/${slug}/`, children: [{ type: "text", value: match[0] }] });
    end = match.index + match[0].length;
  }
  if (end > 0 && end < value.length) nodes.push({ type: "text", value: value.slice(end) });
  return nodes;
}
