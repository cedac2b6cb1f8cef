/** The ways through the chapters lead to what exists, in an order in which it can be read; the primer is as short as it says. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "astro/zod";
import { pathSchema, stopsOf, type ChapterFacts } from "../../src/components/paths/path.ts";

const paths = z.array(pathSchema).parse(parse(readFileSync("content/paths.yaml", "utf8")));
const pagesOf = (folder: string) =>
  readdirSync(`content/${folder}`).filter((name) => name.endsWith(".mdx")).map((name) => {
    const [, front, body] = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(readFileSync(`content/${folder}/${name}`, "utf8"))!;
    return { id: name.replace(".mdx", ""), data: parse(front) as Record<string, unknown>, body };
  });
const chapters = pagesOf("chapters").map(({ data }) => ({ prerequisites: [], ...data }) as unknown as ChapterFacts);
const pages = pagesOf("primer");
const primer = pages.map(({ id, data }) => ({ id, before: data.before as string[], minutes: 1 }));

describe("the ways", () => {
  it("are those of the page", () => {
    expect(paths.map(({ id }) => id)).toEqual(["student", "engineer", "lecturer"]);
  });
  it.each(paths)("$id: every chapter exists, has minutes, and comes after what it builds on", (path) => {
    for (const { id, minutes, missing } of stopsOf(path, chapters, primer)) {
      expect(minutes, id).toBeGreaterThan(0);
      expect(missing, id).toEqual([]);
    }
  });
  it("give a student each page of the primer before the chapters that presuppose it", () => {
    const stops = stopsOf(paths[0], chapters, primer);
    expect(stops.filter(({ kind }) => kind === "primer").map(({ id }) => id).sort()).toEqual(pages.map(({ id }) => id).sort());
    for (const { id, missingPrimer } of stops) expect(missingPrimer, id).toEqual([]);
  });
});

describe.each(pages)("the primer, $id", ({ data, body }) => {
  const count = (pattern: RegExp): number => body.match(pattern)?.length ?? 0;
  it("has one figure, one or two cells, and says where it leads at its end", () => {
    expect(count(/<Figure /g)).toBe(1);
    expect([1, 2]).toContain(count(/^```ts cell /gm));
    expect(body.split(/^## /m).at(-1)).toMatch(/^Where this leads\n[\s\S]*\/chapters\//);
  });
  it("has 400 to 800 words of prose", () => {
    const prose = body.replace(/```[\s\S]*?```/g, " ").replace(/\$\$[\s\S]*?\$\$/g, " ").replace(/\]\([^)]*\)/g, " ").replace(/<[^>]*>/g, " ");
    const words = prose.match(/[\p{L}\p{N}][\p{L}\p{N}’'-]*/gu)!.length;
    expect(words).toBeGreaterThanOrEqual(400);
    expect(words).toBeLessThanOrEqual(800);
  });
  it("comes before chapters that exist, and links to places that do", () => {
    for (const number of data.before as string[]) expect(chapters.map((chapter) => chapter.number)).toContain(number);
    const ids = pagesOf("chapters").map(({ id }) => id);
    for (const [, id] of body.matchAll(/\/chapters\/([^/]+)\//g)) expect(ids).toContain(id);
  });
});
