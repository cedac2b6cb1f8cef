import type { Paragraph, Root } from "mdast";
import { describe, expect, it } from "vitest";
import { VFile } from "vfile";
import { chapterNames } from "../../src/integrations/chapter-names.ts";

const files = ["1-what-it-cost.mdx", "2.1-one-latent.mdx", "2.2-experts.mdx", "notes.txt"];

/** The children of a paragraph after the plugin, as text, links in brackets. */
function linkedText(children: Paragraph["children"], path = "/site/content/primer/attention.mdx"): string {
  const tree: Root = { type: "root", children: [{ type: "paragraph", children }] };
  chapterNames(files)(tree, new VFile({ path }));
  return (tree.children[0] as Paragraph).children
    .map((node) =>
      node.type === "link"
        ? `[${node.children.map((child) => (child as { value: string }).value).join("")}](${node.url})`
        : (node as { value: string }).value,
    )
    .join("");
}
const text = (value: string) => ({ type: "text" as const, value });

describe("chapterNames(files)", () => {
  it("links the first naming of each chapter", () => {
    expect(linkedText([text("See chapter 2.1. Chapter 2.2 and chapter 2.1 agree.")])).toBe(
      "See [chapter 2.1](../../chapters/2.1-one-latent/). [Chapter 2.2](../../chapters/2.2-experts/) and chapter 2.1 agree.",
    );
    expect(linkedText([text("chapter 1")])).toBe("[chapter 1](../../chapters/1-what-it-cost/)");
  });
  it("takes no part of a number for the whole, and no number that is not a chapter", () => {
    expect(linkedText([text("chapter 1.5, chapter 2.11, chapter 9.")])).toBe("chapter 1.5, chapter 2.11, chapter 9.");
    expect(linkedText([text("as in chapter 1.")])).toBe("as in [chapter 1](../../chapters/1-what-it-cost/).");
  });
  it("leaves links alone, and a chapter’s own name", () => {
    const link = { type: "link" as const, url: "#here", children: [text("chapter 2.1")] };
    expect(linkedText([link])).toBe("[chapter 2.1](#here)");
    expect(linkedText([text("chapter 2.1")], "/site/content/chapters/2.1-one-latent.mdx")).toBe("chapter 2.1");
  });
});
