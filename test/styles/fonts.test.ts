/** The font files hold every character that the site's text can show, and are as small as the first screen allows. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  accentedLetters,
  faces,
  mathCharacters,
  scriptCharacters,
  textCharacters,
} from "../../src/styles/fonts/subset.ts";

const folder = new URL("../../src/styles/fonts/", import.meta.url);
const content = new URL("../../content/", import.meta.url);

const texts = readdirSync(content, { recursive: true, encoding: "utf8" })
  .filter((name) => /\.(mdx|yaml|bib)$/.test(name))
  .map((name) => [name, readFileSync(new URL(name, content), "utf8")] as const);

describe.each(texts)("%s", (_name, text) => {
  it("has no character that every face lacks", () => {
    const known = new Set(textCharacters + accentedLetters + scriptCharacters + mathCharacters + "\n");
    expect([...new Set(text)].filter((character) => !known.has(character))).toEqual([]);
  });
});

describe("the files", () => {
  it("are made for every face", () => {
    expect(
      readdirSync(folder)
        .filter((name) => name.endsWith(".woff2"))
        .sort(),
    ).toEqual(faces.map(({ file }) => file).sort());
  });
  it.each(["text.woff2", "labels.woff2"])("fits into the first packets of a connection: %s", (file) => {
    // Ten packets of 1,460 bytes; heads of an answer take some 300.
    expect(statSync(new URL(file, folder)).size).toBeLessThan(14_300);
  });
});
