import type { Element, ElementContent, Root } from "hast";
import { fromHtml } from "hast-util-from-html";
import { renderToString } from "katex";
import { describe, expect, it } from "vitest";
import { formulaLines } from "../../src/lookup/formula-lines.ts";
import { leanFormulas } from "../../src/lookup/lean-formulas.ts";

/** The texts of the rows that a formula may break into; null where it is left as it is. */
function linesOf(tex: string, displayMode = true): string[] | null {
  const tree = fromHtml(renderToString(tex, { output: "mathml", displayMode }), { fragment: true }) as Root;
  leanFormulas()(tree);
  formulaLines()(tree);
  const [first] = tree.children as Element[];
  const math = first.tagName === "math" ? first : (first.children[0] as Element);
  return String(math.properties.className) === "lines" ? math.children.map(textOf) : null;
}

function textOf(node: ElementContent): string {
  return node.type === "text" ? node.value : node.type === "element" ? node.children.map(textOf).join("") : "";
}

describe("formulaLines()", () => {
  it("breaks a long displayed formula before relations and operators", () => {
    expect(linesOf("L_{Bal} = \\alpha \\sum_{i=1}^{N_r} f_i P_i + \\beta")).toEqual(["L𝐵𝑎𝑙", "=α∑i=1NrfiPi", "+β"]);
  });
  it("leaves what stands in brackets together, and a sign after a relation where it is", () => {
    expect(linesOf("f(a + b + c + d + e) = -g(a = b)")).toEqual(["f(a+b+c+d+e)", "=−g(a=b)"]);
  });
  it("breaks at a wide space between two formulas", () => {
    expect(linesOf("aaaaaaaa(bbbb) \\qquad cccccc(dddd)")!.length).toBe(2);
  });
  it("keeps one letter with what it equals", () => {
    expect(linesOf("t = \\max(aaaaaaaa, bbbbbbbb) + cccc")).toEqual(["t=max\u2061(aaaaaaaa,bbbbbbbb)", "+cccc"]);
  });
  it("keeps the short left side of the second formula with its right one", () => {
    expect(linesOf("aaaaaaaa = bbbb, \\qquad u = cccccc + dddd")).toEqual(["aaaaaaaa", "=bbbb,", "u=cccccc", "+dddd"]);
  });
  it("leaves short ones, and those in a line, as they are", () => {
    expect(linesOf("a = b + c")).toBe(null);
    expect(linesOf("aaaaaaaaaaaaaaaa = bbbbbbbbbbbbb", false)).toBe(null);
  });
});
