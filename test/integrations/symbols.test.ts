/** Symbols of formulas: found where they stand, with what they are in V3. */
import { readFileSync, readdirSync } from "node:fs";
import { fromHtml } from "hast-util-from-html";
import { toText } from "hast-util-to-text";
import katex from "katex";
import { visit } from "unist-util-visit";
import { VFile } from "vfile";
import { describe, expect, it } from "vitest";
import type { Element, Root } from "hast";
import { leanFormulas } from "../../src/lookup/lean-formulas.ts";
import { mathAlphabets } from "../../src/lookup/math-alphabets.ts";
import { symbols } from "../../src/integrations/symbols.ts";
import { explanationOf, readSymbols } from "../../src/lookup/symbols.ts";

const root = new URL("../../", import.meta.url);
const text = readFileSync(new URL("content/symbols.yaml", root), "utf8");
const known = readSymbols(text);

const plugin = symbols(text);

/** Explanations that a formula gets in a chapter, in their order. */
function explained(tex: string, chapter = "2.1"): string[] {
  const tree = fromHtml(katex.renderToString(tex, { output: "mathml", displayMode: true }), { fragment: true }) as Root;
  leanFormulas()(tree);
  mathAlphabets()(tree);
  plugin()(tree, new VFile({ path: `content/chapters/${chapter}-x.mdx` }));
  const found: string[] = [];
  visit(tree, "element", (node: Element) => {
    if (Array.isArray(node.properties.className) && node.properties.className.includes("peek-more"))
      found.push(toText(node));
  });
  return found;
}

const chapters = readdirSync(new URL("content/chapters/", root))
  .filter((name) => /^2\.\d/.test(name))
  .map((name) => ({
    chapter: name.split("-")[0],
    formulas: [
      ...readFileSync(new URL(`content/chapters/${name}`, root), "utf8").matchAll(/^\$\$\n([\s\S]*?)^\$\$/gm),
    ].map(([, tex]) => tex),
  }));
const explainedIn = new Map(
  chapters.map(({ chapter, formulas }) => [chapter, new Set(formulas.flatMap((tex) => explained(tex, chapter)))]),
);

describe("symbols(text)", () => {
  // By hand: d_c = 512, d = 7168, 512 · 7168 = 3,670,016.
  it("says meaning, shape and size in V3, once for each symbol of a formula", () => {
    expect(explained("\\mathbf c_t^{KV} = W^{DKV} \\mathbf h_t + \\mathbf h_t")).toEqual([
      "Latent of a token’s keys and values; it is kept in the cache. In V3: 512 numbers.",
      "Down-projection to the latent of keys and values. In V3: 512 × 7,168, 3,670,016 numbers.",
      "What attention gets of token t, after the norm. In V3: 7,168 numbers.",
    ]);
  });
  it("takes a symbol as a whole, with its indices, and leaves its parts alone", () => {
    expect(explained("\\mathbf u_t^{T} \\mathbf e_i", "2.2")).toHaveLength(2);
    expect(explained("D W^{DKV}", "2.1")).toEqual([explanationOf(known.find(({ tex }) => tex[0] === "W^{DKV}")!)]);
  });
  it("keeps to the chapters that an entry names", () => {
    expect(explained("\\alpha", "2.2")).toHaveLength(1);
    expect(explained("\\alpha", "5.2")).toEqual([]);
  });
  it("finds a symbol with several letters as its index, and does not take its base for another symbol", () => {
    expect(explained("\\mathbf k_{t,i}^{C} = W^{UK} d", "2.1")).toEqual([
      explanationOf(known.find(({ tex }) => tex.includes("\\mathbf k_{t,i}^{C}"))!),
      explanationOf(known.find(({ tex }) => tex[0] === "W^{UK}")!),
      explanationOf(known.find(({ tex }) => tex[0] === "d")!),
    ]);
    expect(explained("W", "2.1")).toEqual([]);
  });
  it("marks each by two elements, the first of which takes the focus", () => {
    const tree = fromHtml(katex.renderToString("d_h", { output: "mathml", displayMode: true }), {
      fragment: true,
    }) as Root;
    plugin()(tree, new VFile({ path: "content/chapters/2.1-x.mdx" }));
    const marks: Element[] = [];
    visit(tree, "element", (node: Element) => void (node.properties.tabIndex === 0 && marks.push(node)));
    expect(
      marks.map(({ tagName, children }) => [tagName, children.map((child) => (child as Element).tagName)]),
    ).toEqual([["mrow", ["msub", "mtext"]]]);
  });
  it("names a dimension that there is not", () => {
    expect(() => readSymbols("[{ tex: ['x'], meaning: m, shape: [hidenDim] }]")).toThrow(
      /^content\/symbols\.yaml, x: there is no dimension "hidenDim"\. There are hiddenDim, /,
    );
  });
});

describe("content/symbols.yaml", () => {
  it.each(known.filter((entry) => !entry.inText).map((entry) => [entry.tex[0], entry] as const))(
    "%s stands in a formula",
    (_, entry) => {
      const said = explanationOf(entry);
      expect(
        [...explainedIn].some(([chapter, all]) => (entry.in ?? [chapter]).includes(chapter) && all.has(said)),
      ).toBe(true);
    },
  );
});
