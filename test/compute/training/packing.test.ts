/** Documents in sequences: against a program that goes token by token, by hand, and by what must always hold. */
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  crossDocumentShare,
  packDocuments,
  packingRules,
  sampleDocumentLengths,
  type PackingRule,
} from "../../../src/compute/index.ts";

type Summary = { sequences: number; padding: number; crossShare: number; cutDocuments: number; needlesslyCut: number };
const reference = JSON.parse(readFileSync(new URL("../../reference/packing.json", import.meta.url), "utf8")) as {
  lengths: number[];
} & Record<PackingRule, Summary>;

describe("packDocuments(lengths, { sequenceLength, rule })", () => {
  it.each(packingRules)("packs 1,500 documents by %s as the reference does", (rule) => {
    const packing = packDocuments(reference.lengths, { sequenceLength: 4096, rule });
    const { crossShare, ...counts } = reference[rule];
    expect(packing).toMatchObject(counts);
    expect(Math.abs(crossDocumentShare(packing) - crossShare)).toBeLessThan(1e-12);
  });
  // Lengths 3, 9, 2 in sequences of 4. One after the other: 3 1|4|4|2 + 2 of padding; the second document is cut into
  // 1, 4 and 4, where three pieces are needed anyway; the third is whole.
  it("cuts where a sequence ends", () => {
    const { sequenceOfPiece, documentOfPiece, startOfPiece, lengthOfPiece, padding, cutDocuments, needlesslyCut } =
      packDocuments([3, 9, 2], { sequenceLength: 4, rule: "concatenation" });
    expect([sequenceOfPiece, documentOfPiece, startOfPiece, lengthOfPiece].map((list) => Array.from(list))).toEqual([
      [0, 0, 1, 2, 3],
      [0, 1, 1, 1, 2],
      [0, 0, 1, 5, 0],
      [3, 1, 4, 4, 2],
    ]);
    expect([padding, cutDocuments, needlesslyCut]).toEqual([2, 1, 0]);
  });
  // Best fit: 4 and 4 of the second document first; then rests 3, 2, 1: 3 opens a sequence, 2 another, and 1 goes where 1 is left.
  it("fits rests where the least room is left", () => {
    const { sequenceOfPiece, documentOfPiece, startOfPiece, padding, sequences } = packDocuments([3, 9, 2], {
      sequenceLength: 4,
      rule: "best-fit",
    });
    expect([sequenceOfPiece, documentOfPiece, startOfPiece].map((list) => Array.from(list))).toEqual([
      [0, 1, 2, 2, 3],
      [1, 1, 0, 1, 2],
      [0, 4, 0, 8, 0],
    ]);
    expect([padding, sequences]).toEqual([2, 4]);
  });
  it("keeps every token once and fills no sequence beyond its end", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 60 }),
        fc.integer({ min: 1, max: 64 }),
        fc.constantFrom(...packingRules),
        (lengths, sequenceLength, rule) => {
          const packing = packDocuments(lengths, { sequenceLength, rule });
          const seen = lengths.map((length) => Array.from({ length }, () => 0));
          const filled = Array.from({ length: packing.sequences }, () => 0);
          packing.sequenceOfPiece.forEach((sequence, piece) => {
            filled[sequence] += packing.lengthOfPiece[piece];
            for (let i = 0; i < packing.lengthOfPiece[piece]; i++)
              seen[packing.documentOfPiece[piece]][packing.startOfPiece[piece] + i]++;
          });
          expect(seen.flat().every((times) => times === 1)).toBe(true);
          expect(filled.every((tokens) => tokens > 0 && tokens <= sequenceLength)).toBe(true);
          expect(packing.padding).toBe(filled.reduce((sum, tokens) => sum + sequenceLength - tokens, 0));
          if (rule === "best-fit") expect(packing.needlesslyCut).toBe(0);
        },
      ),
    );
  });
  it("names what it refuses", () => {
    expect(() => packDocuments([4, 0], { sequenceLength: 4, rule: "best-fit" })).toThrow(
      new RangeError("lengths[1] must be at least 1 (got 0)"),
    );
    expect(() => packDocuments([], { sequenceLength: 4, rule: "best-fit" })).toThrow(
      new RangeError("lengths must have 1 to 1000000 entries (got 0)"),
    );
    expect(() => packDocuments([4], { sequenceLength: 4, rule: "worst-fit" as "best-fit" })).toThrow(
      /^rule must be one of .*\(got "worst-fit"\)$/,
    );
  });
});

describe("crossDocumentShare(packing)", () => {
  // k documents of 4,096/k tokens fill a sequence: 1 − k · (n/k)(n/k + 1)/2 / (n (n + 1)/2), n = 4,096; for k = 2
  // 1 − 2 · 2,098,176 / 8,390,656 = 0.49988.
  it.each([
    [2, 0.49988],
    [4, 0.74982],
    [8, 0.87479],
    [16, 0.93727],
  ])("is, of %d equal documents in one sequence, %d", (documents, share) => {
    const lengths = Array.from({ length: documents }, () => 4096 / documents);
    for (const rule of packingRules)
      expect(crossDocumentShare(packDocuments(lengths, { sequenceLength: 4096, rule }))).toBeCloseTo(share, 5);
  });
  it("is nothing where each sequence holds one document", () => {
    expect(crossDocumentShare(packDocuments([8, 8, 5], { sequenceLength: 8, rule: "concatenation" }))).toBe(0);
  });
});

describe("sampleDocumentLengths({ documents, median, spread, seed })", () => {
  it("has half of the documents below the median, and a logarithm that spreads as asked", () => {
    const lengths = sampleDocumentLengths({ documents: 20_000, median: 735, spread: 1.2, seed: 5 });
    const logarithms = Array.from(lengths, Math.log);
    const mean = logarithms.reduce((sum, value) => sum + value, 0) / lengths.length;
    const deviation = Math.sqrt(logarithms.reduce((sum, value) => sum + (value - mean) ** 2, 0) / lengths.length);
    // Five errors: of a share of 20,000, 5 · 0.5/√20,000 = 0.018; of a deviation, 5 · 1.2/√40,000 = 0.03.
    expect(Math.abs(lengths.filter((length) => length < 735).length / 20_000 - 0.5)).toBeLessThan(0.018);
    expect(Math.abs(deviation - 1.2)).toBeLessThan(0.03);
  });
  it("gives the median where nothing spreads", () => {
    expect(sampleDocumentLengths({ documents: 2, median: 1024, spread: 0, seed: 1 })).toEqual(
      Uint32Array.of(1024, 1024),
    );
  });
});
