import { describe, expect, it } from "vitest";
import { works } from "../../src/lookup/bibliography.ts";

describe("works()", () => {
  it("has every work with its key, formatted, and its address as a link", async () => {
    const all = await works();
    const report = all.find(({ key }) => key === "deepseekai2024v3")!;
    expect(report.html).toMatch(
      /^DeepSeek-AI\. \(2024[a-z]?\)\. <i>DeepSeek-V3 Technical Report<\/i>\. <a href="https:\/\/arxiv\.org\/abs\/2412\.19437">/,
    );
    expect(report.name).toMatch(/^DeepSeek-AI, 2024[a-z]?$/);
    const names = new Map(all.map(({ key, name }) => [key, name]));
    expect(["wilson1927", "brown2017grim", "zhao2025insights"].map((key) => names.get(key))).toEqual([
      "Wilson, 1927",
      "Brown & Heathers, 2017",
      "Zhao et al., 2025",
    ]);
    expect(new Set(all.map(({ key }) => key)).size).toBe(all.length);
  });
});
