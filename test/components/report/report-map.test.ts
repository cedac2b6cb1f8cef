/** The map from the report is complete, and every place of it is there. */
import { readdirSync, readFileSync } from "node:fs";
import { createProcessor } from "@mdx-js/mdx";
import type { Root } from "mdast";
import remarkMath from "remark-math";
import { VFile } from "vfile";
import { describe, expect, it } from "vitest";
import { brokenPlaces, figureIds, partsToldIn, type ChapterAnchors } from "../../../src/components/report/places.ts";
import { pagesOf, reportMap, type ReportMap } from "../../../src/components/report/report-map.ts";
import { reportEquations } from "../../../src/integrations/report-equations.ts";
import parts from "../../reference/report-parts.json" with { type: "json" };

const folder = new URL("../../../content/chapters/", import.meta.url);
const chapters = readdirSync(folder).map((name): ChapterAnchors => {
  const [, head, body] = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(readFileSync(new URL(name, folder), "utf8"))!;
  const file = new VFile({ data: { astro: { frontmatter: {} } } });
  reportEquations()(createProcessor({ remarkPlugins: [remarkMath] }).parse(body) as Root, file);
  const slugs = [...body.matchAll(/^##+ (.+)$/gm)].map(([, title]) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N} -]/gu, "")
      .replaceAll(" ", "-"),
  );
  return {
    number: /^number: "(.+)"$/m.exec(head)![1],
    ids: new Set([...slugs, ...figureIds(body)]),
    equations: (file.data.astro as { frontmatter: { equations: number[] } }).frontmatter.equations,
  };
});

describe("content/report.yaml", () => {
  it("has every section, equation, table and figure of the report, on its page", () => {
    expect(Object.fromEntries(reportMap.sections.map(({ number, page }) => [number, page]))).toEqual(parts.sections);
    expect(Object.fromEntries(reportMap.equations.map(({ number, page }) => [number, page]))).toEqual(parts.equations);
    expect(Object.fromEntries(reportMap.tables.map(({ number, page }) => [number, page]))).toEqual(parts.tables);
    // The caption of the last figure stands on the last of its pages, 49 to 53.
    const figures = reportMap.figures.map(
      ({ number, page }) => [number.split(" ")[0], page === 49 ? 53 : page] as const,
    );
    expect(figures).toEqual(
      Object.entries(parts.figures).flatMap(([number, pages]) => pages.map((page) => [number, page])),
    );
  });
  it("leads to places that are there", () => {
    expect(brokenPlaces(reportMap, chapters)).toEqual([]);
  });
  it("is led back to from every chapter that tells something of the report", () => {
    for (const { number } of chapters) {
      const { sections, tables } = partsToldIn(reportMap, number);
      if (!["0", "6.1", "6.2"].includes(number))
        expect([number, sections.length + tables.length > 0]).toEqual([number, true]);
    }
  });
});

describe("brokenPlaces(map, chapters)", () => {
  const chapter: ChapterAnchors = { number: "1", ids: new Set(["a-heading"]), equations: [3] };
  const map = (change: Partial<ReportMap>): ReportMap => ({
    sections: [],
    equations: [],
    tables: [],
    figures: [],
    ...change,
  });
  it("names a chapter, a heading and an equation that are not there, and a section without a place or a reason", () => {
    expect(
      brokenPlaces(map({ tables: [{ number: 1, what: "x", page: 1, at: ["2", "1#another", "1#a-heading"] }] }), [
        chapter,
      ]),
    ).toEqual(["Table 1: there is no chapter 2.", "Table 1: chapter 1 has no #another. It has a-heading."]);
    expect(
      brokenPlaces(
        map({
          equations: [
            { number: 3, what: "x", page: 1, at: "1" },
            { number: 4, what: "x", page: 1, at: "1" },
          ],
        }),
        [chapter],
      ),
    ).toEqual(["Equation 4: chapter 1 does not name it."]);
    expect(
      brokenPlaces(
        map({
          sections: [
            { number: "7", title: "x", page: 1, at: [] },
            { number: "8", title: "x", page: 1, at: [], why: "Names." },
          ],
        }),
        [chapter],
      ),
    ).toEqual(["§7 must have a place, or say why it has none."]);
  });
});

describe("pagesOf(section)", () => {
  // By the table of contents: §3.2 begins on page 12, and §3.3 on page 14; §6 ends where the appendices begin.
  it.each([
    ["3.2", 12, 14],
    ["3.2.3", 14, 14],
    ["6", 35, 45],
    ["C", 48, 53],
  ] as const)("of §%s are %d to %d", (section, first, last) => {
    expect(pagesOf(section)).toEqual({ first, last });
  });
  it("are none for a section that is not there", () => {
    expect(pagesOf("7")).toBeUndefined();
  });
});

describe("reportEquations()", () => {
  const linksOf = (text: string): string => {
    const tree = createProcessor({}).parse(text) as Root;
    const file = new VFile({ data: { astro: { frontmatter: {} } } });
    reportEquations()(tree, file);
    return JSON.stringify(tree.children, (key, value: unknown) => (key === "position" ? undefined : value));
  };
  it("links a name to the map, and gives each equation that it covers a place once", () => {
    const text = linksOf("Queries (eq. 6 to 8), and eq. 6 again.");
    expect(text.match(/#equation-6/g)).toHaveLength(2);
    for (const id of ["eq-6", "eq-7", "eq-8"]) expect(text.match(new RegExp(`"id":"${id}"`, "g")), id).toHaveLength(1);
  });
  it("prefers a name in brackets, which stands before the formula", () => {
    const text = linksOf("Another one follows eq. 6. Queries go through a latent (eq. 6).");
    expect(text.indexOf('"id":"eq-6"')).toBeGreaterThan(text.indexOf("Queries"));
  });
  it("leaves headings, links and quotations alone", () => {
    expect(linksOf('# About eq. 1\n\n[eq. 2](x) and <Printed in="arXiv:1">eq. 3</Printed>.')).not.toContain("report/");
  });
});
