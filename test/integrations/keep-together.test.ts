import type { Root } from "hast";
import { describe, expect, it } from "vitest";
import { keepLinesTogether } from "../../src/integrations/keep-together.ts";

describe("keepLinesTogether()", () => {
  const paragraph = (...children: unknown[]) =>
    ({ type: "root", children: [{ type: "element", tagName: "p", properties: {}, children }] }) as Root;
  const text = (value: string) => ({ type: "text", value });
  const textsOf = (tree: Root): string => JSON.stringify(tree).replaceAll("\u00a0", "~");

  it("holds a number and its unit together, also where a component shows the number", () => {
    const tree = paragraph(
      text("from 160 GB/s to "),
      { type: "mdxJsxTextElement", name: "Drawn", attributes: [], children: [] },
      text(" GB/s"),
    );
    keepLinesTogether()(tree);
    expect(textsOf(tree)).toContain("160~GB/s to ");
    expect(textsOf(tree)).toContain('"~GB/s"');
  });
  it("holds a label and its number together, however deep", () => {
    const tree = paragraph(
      text("See Table 3 and "),
      { type: "element", tagName: "a", properties: {}, children: [text("eq. 12")] },
      { type: "element", tagName: "math", properties: {}, children: [text("Table 4")] },
    );
    keepLinesTogether()(tree);
    expect(textsOf(tree)).toContain("Table~3 and ");
    expect(textsOf(tree)).toContain("eq.~12");
    expect(textsOf(tree)).toContain("Table 4");
  });
  it("holds a formula and the unit behind it together", () => {
    const tree = paragraph(
      { type: "element", tagName: "math", properties: {}, children: [text("400")] },
      text(" Gbit/s, in BF16"),
    );
    keepLinesTogether()(tree);
    expect(textsOf(tree)).toContain("~Gbit/s, in BF16");
  });
  it("leaves code, and words after other components", () => {
    const tree = paragraph(
      { type: "element", tagName: "code", properties: {}, children: [text("a = 1")] },
      { type: "mdxJsxTextElement", name: "Term", attributes: [], children: [] },
      text(" s "),
    );
    keepLinesTogether()(tree);
    expect(textsOf(tree)).not.toContain("~");
  });
});
