/** Sources of numbers lead to where they stand. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { linkedSource } from "../../../src/components/sources/linked-source.ts";
import { sectionPage, tablePage } from "../../../src/components/sources/report-pages.ts";
import { values } from "../../../src/components/values/index.ts";

describe("linkedSource(source)", () => {
  it("leads sections and tables of the report to their page", () => {
    expect(linkedSource("§1, Table 1")).toEqual([
      { text: "§1", href: "https://arxiv.org/pdf/2412.19437v1#page=4" },
      { text: ", " },
      { text: "Table 1", href: "https://arxiv.org/pdf/2412.19437v1#page=5" },
    ]);
    expect(linkedSource("counted as in Appendix B.2")[1]).toEqual({
      text: "Appendix B.2",
      href: "https://arxiv.org/pdf/2412.19437v1#page=47",
    });
  });
  it("leads preprints, issues and files of repositories to theirs, and a table named after one of them nowhere else", () => {
    expect(linkedSource("arXiv:2505.09343, Table 4")).toEqual([
      { text: "arXiv:2505.09343", href: "https://arxiv.org/abs/2505.09343" },
      { text: ", " },
      { text: "Table 4" },
    ]);
    expect(linkedSource("vllm-project/vllm, issue 11971")[0].href).toBe(
      "https://github.com/vllm-project/vllm/issues/11971",
    );
    expect(linkedSource("deepseek-ai/DeepSeek-V3, inference/kernel.py")[0].href).toBe(
      "https://github.com/deepseek-ai/DeepSeek-V3/blob/main/inference/kernel.py",
    );
  });
  it("leaves text without a source alone", () => {
    expect(linkedSource("our seeded batch, no bias")).toEqual([{ text: "our seeded batch, no bias" }]);
  });
  it("keeps the text of every source of the site", () => {
    for (const { source } of Object.values(values))
      expect(
        linkedSource(source)
          .map(({ text }) => text)
          .join(""),
      ).toBe(source);
  });
});

describe("pages of the report", () => {
  it("has every section that content and values name", () => {
    // A section behind a preprint's number is that preprint's.
    const named = Object.values(values).flatMap(({ source }) =>
      [...source.replace(/arXiv:[^;]*/g, "").matchAll(/§([0-9](?:\.\d)*)/g)].map(([, section]) => section),
    );
    for (const section of named) expect(sectionPage(section), section).toBeGreaterThan(0);
    const contents = readFileSync(new URL("../../../content/contents.yaml", import.meta.url), "utf8");
    for (const [, section] of contents.matchAll(/§([0-9](?:\.\d)*)/g))
      expect(sectionPage(section), section).toBeGreaterThan(0);
  });
  it("knows the nine tables", () => {
    expect(Array.from({ length: 9 }, (_, i) => tablePage(String(i + 1)))).toEqual([5, 13, 25, 26, 27, 31, 33, 34, 34]);
  });
});
