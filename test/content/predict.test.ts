/** Guesses before figures: each stands where it can cover its figure, and says what the figure then shows. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const guesses = readdirSync("content/chapters")
  .filter((name) => name.endsWith(".mdx"))
  .flatMap((name) =>
    [
      ...readFileSync(`content/chapters/${name}`, "utf8").matchAll(
        /<Predict figure="([^"]+)"([^>]*)>([\s\S]*?)<\/Predict>\s*<(\w+)(?: of="([^"]+)")?/g,
      ),
    ].map(([, figure, attributes, body, next, of]) => ({
      name,
      figure,
      body,
      next: `${next} ${of}`,
      choices: JSON.parse(/choices=\{(\[.*?\])\}/.exec(attributes)?.[1] ?? "[]") as string[],
    })),
  );

describe("guesses", () => {
  it.each(guesses)("before $figure in $name stand right before it, and are answered", ({ figure, next, body }) => {
    expect(next).toBe(`Figure ${figure}`);
    expect(body).toMatch(/<Fragment slot="shows">\s*\S/);
  });
  it.each(guesses.filter(({ choices }) => choices.length > 0))(
    "before $figure in $name can be chosen from different answers",
    ({ choices }) => {
      expect(choices.length).toBeGreaterThan(1);
      expect(new Set(choices).size).toBe(choices.length);
    },
  );
  it("are of both kinds, each in several chapters", () => {
    const chaptersWith = (chosen: boolean) =>
      new Set(guesses.filter(({ choices }) => choices.length > 0 === chosen).map(({ name }) => name)).size;
    expect(Math.min(chaptersWith(true), chaptersWith(false))).toBeGreaterThan(2);
  });
});
