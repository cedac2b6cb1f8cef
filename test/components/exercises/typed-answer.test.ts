/** Answers as people type them. */
import { describe, expect, it } from "vitest";
import { typedAnswer } from "../../../src/components/exercises/typed-answer.ts";

describe("typedAnswer(typed, unit)", () => {
  it.each([
    // By hand: a share of 0.345 is 34.5%; 39,936 bytes are 39.936 KB; 42 / 448 = 0.09375; 9 / 297 × 1 = 0.0303….
    ["1e3", "", 1000],
    ["14.8T", "tokens", 14.8e12],
    ["$1.485 M", "", 1_485_000],
    ["1.485 million", "", 1_485_000],
    ["1485 thousand dollars", "", 1_485_000],
    ["34.5%", "%", 34.5],
    ["34.5 %", "percent", 34.5],
    ["34.5%", "", 0.345],
    ["39,936 B", "KB", 39.936],
    ["39.9 KB", "KB", 39.9],
    ["39.9kB", "KB", 39.9],
    ["0.0399 MB", "KB", 39.9],
    ["39.9", "KB", 39.9],
    ["42/448", "", 0.09375],
    ["550,000 / 6144 days", "days", 550_000 / 6144],
    ["−0.5", "", -0.5],
    ["3.7 billion", "billion", 3.7],
    ["2.788 million", "million GPU-hours", 2.788],
    ["2.788M", "GPU-hours", 2_788_000],
    ["$5 thousand dollars", "thousand dollars", 5],
    ["120B", "B tokens", 120],
    ["3 KB", "bytes", 3000],
    ["0.2878 GB", "GB", 0.2878],
  ])("reads “%s”, where “%s” is asked for", (typed, unit, number) => {
    expect(typedAnswer(typed, unit)).toBeCloseTo(number, 9);
  });
  it.each([
    ["", ""],
    ["five", ""],
    ["1/0", ""],
    ["1/2/3", ""],
    ["22,4", "%"],
    ["5%", "tokens"],
    ["%", ""],
    ["$", ""],
    ["3 apples", "B tokens"],
  ])("reads nothing in “%s”, where “%s” is asked for", (typed, unit) => {
    expect(typedAnswer(typed, unit)).toBeNull();
  });
});
