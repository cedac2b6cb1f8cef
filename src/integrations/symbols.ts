/**
 * @file Symbols of displayed formulas that explain themselves: where a formula has one of `content/symbols.yaml`, its meaning,
 * shape and size in V3 are a hover, focus or tap away.
 *
 * A symbol is found by what KaTeX makes of it, so that `\mathbf c_t^{KV}` is found wherever it stands, and `c` alone is not.
 * The first of each kind in a formula is marked; a mark adds two elements.
 */
import type { Element, ElementContent, Root } from "hast";
import { fromHtml } from "hast-util-from-html";
import katex from "katex";
import { EXIT, SKIP, visit } from "unist-util-visit";
import type { VFile } from "vfile";
import { explanationOf, readSymbols, type SymbolEntry } from "../lookup/symbols.ts";
import { leanFormulas } from "../lookup/lean-formulas.ts";
import { mathAlphabets } from "../lookup/math-alphabets.ts";

/** Rehype plugin, after `leanFormulas` and `mathAlphabets`. @param text  content of the file of symbols */
export function symbols(text: string) {
  const known = readSymbols(text).flatMap((entry) => entry.tex.map((tex) => ({ entry, key: keyOf(symbolTree(tex)) })));
  return () =>
    (tree: Root, file: VFile): void => {
      const chapter = /([\d.]+\d|\d+)-[^/]*\.mdx$/.exec(file.path ?? "")?.[1];
      const here = known.filter(
        ({ entry }) => entry.in === undefined || (chapter !== undefined && entry.in.includes(chapter)),
      );
      const entryOfKey = new Map(here.map(({ entry, key }) => [key, entry]));
      visit(tree, "element", (node: Element) => {
        if (node.tagName !== "math" || node.properties.display !== "block") return;
        markIn(node, entryOfKey);
        return SKIP;
      });
    };
}

function markIn(math: Element, entryOfKey: ReadonlyMap<string, SymbolEntry>): void {
  const marked = new Set<SymbolEntry>();
  visit(math, "element", (node: Element, index, parent) => {
    const entry = entryOfKey.get(keyOf(node));
    if (!entry || !parent || index === undefined) return;
    if (!marked.has(entry)) parent.children[index] = mark(node, explanationOf(entry));
    marked.add(entry);
    return SKIP;
  });
}

function mark(symbol: Element, more: string): Element {
  return {
    type: "element",
    tagName: "mrow",
    properties: { className: ["peek", "peek-symbol"], tabIndex: 0 },
    children: [
      symbol,
      {
        type: "element",
        tagName: "mtext",
        properties: { className: ["peek-more"] },
        children: [{ type: "text", value: more }],
      },
    ],
  };
}

/** What a formula on a page has of a symbol: its one element. */
function symbolTree(tex: string): Element {
  const tree = fromHtml(katex.renderToString(tex, { output: "mathml", displayMode: true, strict: "error" }), {
    fragment: true,
  }) as Root;
  leanFormulas()(tree);
  mathAlphabets()(tree);
  let found: Element | undefined;
  visit(tree, "element", (node: Element) => {
    if (node.tagName !== "math") return;
    // A name such as "Emb" is followed by an invisible sign of application.
    const parts = node.children.filter((child) => keyOf(child) !== "<mo>\u2061</mo>");
    found = parts.length === 1 ? (parts[0] as Element) : { ...node, tagName: "mrow" };
    return EXIT;
  });
  return found!;
}

/** Names and texts of an element and what it holds: equal for equal symbols, whatever attributes they carry. */
function keyOf(node: ElementContent): string {
  if (node.type === "text") return node.value;
  if (node.type !== "element") return "";
  return `<${node.tagName}>${node.children.map(keyOf).join("")}</${node.tagName}>`;
}
