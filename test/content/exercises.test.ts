/** Exercises of the chapters: enough of them everywhere, and every declared one asked once. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { exercises } from "../../src/components/exercises/registry.ts";

const chapters = readdirSync("content/chapters").filter((name) => name.endsWith(".mdx")).map((name) => {
  const text = readFileSync(`content/chapters/${name}`, "utf8");
  return { name, asked: [...text.matchAll(/<Exercise ([^>]*)>/g)].map(([, attributes]) => /\b(?:of|id)="([^"]*)"/.exec(attributes)![1]) };
});
const asked = chapters.flatMap(({ asked }) => asked);

describe("exercises", () => {
  it.each(chapters)("of $name are at least five", ({ asked }) => {
    expect(asked.length).toBeGreaterThanOrEqual(5);
  });
  it("are at least 120, each with an id of its own; at least 60 ask for a number or a state", () => {
    expect(asked.length).toBeGreaterThanOrEqual(120);
    expect(new Set(asked).size).toBe(asked.length);
    expect(exercises.length).toBeGreaterThanOrEqual(60);
  });
  it("that are declared are asked", () => {
    expect(exercises.map(({ id }) => id).filter((id) => !asked.includes(id))).toEqual([]);
  });
});
