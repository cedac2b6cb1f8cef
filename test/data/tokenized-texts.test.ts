/** The texts that DeepSeek's tokenizer cut: as the reference has them, and as our encoder cuts them with its merges. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { tokenizedTexts, tokenizerCounts } from "../../src/data/tokenized-texts.ts";

const { texts } = JSON.parse(readFileSync(new URL("../reference/byte-pairs.json", import.meta.url), "utf8")) as {
  texts: { id: string; text: string; pieces: string[] }[];
};

describe("tokenizedTexts", () => {
  it("are those of the reference, token by token", () => {
    expect(
      tokenizedTexts.map(({ id, pieces }) => [id, pieces.map((piece) => Buffer.from(piece).toString("hex"))]),
    ).toEqual(texts.map(({ id, pieces }) => [id, pieces]));
  });
  it("have a number for each token, the same for the same", () => {
    const numbers = new Map<string, number>();
    for (const { pieces, ids } of tokenizedTexts) {
      expect(ids).toHaveLength(pieces.length);
      pieces.forEach((piece, i) => expect(numbers.get(piece) ?? ids[i]).toBe((numbers.set(piece, ids[i]), ids[i])));
    }
    expect(Math.max(...numbers.values())).toBeLessThan(tokenizerCounts.entries);
  });
  it("end “Answer:” in a colon, and “Answer:” before a line break in one token of both", () => {
    const prompt = tokenizedTexts.find(({ id }) => id === "prompt")!.pieces;
    expect(prompt.slice(-2)).toEqual(["Answer", ":"]);
    expect(prompt).toContain(":\n");
  });
});

describe("tokenizerCounts", () => {
  it("add up", () => {
    const { entries, bytes, merges, markers, added, rows } = tokenizerCounts;
    expect(bytes + merges + markers).toBe(entries);
    // 129,280 − 128,815 rows are never used.
    expect(rows - entries - added).toBe(465);
  });
});
