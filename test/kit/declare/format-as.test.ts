import { describe, expect, it } from "vitest";
import { exactAs, formatAs } from "../../../src/kit/declare/format-as.ts";

describe("formatAs(value, as)", () => {
  it.each([
    [0.3894, "percent", "38.9%", "38.94 %"],
    [0.345, "percent", "34.5%", "34.5 %"],
    [2_664_000, ["count", 4], "2.664\u202fM", "2,664,000"],
    [70_272, "bytes", "70.3\u202fKB", "70,272 bytes"],
    [2 ** 30, "binaryBytes", "1\u202fGiB", "1,073,741,824 bytes"],
    [5_576_000, "usd", "$5.576\u202fM", "5,576,000 US dollars"],
    [3.7, "days", "3.7 days", "3.7 days"],
    [0.00123, "seconds", "1.23\u202fms", "0.00123 s"],
    [0, "seconds", "0\u202fs", "0 s"],
    [0.9999999, "seconds", "1\u202fs", "0.9999999 s"],
    [2.5e11, ["si", 3, "FLOP"], "250\u202fGFLOP", "250,000,000,000 FLOP"],
    [0.07, ["fixed", 3], "0.070", "0.07"],
    [11.13, "ratio", "×11.1", "11.13"],
  ] as const)("shows %d as %j: %s; exactly %s", (value, as, text, exact) => {
    expect([formatAs(value, as), exactAs(value, as)]).toEqual([text, exact]);
  });
  it("names what it counts", () => {
    expect(exactAs(1543, "number", "tokens/s")).toBe("1,543 tokens/s");
  });
});
