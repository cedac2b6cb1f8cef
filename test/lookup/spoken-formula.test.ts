import type { Element, Root } from "hast";
import { fromHtml } from "hast-util-from-html";
import { renderToString } from "katex";
import { describe, expect, it } from "vitest";
import { leanFormulas } from "../../src/lookup/lean-formulas.ts";

/** The label and the source of a formula, as the page has them. */
function carried(tex: string): { label: unknown; tex: unknown } {
  const tree = fromHtml(renderToString(tex, { output: "mathml" }), { fragment: true }) as Root;
  leanFormulas()(tree);
  const { ariaLabel, "data-tex": source } = (tree.children[0] as Element).properties;
  return { label: ariaLabel, tex: source };
}

describe("spokenFormula(math)", () => {
  it.each([
    ["d_c", "d sub c"],
    ["x^2 + y_i^{-1}", "x squared plus y sub i to the power minus 1"],
    [
      "\\mathbf{c}_t^{KV} = W^{DKV} \\mathbf{h}_t",
      "c sub t super K V, end of super, equals W super D K V, end of super, h sub t",
    ],
    ["\\sum_{i=1}^{N_r} f_i P_i", "sum from i equals 1 to N sub r of f sub i P sub i"],
    ["\\frac{a}{b} \\le \\sqrt{n}", "a over b at most the root of n, end of root,"],
    ["\\hat{y} \\in \\mathbb{R}^d", "y hat in R super d"],
  ])("says %s", (tex, words) => {
    expect(carried(tex)).toEqual({ label: words, tex });
  });
});
