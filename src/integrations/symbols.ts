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
import { parse } from "yaml";
import { z } from "astro/zod";
import { deepseekV3, type ModelConfig } from "../compute/index.ts";
import { mathAlphabets } from "./math-alphabets.ts";

const symbolSchema = z.strictObject({
  /** Ways to write it. */
  tex: z.array(z.string()).min(1),
  /** A sentence, or less. */
  meaning: z.string(),
  /** One entry a dimension, of names of `dimensionsOf` and numbers with + and *; left out for what has no shape. */
  shape: z.array(z.string()).optional(),
  /** Value in V3, a name of `dimensionsOf`. */
  value: z.string().optional(),
  /** Numbers of the chapters where it means this; everywhere if left out. */
  in: z.array(z.string()).optional(),
});
export type SymbolEntry = z.infer<typeof symbolSchema>;

/** Names that shapes may use, with what they are in V3. */
export function dimensionsOf(model: ModelConfig = deepseekV3): Readonly<Record<string, number>> {
  const { attention, moe, hiddenDim, vocabulary } = model;
  if (attention.kind !== "latent" || !moe) throw new Error(`${model.name} must have latent attention and experts.`);
  return { hiddenDim, vocabulary, mtpDepth: model.mtpDepth, ...numbersOf(attention), ...numbersOf(moe) };
}

function numbersOf(config: object): Record<string, number> {
  return Object.fromEntries(Object.entries(config).filter((entry): entry is [string, number] => typeof entry[1] === "number"));
}

/**
 * Entries of a file of symbols.
 *
 * @throws Error if an entry lacks a field, or a shape has a name that V3 has not
 */
export function readSymbols(text: string): SymbolEntry[] {
  const entries = z.array(symbolSchema).parse(parse(text));
  entries.forEach(explanationOf);
  return entries;
}

/** "Latent of keys and values, kept in the cache. In V3 512 numbers." */
export function explanationOf({ tex, meaning, shape, value }: SymbolEntry): string {
  const dimensions = dimensionsOf();
  const sizeOf = (sum: string): number => sum.split("+").reduce((size, product) => size + product.split("*").reduce((size, factor) => size * numberOf(factor.trim()), 1), 0);
  const numberOf = (named: string): number => {
    const number = /^\d+$/.test(named) ? Number(named) : dimensions[named];
    if (number === undefined) throw new Error(`content/symbols.yaml, ${tex[0]}: there is no dimension "${named}". There are ${Object.keys(dimensions).join(", ")}.`);
    return number;
  };
  const grouped = (number: number): string => String(number).replace(/\B(?=(\d{3})+$)/g, ",");
  if (value !== undefined) return `${meaning} In V3: ${grouped(sizeOf(value))}.`;
  if (shape === undefined) return meaning;
  const sizes = shape.map(sizeOf);
  const total = sizes.reduce((product, size) => product * size, 1);
  return `${meaning} In V3: ${sizes.map(grouped).join(" × ")}${sizes.length > 1 ? `, ${grouped(total)} numbers` : " numbers"}.`;
}

/** Rehype plugin, after `mathAlphabets`. @param text  content of the file of symbols */
export function symbols(text: string) {
  const known = readSymbols(text).flatMap((entry) => entry.tex.map((tex) => ({ entry, key: keyOf(symbolTree(tex)) })));
  return () => (tree: Root, file: VFile): void => {
    const chapter = /([\d.]+\d|\d+)-[^/]*\.mdx$/.exec(file.path ?? "")?.[1];
    const here = known.filter(({ entry }) => entry.in === undefined || (chapter !== undefined && entry.in.includes(chapter)));
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
    type: "element", tagName: "mrow", properties: { className: ["peek", "peek-symbol"], tabIndex: 0 },
    children: [symbol, { type: "element", tagName: "mtext", properties: { className: ["peek-more"] }, children: [{ type: "text", value: more }] }],
  };
}

/** What KaTeX makes of a symbol: its one element. */
function symbolTree(tex: string): Element {
  const tree = fromHtml(katex.renderToString(tex, { output: "mathml", displayMode: true, strict: "error" }), { fragment: true }) as Root;
  mathAlphabets()(tree);
  let found: Element | undefined;
  visit(tree, "element", (node: Element) => {
    if (node.tagName !== "semantics") return;
    const [row] = node.children as Element[];
    // A name such as "Emb" is followed by an invisible sign of application.
    const parts = row.children.filter((child) => keyOf(child) !== "<mo>\u2061</mo>");
    found = parts.length === 1 ? (parts[0] as Element) : row;
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
