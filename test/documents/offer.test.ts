import { describe, expect, it } from "vitest";
import { linksTo, withLinks } from "../../src/documents/offer.ts";

describe("withLinks(html, links)", () => {
  it("fills the place of a page, and fills it again with nothing left of before", () => {
    const once = withLinks("<p>Files. <!--documents--></p>", "<a>one</a>");
    expect(once).toBe("<p>Files. <!--documents--><a>one</a><!--/documents--></p>");
    expect(withLinks(once, "<a>two</a>")).toBe("<p>Files. <!--documents--><a>two</a><!--/documents--></p>");
  });
});

describe("linksTo(names, root, chapter)", () => {
  it("links to what is there alone", () => {
    expect(linksTo(["1-a.pdf", "v3-companion.epub"], "/base/", "1-a")).toBe(
      'This chapter as <a href="/base/documents/1-a.pdf" download>PDF</a>. The whole as <a href="/base/documents/v3-companion.epub" download>EPUB</a>.',
    );
    expect(linksTo(["1-a.pdf"], "/", "2-b")).toBe("");
  });
});
