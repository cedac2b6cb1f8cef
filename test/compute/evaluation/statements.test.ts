/** Sentences of the report against its tables: verdicts by hand. */
import { describe, expect, it } from "vitest";
import { judgeStatement, scoreStatements, scoreTableNames, scoreTables } from "../../../src/compute/index.ts";

describe("judgeStatement(id, { correlation })", () => {
  // MMLU: 88.5 to 85.3 on 14,042 questions, 3.2 points of 0.4 error each way. MMLU-Redux: 89.1 to 88.9, 0.2 points.
  // Aider-Polyglot: 49.6 to Claude's 45.3, ahead where the sentence says behind. Arena-Hard: 85.5, not over 86.
  it.each([
    ["mmlu", "holds"],
    ["drop", "holds"],
    ["simpleqa", "holds"],
    ["majority", "holds"],
    ["mmlu-redux", "holds in sign"],
    ["chinese", "holds in sign"],
    ["gpqa", "holds in sign"],
    ["comprehensive", "does not"],
    ["engineering-claude", "does not"],
    ["mathematics", "does not"],
    ["arena-hard", "does not"],
    ["c-simpleqa", "holds"],
  ] as const)("says of “%s”: %s", (id, verdict) => {
    expect(judgeStatement(id).verdict).toBe(verdict);
  });
  it("leads by the fewer bits per byte: 0.548 to 0.606, 0.638 and 0.542", () => {
    const rows = ["comprehensive", "majority"].flatMap((id) => judgeStatement(id).comparisons);
    const leads = rows.filter(({ row }) => row === "pile-test").map(({ rival, lead }) => [rival, lead]);
    expect(leads).toEqual([
      ["DeepSeek-V2 Base", 0.058],
      ["Qwen2.5 72B Base", 0.09],
      ["LLaMA-3.1 405B Base", -0.006],
    ]);
  });
  it("finds the rows in which V2-Base is better, and Qwen2.5", () => {
    const { comparisons } = judgeStatement("comprehensive");
    expect(comparisons.filter(({ rival, lead }) => rival === "DeepSeek-V2 Base" && lead < 0)).toHaveLength(5);
    expect(comparisons.filter(({ rival, lead }) => rival === "Qwen2.5 72B Base" && lead < 0)).toHaveLength(2);
  });
  it("has narrower intervals the more alike mistakes are", () => {
    const [apart, alike] = [0, 0.6].map(
      (correlation) => judgeStatement("frames", { correlation }).comparisons[0].halfWidth!,
    );
    expect(alike).toBeLessThan(apart);
    // √((0.733 · 0.267 + 0.805 · 0.195)/824) = 0.0207; times 196 is 4.05.
    expect(apart).toBeCloseTo(4.055, 2);
  });
  it("compares in every sentence, with rows and models that there are", () => {
    for (const { id } of scoreStatements) expect(judgeStatement(id).comparisons.length).toBeGreaterThan(0);
    for (const name of scoreTableNames) expect(scoreTables[name].scores.models).toContain(scoreTables[name].model);
  });
});
