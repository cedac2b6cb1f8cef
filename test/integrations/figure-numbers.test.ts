import type { Root } from "mdast";
import { VFile } from "vfile";
import { describe, expect, it } from "vitest";
import { figureNumbers } from "../../src/integrations/figure-numbers.ts";

/** The numbers that figures get in a page with this front matter: one in the text, one inside another element, one more. */
function numbersIn(frontmatter: Record<string, unknown>): string[] {
  const element = (name: string, children: unknown[] = []) => ({
    type: "mdxJsxFlowElement",
    name,
    attributes: [],
    children,
  });
  const [first, second, third, other] = ["Figure", "Figure", "Figure", "Note"].map((name) => element(name));
  const tree = { type: "root", children: [first, element("Note", [second]), other, third] } as unknown as Root;
  figureNumbers()(tree, new VFile({ data: { astro: { frontmatter } } }));
  expect(other.attributes).toEqual([]);
  return [first, second, third].map(({ attributes }) => {
    const [number] = attributes as { name: string; value: string }[];
    expect(number.name).toBe("number");
    return number.value;
  });
}

describe("figureNumbers()", () => {
  it("counts the figures of a chapter in the order of its text, after its own number", () => {
    expect(numbersIn({ number: "2.2" })).toEqual(["2.2.1", "2.2.2", "2.2.3"]);
  });
  it("counts them alone where the page has no number", () => {
    expect(numbersIn({})).toEqual(["1", "2", "3"]);
  });
});
