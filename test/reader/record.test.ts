import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { emptyRecord, mergeRecords, readRecord, type ReaderRecord } from "../../src/reader/record.ts";

const answer = (given: string, at: number) => ({ given: [given], seed: 0, isRight: true, at });

describe("readRecord(text)", () => {
  it("reads what was written", () => {
    const record: ReaderRecord = {
      format: 1,
      answers: { bubble: answer("14", 5) },
      read: { "1-what": 7 },
      notes: { "1-what": { text: "x", at: 3 } },
    };
    expect(readRecord(JSON.stringify(record))).toEqual(record);
  });
  it("refuses what is no record, or of another format, and leaves damaged entries out", () => {
    for (const text of ["", "[]", "null", '{"format":2}']) expect(readRecord(text)).toBeNull();
    expect(
      readRecord(
        '{"format":1,"answers":{"a":{"given":[1]},"b":{"given":["1"],"seed":0,"isRight":false,"at":1}},"read":{"c":"x"},"notes":3}',
      ),
    ).toEqual({ ...emptyRecord(), answers: { b: { given: ["1"], seed: 0, isRight: false, at: 1 } } });
  });
});

describe("mergeRecords(a, b)", () => {
  it("takes what was written last, and when a chapter was read first", () => {
    const a: ReaderRecord = {
      format: 1,
      answers: { x: answer("old", 1), y: answer("new", 9) },
      read: { c: 5 },
      notes: {},
    };
    const b: ReaderRecord = {
      format: 1,
      answers: { x: answer("new", 2), y: answer("old", 3) },
      read: { c: 4, d: 6 },
      notes: { c: { text: "n", at: 1 } },
    };
    expect(mergeRecords(a, b)).toEqual({
      format: 1,
      answers: { x: answer("new", 2), y: answer("new", 9) },
      read: { c: 4, d: 6 },
      notes: { c: { text: "n", at: 1 } },
    });
  });
  it("takes the model and cluster that were said last", () => {
    const said = (gpus: number, at: number): ReaderRecord => ({ ...emptyRecord(), mine: { values: { gpus }, at } });
    expect(mergeRecords(said(8, 1), said(16, 2)).mine?.values).toEqual({ gpus: 16 });
    expect(mergeRecords(said(8, 1), emptyRecord()).mine?.values).toEqual({ gpus: 8 });
    expect(readRecord(JSON.stringify(said(8, 1)))).toEqual(said(8, 1));
    expect(
      readRecord(JSON.stringify({ ...emptyRecord(), mine: { values: { gpus: [8], a: "b" }, at: 1 } }))?.mine,
    ).toEqual({
      values: { a: "b" },
      at: 1,
    });
  });
  it("changes nothing the second time, nor with itself", () => {
    const at = fc.integer({ min: 0, max: 5 });
    const id = fc.constantFrom("a", "b", "c");
    const record = fc.record({
      format: fc.constant(1 as const),
      answers: fc.dictionary(id, fc.record({ given: fc.array(fc.string()), seed: at, isRight: fc.boolean(), at })),
      read: fc.dictionary(id, at),
      notes: fc.dictionary(id, fc.record({ text: fc.string(), at })),
    });
    fc.assert(
      fc.property(record, record, (a, b) => {
        const both = mergeRecords(a, b);
        expect(mergeRecords(both, b)).toEqual(both);
        expect(mergeRecords(a, a)).toEqual(a);
      }),
    );
  });
});
