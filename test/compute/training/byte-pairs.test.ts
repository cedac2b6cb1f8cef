/** Byte pairs: against DeepSeek's tokenizer on six texts, and against a slow program that learns merges. */
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeBytePairs, encodeBytePairs, pretokenize, trainBytePairs } from "../../../src/compute/index.ts";

const reference = JSON.parse(readFileSync(new URL("../../reference/byte-pairs.json", import.meta.url), "utf8")) as {
  trained: { text: string; merges: number[]; tokens: number[] };
  texts: { id: string; text: string; pieces: string[] }[];
  merges: string[];
};

/** The merges of the reference, in our numbering: a token is found by its bytes. */
const tokenOfBytes = new Map(Array.from({ length: 256 }, (_, byte) => [byte.toString(16).padStart(2, "0"), byte]));
const published = {
  merges: Uint32Array.from(
    reference.merges.flatMap((merge, i) => {
      const [left, right] = merge.split(" ");
      tokenOfBytes.set(left + right, 256 + i);
      return [tokenOfBytes.get(left)!, tokenOfBytes.get(right)!];
    }),
  ),
};

describe("encodeBytePairs(text, bytePairs)", () => {
  it.each(reference.texts)("cuts “$id” as DeepSeek’s tokenizer does", ({ text, pieces }) => {
    expect(Array.from(encodeBytePairs(text, published))).toEqual(pieces.map((piece) => tokenOfBytes.get(piece)));
  });
  it("is undone by decodeBytePairs", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        expect(decodeBytePairs(encodeBytePairs(text, published), published)).toBe(text);
      }),
    );
  });
  it("gives bytes where nothing is merged", () => {
    expect(Array.from(encodeBytePairs("é!", { merges: new Uint32Array(0) }))).toEqual([0xc3, 0xa9, 0x21]);
  });
  it("refuses a merge of what is not made yet", () => {
    expect(() => encodeBytePairs("a", { merges: Uint32Array.of(97, 256) })).toThrow(
      new RangeError("merges[1] must be below 256 (got 256)"),
    );
  });
});

describe("trainBytePairs(text, { merges })", () => {
  const { text, merges, tokens } = reference.trained;
  it("learns the merges of the reference in their order", () => {
    const bytePairs = trainBytePairs(text, { merges: 40 });
    expect(Array.from(bytePairs.merges)).toEqual(merges);
    expect(Array.from(encodeBytePairs(text, bytePairs))).toEqual(tokens);
  });
  it("stops where no pair is found twice", () => {
    expect(trainBytePairs("abc", { merges: 9 }).merges).toHaveLength(0);
  });
});

describe("pretokenize(text)", () => {
  it("keeps line breaks with the punctuation before them", () => {
    expect(pretokenize("Answer:\n8")).toEqual(["Answer", ":\n", "8"]);
    expect(pretokenize("Answer:")).toEqual(["Answer", ":"]);
  });
  it("cuts digits by threes, from the left", () => {
    expect(pretokenize("1234567890")).toEqual(["123", "456", "789", "0"]);
  });
});
