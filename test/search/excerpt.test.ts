import { describe, expect, it } from "vitest";
import { excerptOf } from "../../src/search/excerpt.ts";

describe("excerptOf(text, words)", () => {
  it("marks what was found, and loses nothing of a short text", () => {
    expect(excerptOf("Idle time of ranks", new Set(["time"]))).toEqual([
      { text: "Idle ", isMatch: false },
      { text: "time", isMatch: true },
      { text: " of ranks", isMatch: false },
    ]);
  });
  it("shows the place where the most words stand", () => {
    const text = `time ${"word ".repeat(100)}idle time of ranks ${"word ".repeat(100)}`;
    const shown = excerptOf(text, new Set(["idle", "time"]));
    expect(shown.filter(({ isMatch }) => isMatch).map(({ text }) => text)).toEqual(["idle", "time"]);
    expect(shown.map(({ text }) => text).join("").length).toBeLessThan(200);
  });
  it("shows the beginning where the words stand elsewhere, in the title", () => {
    expect(excerptOf("Some text", new Set(["other"]))).toEqual([{ text: "Some text", isMatch: false }]);
  });
});
