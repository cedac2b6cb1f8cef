/** What can be copied of a figure in a state says that state. */
import { describe, expect, it } from "vitest";
import { faceOf, initialValues } from "../../../src/kit/declare/widget.ts";
import { stateTexts } from "../../../src/kit/shell/state-texts.ts";
import { sample } from "../sample.tsx";

const face = faceOf(sample);
const place = {
  site: {
    name: "A site",
    version: "1.0.0",
    released: "2026-01-02",
    authors: "Its authors",
    address: "https://site.example/",
    license: "CC BY 4.0",
  },
  pageAddress: "https://site.example/page/",
  embedAddress: "https://site.example/embed/sample/",
};
const textsOf = (values: object, height?: number) =>
  stateTexts(face, { ...initialValues(face), ...values }, place, "2026-03-04", height);

describe("stateTexts(widget, values, place, accessed, height)", () => {
  it("gives link, embed code and every format of a citation the state, with what differs from the initial one alone", () => {
    const texts = textsOf({ ranks: 4, balanced: false });
    const query = "sample.ranks=4&sample.balanced=no";
    expect(texts.link).toBe(`https://site.example/page/?${query}#sample`);
    expect(texts.embed).toContain(`src="https://site.example/embed/sample/?${query}"`);
    for (const kind of ["bibtex", "ris", "csl", "citation"] as const)
      expect(texts[kind], kind).toContain("sample.ranks=4");
  });
  it("has addresses without a query at rest, and the height that was measured", () => {
    const { link, embed } = textsOf({}, 612);
    expect(link).toBe("https://site.example/page/#sample");
    expect(embed).toContain('src="https://site.example/embed/sample/"');
    expect(embed).toContain('height="612"');
  });
});
