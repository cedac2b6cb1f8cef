import type { Element, Nodes, Root } from "hast";
import { fromHtml } from "hast-util-from-html";
import { renderToString } from "katex";
import { describe, expect, it } from "vitest";
import { leanFormulas } from "../../src/lookup/lean-formulas.ts";

function formula(tex: string, displayMode = false): string {
  const tree = fromHtml(`<p>${renderToString(tex, { output: "mathml", displayMode })}</p>`, { fragment: true }) as Root;
  leanFormulas()(tree);
  return (tree.children[0] as Element).children.map(written).join("");
}

function written(node: Nodes): string {
  if (node.type !== "element") return "value" in node ? node.value : "";
  const { className, display, rspace } = node.properties;
  const attributes = [className && ` class="${className}"`, display && ` display="${display}"`, rspace && " rspace"]
    .filter(Boolean)
    .join("");
  return `<${node.tagName}${attributes}>${node.children.map(written).join("")}</${node.tagName}>`;
}

describe("leanFormulas()", () => {
  it("leaves one element for a letter in a line besides the formula's own", () => {
    expect(formula("t")).toBe("<math><mi>t</mi></math>");
  });
  it("leaves rows of several, and those that hold a place", () => {
    expect(formula("c_t^{KV} {}^{a}")).toBe(
      "<math><msubsup><mi>c</mi><mi>t</mi><mi>𝐾𝑉</mi></msubsup><msup><mrow></mrow><mi>a</mi></msup></math>",
    );
  });
  it("takes an index of letters, digits and commas for one name, and nothing else", () => {
    expect(formula("k_{t,h1}")).toBe("<math><msub><mi>k</mi><mi>𝑡,ℎ1</mi></msub></math>");
    expect(formula("k_{t+1}")).toBe("<math><msub><mi>k</mi><mrow><mi>t</mi><mo>+</mo><mn>1</mn></mrow></msub></math>");
    expect(formula("x_{\\mathrm{a}b}")).toContain("<mrow>");
  });
  it("gives a root of one letter the height of a line, and nothing to one of more", () => {
    expect(formula("\\sqrt n")).toBe(
      "<math><msqrt><mpadded><mphantom><mo>(</mo></mphantom></mpadded><mi>n</mi></msqrt></math>",
    );
    expect(formula("\\sqrt{n+1}")).not.toContain("mpadded");
  });
  it("sets functions apart from letters and numbers, and not from brackets and signs", () => {
    expect(formula("0.1 \\ln s")).toBe(
      "<math><mn>0.1</mn><mspace></mspace><mi>ln</mi><mo rspace>\u2061</mo><mi>s</mi></math>",
    );
    expect(formula("-\\log(x)")).toBe(
      "<math><mo>−</mo><mi>log</mi><mo>\u2061</mo><mo>(</mo><mi>x</mi><mo>)</mo></math>",
    );
    expect(formula("\\frac{1 + \\cos u}{2}")).toContain("<mo>+</mo><mi>cos</mi><mo rspace>\u2061</mo><mi>u</mi>");
  });
  it("keeps the box around a displayed one, for what is wider than the column", () => {
    expect(formula("x", true)).toBe('<span class="katex"><math display="block"><mi>x</mi></math></span>');
  });
});
