import { describe, expect, it } from "vitest";
import { citeState } from "../../../src/kit/export/citation.ts";
import { numbers } from "../../../src/kit/declare/params.ts";
import { faceOf, initialValues } from "../../../src/kit/declare/widget.ts";
import { sample } from "../sample.tsx";

const site = {
  name: "The V3 Companion",
  version: "0.1.0",
  released: "2026-11-23",
  authors: "The V3 Companion authors",
  address: "https://example.org/",
  license: "CC BY 4.0",
};

describe("citeState(widget, values, address, site, accessed)", () => {
  const values = { ...initialValues(sample), ranks: 4 };
  const { bibtex, ris, csl, text } = citeState(
    faceOf(sample),
    values,
    "https://example.org/x/?sample.ranks=4#sample",
    site,
    "2027-01-02",
  );
  it("has title, version, address, day of reading and state", () => {
    for (const part of [
      "A sample",
      "0.1.0",
      "https://example.org/x/?sample.ranks=4#sample",
      "2027-01-02",
      "ranks = 4",
    ]) {
      expect(text).toContain(part);
      expect(bibtex).toContain(part);
      expect(csl).toContain(part === "2027-01-02" ? '"accessed"' : part);
      expect(ris).toContain(part.replaceAll("2027-01-02", "2027/01/02"));
    }
  });
  it("cuts a long list of values, and marks the cut", () => {
    const many = {
      ...sample,
      params: { ...sample.params, own: numbers({ label: "Own", initial: [], range: [0, 1e9] }) },
    };
    const long = (count: number): string =>
      citeState(
        faceOf(many as never),
        { ...initialValues(sample), own: Array.from({ length: count }, (_, i) => 1e6 + i) } as never,
        "https://example.org/",
        site,
        "2027-01-02",
      ).text;
    expect(long(100)).toMatch(/\(with own = [\d ]{200,}…\)/);
    expect(long(3)).toContain("(with own = 1000000 1000001 1000002)");
  });
  it("gives BibTeX that an independent parser reads", async () => {
    const { Cite, plugins } = await import("@citation-js/core").then((core) =>
      import("@citation-js/plugin-bibtex").then(() => core),
    );
    expect(plugins.input.list()).toContain("@bibtex/text");
    const [entry] = new Cite(bibtex).data;
    expect(entry).toMatchObject({ title: "A sample", URL: "https://example.org/x/?sample.ranks=4#sample" });
    expect(Object.values(entry.author![0])).toEqual(["The V3 Companion authors"]); // one name, not "authors, The V3 Companion"
  });
});
