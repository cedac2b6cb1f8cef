import { Cite, plugins } from "@citation-js/core";
import "@citation-js/plugin-bibtex";
import { describe, expect, it } from "vitest";
import { cite, type Part } from "../../../src/kit/export/reference.ts";

const site = {
  name: "The V3 Companion",
  version: "0.1.0",
  released: "2026-11-23",
  authors: "The V3 Companion authors",
  address: "https://example.org/",
  license: "CC BY 4.0",
};
const part: Part = {
  id: "3.1-filling",
  title: "Filling the pipeline & more",
  address: "https://example.org/chapters/3.1-filling/",
  changed: "2026-11-24",
  source: "§3.2.1",
  kind: "chapter",
};

describe("cite(part, site, format)", () => {
  it("gives BibTeX that an independent parser reads, as CSL-JSON says it", () => {
    expect(plugins.input.list()).toContain("@bibtex/text");
    const [read] = new Cite(cite(part, site, "bib")).data;
    const [own] = JSON.parse(cite(part, site, "json"));
    expect([read.title, read.URL]).toEqual([own.title, own.URL]);
    expect(own).toMatchObject({
      type: "chapter",
      "container-title": "The V3 Companion",
      issued: { "date-parts": [[2026, 11, 23]] },
    });
  });
  it("gives RIS: a tag, two spaces, a dash and a space in each line, from TY to ER", () => {
    const lines = cite(part, site, "ris").split("\r\n").slice(0, -1);
    expect(lines.every((line) => /^[A-Z][A-Z0-9] {2}- /.test(line))).toBe(true);
    expect([lines[0], lines.at(-1)]).toEqual(["TY  - CHAP", "ER  - "]);
    expect(lines).toContain("UR  - https://example.org/chapters/3.1-filling/");
  });
  it("has the DOI of the version, where there is one, and no empty field otherwise", () => {
    const archived = { ...site, doi: "10.5281/zenodo.1" };
    for (const format of ["bib", "ris", "json"] as const) {
      expect(cite(part, archived, format)).toContain("10.5281/zenodo.1");
      expect(cite(part, site, format)).not.toMatch(/\bdoi\b|DO  -/i);
    }
  });
  it("says the state of a figure and the day of reading in every format", () => {
    const figure: Part = {
      ...part,
      kind: "figure",
      changed: undefined,
      state: "with ranks = 4",
      accessed: "2027-01-02",
    };
    expect(cite(figure, site, "bib")).toMatch(/urldate\s+= \{2027-01-02\}[\s\S]*with ranks = 4/);
    expect(cite(figure, site, "ris").split("\r\n")).toEqual(
      expect.arrayContaining([
        "TY  - FIGURE",
        "Y2  - 2027/01/02",
        "N1  - Interactive figure after the DeepSeek-V3 Technical Report, §3.2.1; with ranks = 4",
      ]),
    );
    const [entry] = JSON.parse(cite(figure, site, "json"));
    expect(entry).toMatchObject({ type: "figure", accessed: { "date-parts": [[2027, 1, 2]] } });
    expect(entry.note).toContain("with ranks = 4");
  });
});
