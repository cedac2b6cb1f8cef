import { describe, expect, it } from "vitest";
import { keepTogether } from "../../../src/kit/declare/keep-together.ts";

const shown = (text: string): string => keepTogether(text).replaceAll("\u00a0", "~");

describe("keepTogether()", () => {
  it.each([
    ["over one adapter of 400 Gbit/s, in BF16", "over one adapter of 400~Gbit/s, in BF16"],
    ["takes 130 ms, and 14.8 trillion tokens", "takes 130~ms, and 14.8~trillion tokens"],
    ["for A = 1; −1.400 for A = −1", "for A~=~1; −1.400 for A~=~−1"],
    ["226.75 nodes × 8 × 24 h", "226.75 nodes ×~8~×~24~h"],
    ["PP8 × EP256 × TP2", "PP8 ×~EP256 ×~TP2"],
    ["(Table 9) and eq. 12, Appendix C", "(Table~9) and eq.~12, Appendix~C"],
    ["see Table 3, p. 5", "see Table~3, p.~5"],
    ["After §3.2.1, Figure 4; eq. 12 to 16", "After §3.2.1, Figure~4; eq.~12 to 16"],
    ["Chapter 2.4 and chapters 3.1 and 3.2", "Chapter~2.4 and chapters~3.1 and 3.2"],
    ["(Appendix B.2), Tables 6 to 8, equations 2 and 3", "(Appendix~B.2), Tables~6 to 8, equations~2 and 3"],
  ])("holds %j", (text, kept) => {
    expect(shown(text)).toBe(kept);
  });
  it.each([
    "8 bits and 4 heads",
    "in the figure a slider",
    "setup. 4 GPUs",
    "figure out",
    "Table\u00a03",
    "in 2024 Bs",
    "a table of 3 rows",
    "one table after another",
    "256 B200 chips",
  ])("leaves %j", (text) => {
    expect(keepTogether(text)).toBe(text);
  });
});
