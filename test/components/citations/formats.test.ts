import { Cite, plugins } from "@citation-js/core";
import "@citation-js/plugin-bibtex";
import { describe, expect, it } from "vitest";
import { cite, type Part } from "../../../src/components/citations/formats.ts";

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
});
