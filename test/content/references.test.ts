/** The file of references, entry by entry: one that lost its closing brace would swallow the next, in silence. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const text = readFileSync(new URL("../../content/references.bib", import.meta.url), "utf8");
const entries = text.split(/^(?=@)/m).filter((entry) => entry.trim() !== "");
const keyOf = (entry: string): string => /^@\w+\{\s*([^,\s]+)/.exec(entry)?.[1] ?? entry.slice(0, 40);

describe("references.bib", () => {
  it.each(entries.map((entry) => [keyOf(entry), entry] as const))("%s opens and closes the same braces, and has author, title, year and address", (_key, entry) => {
    expect([...entry.matchAll(/\{/g)].length).toBe([...entry.matchAll(/\}/g)].length);
    expect(entry.trimEnd().endsWith("}")).toBe(true);
    expect(entry.includes("\n}")).toBe(true);
    for (const field of ["author", "title", "year"]) expect(entry).toMatch(new RegExp(`^ {2}${field} = \\{`, "m"));
    expect(entry).toMatch(/^ {2}(url|doi) = \{/m);
  });
  it("has no key twice", () => {
    const keys = entries.map(keyOf);
    expect(keys.filter((key, i) => keys.indexOf(key) !== i)).toEqual([]);
  });
});
