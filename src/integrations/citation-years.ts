/**
 * @file Years of citations as the list of references has them: with two works of one author and year, "2024b" there is "2024b" in
 * the text too. The plugin that renders citations tells them apart in its list alone.
 */
import type { Element, Root } from "hast";
import { toText } from "hast-util-to-text";
import { visit } from "unist-util-visit";

/** Rehype plugin, after citations are rendered. */
export function citationYears() {
  return (tree: Root): void => {
    const yearOf = new Map<string, string>();
    visit(tree, "element", (entry: Element) => {
      const id = String(entry.properties.id ?? "");
      const year = id.startsWith("bib-") && /\((\d{4}[a-z]?)[^)]*\)/.exec(toText(entry))?.[1];
      if (year) yearOf.set(`#${id}`, year);
    });
    visit(tree, "element", (link: Element, index, parent) => {
      const year = link.tagName === "a" && yearOf.get(String(link.properties.href));
      const last = link.children.at(-1);
      if (year && last?.type === "text") last.value = last.value.replace(/\d{4}[a-z]?$/, year);
      // Two works in one pair of parentheses have letters of their own behind the links.
      const next = parent?.children[index! + 1];
      if (year && next?.type === "text") next.value = next.value.replace(/^[a-z](?=[,;)]|$)/, "");
    });
  };
}
