/** Names of parts of the report lead to the map of it. */
import { describe, expect, it } from "vitest";
import { mappedHtml, mappedParts } from "../../../src/components/report/links.ts";

describe("mappedParts(text)", () => {
  it("leads sections, appendices, tables, figures and equations to their rows", () => {
    const anchors = mappedParts("§3.2.1, Table 2; Figure 5, eq. 1–11, Figure 10, Appendix B.1").flatMap(
      ({ anchor }) => anchor ?? [],
    );
    expect(anchors).toEqual([
      "section-3.2.1",
      "table-2",
      "figure-5",
      "equation-1",
      "figure-10-of-appendix-b",
      "section-B.1".toLowerCase(),
    ]);
  });
  it("leaves what belongs to a preprint or a repository, and what the report does not have", () => {
    for (const text of ["arXiv:2505.09343, §5.1, Table 3", "deepseek-ai/profile-data, train.json", "§9, Figure 40"])
      expect(mappedParts(text).map((part) => part.anchor)).not.toContainEqual(expect.any(String));
  });
  it("keeps the text", () => {
    for (const text of ["§3.5; arXiv:2505.09343", "Figure 4; deepseek-ai/profile-data, train.json", "no part"])
      expect(
        mappedParts(text)
          .map((part) => part.text)
          .join(""),
      ).toBe(text);
  });
});

describe("mappedHtml(text, root)", () => {
  it("has a link for each", () => {
    expect(mappedHtml("§1 & Table 1", "/v3/")).toBe(
      '<a href="/v3/report/#section-1">§1</a> &amp; <a href="/v3/report/#table-1">Table\u00a01</a>',
    );
  });
});
