/** Fill-in-the-middle: the report's order, and how often and where documents are cut. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drawMiddleCuts, fillInTheMiddle, publishedFillInTheMiddle } from "../../../src/compute/index.ts";

describe("fillInTheMiddle(document, { from, to })", () => {
  it("puts prefix, suffix and middle in the order of the report", () => {
    expect(fillInTheMiddle("let x = 1;", { from: 4, to: 7 })).toEqual({
      text: "<|fim_begin|>let <|fim_hole|> 1;<|fim_end|>x =<|eos_token|>",
      prefix: "let ",
      middle: "x =",
      suffix: " 1;",
    });
  });
  it("cuts no character in two", () => {
    expect(fillInTheMiddle("a😀b", { from: 1, to: 2 })).toMatchObject({ prefix: "a", middle: "😀", suffix: "b" });
  });
  it("loses nothing", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.nat(), fc.nat(), (document, a, b) => {
        const length = Array.from(document).length;
        const [from, to] = [a % (length + 1), b % (length + 1)].sort((x, y) => x - y);
        const { prefix, middle, suffix } = fillInTheMiddle(document, { from, to });
        expect(prefix + middle + suffix).toBe(document);
      }),
    );
  });
  it("names what it refuses", () => {
    expect(() => fillInTheMiddle("text", { from: 0, to: 5 })).toThrow(new RangeError("to must be at most 4 (got 5)"));
    expect(() => fillInTheMiddle("text", { from: 3, to: 2 })).toThrow(new RangeError("from must be at most 2 (got 3)"));
  });
});

describe("drawMiddleCuts(lengths, { rate, seed })", () => {
  const length = 100;
  const documents = 20_000;
  const { chosen, from, to } = drawMiddleCuts(
    Array.from({ length: documents }, () => length),
    { seed: 3 },
  );
  const count = chosen.reduce((sum, one) => sum + one, 0);
  it("takes a tenth of the documents, as the report does", () => {
    // Five standard deviations of a binomial: 5 √(20,000 · 0.1 · 0.9) = 212.
    expect(publishedFillInTheMiddle.rate).toBe(0.1);
    expect(Math.abs(count - 0.1 * documents)).toBeLessThan(212);
  });
  it("cuts twice, each place as likely as any other", () => {
    // |a − b| of two uniform places from 0 to n has mean n (n + 2) / (3 (n + 1)), 33.66 for n = 100, and a deviation of
    // about n/√18 = 23.6; a mean of 2,000 is within five errors of 0.53.
    let sum = 0;
    let places = 0;
    for (let i = 0; i < documents; i++) {
      sum += to[i] - from[i];
      places += chosen[i] * (from[i] + to[i]);
    }
    expect(Math.abs(sum / count - (100 * 102) / (3 * 101))).toBeLessThan(5 * 0.53);
    // The mean of both places is n/2; a place deviates by 29.2, and 4,000 of them by 0.46 on average.
    expect(Math.abs(places / count / 2 - 50)).toBeLessThan(5 * 0.46);
  });
  it("takes none at rate 0 and all at rate 1", () => {
    expect(drawMiddleCuts([3, 4], { rate: 0, seed: 1 })).toEqual({
      chosen: Uint8Array.of(0, 0),
      from: new Uint32Array(2),
      to: new Uint32Array(2),
    });
    expect(drawMiddleCuts([3, 4], { rate: 1, seed: 1 }).chosen).toEqual(Uint8Array.of(1, 1));
  });
});
