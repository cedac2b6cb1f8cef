import { describe, expect, it } from "vitest";
import { domainsOf, symbolsOf, symbolText, tinySymbols } from "../../../src/lab/index.ts";
import { tinyBatch } from "../../../src/lab/tiny/text.ts";

const textOf = (symbols: ArrayLike<number>): string => Array.from(symbols, (id) => tinySymbols[id]).join("");

describe("tinySymbols, symbolText(id), symbolsOf(text)", () => {
  it("are 64 different symbols, there and back", () => {
    expect(new Set(tinySymbols).size).toBe(64);
    expect(textOf(symbolsOf(tinySymbols))).toBe(tinySymbols);
    expect(textOf(symbolsOf("A-b é"))).toBe("a-b  ");
    expect([symbolText(0), symbolText(36), symbolText(37)]).toEqual(["a", "␣", "↵"]);
  });
});

describe("tinyBatch(options)", () => {
  const { symbols, domainOfSequence } = tinyBatch({ seed: 1, first: 0, sequences: 400, length: 40, text: "" });
  const textsOf = (domain: number): string[] =>
    Array.from(domainOfSequence, (own, sequence) => ({ own, sequence }))
      .filter(({ own }) => own === domain)
      .map(({ sequence }) => textOf(symbols.subarray(sequence * 40, (sequence + 1) * 40)));
  it("gives domains in turn, each true to its rule", () => {
    expect(domainsOf({ text: "" })).toEqual(["sums", "brackets", "grammar", "copying"]);
    expect([...domainOfSequence.subarray(0, 6)]).toEqual([0, 1, 2, 3, 0, 1]);
    for (const text of textsOf(0))
      for (const [, a, b, sum] of text.matchAll(/(\d)\+(\d)=(\d\d);/g)) expect(Number(a) + Number(b)).toBe(Number(sum));
    for (const text of textsOf(1)) expect(text).toMatch(/^[()[\]{}<>]+$/);
    for (const text of textsOf(2))
      for (const [, subject, verb] of text.matchAll(/\. (?:the|a|two) ([a-z]+) ([a-z]+) /g))
        expect(subject.endsWith("s")).toBe(!verb.endsWith("s"));
    for (const text of textsOf(3))
      for (const [, word, again] of text.matchAll(/#([a-h]{3})\|([a-h]{3})#/g)) expect(again).toBe(word);
    expect(textsOf(3).join("")).toMatch(/#[a-h]{3}\|[a-h]{3}#/);
  });
  it("closes brackets in the order in which they were opened", () => {
    for (const text of textsOf(1)) {
      const open: string[] = [];
      for (const bracket of text) {
        if ("([{<".includes(bracket)) open.push(bracket);
        else if (open.length > 0) expect("([{<".indexOf(open.pop()!)).toBe(")]}>".indexOf(bracket)); // else it was opened before the text began
      }
    }
  });
  it("depends on seed and place alone", () => {
    const later = tinyBatch({ seed: 1, first: 8, sequences: 8, length: 40, text: "" });
    expect(later.symbols).toEqual(symbols.subarray(8 * 40, 16 * 40));
    expect(tinyBatch({ seed: 2, first: 0, sequences: 400, length: 40, text: "" }).symbols).not.toEqual(symbols);
  });
  it("reads one's own text as a domain more", () => {
    const text = "abcdefghij".repeat(10);
    const own = tinyBatch({ seed: 1, first: 0, sequences: 5, length: 20, text });
    expect(own.domainOfSequence[4]).toBe(4);
    expect(text).toContain(textOf(own.symbols.subarray(4 * 20)));
    expect(domainsOf({ text }).at(-1)).toBe("your text");
  });
});
