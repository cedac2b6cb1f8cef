import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { plain } from "../../../src/notebook/kept/notebook.ts";
import { parseOld, withOld } from "../../../src/notebook/kept/old-storage.ts";
import { anyCells } from "../formats/any-cells.ts";

describe("parseOld(text)", () => {
  it("reads what earlier versions wrote", () => {
    fc.assert(
      fc.property(anyCells, (any) => {
        expect(parseOld(JSON.stringify({ version: 1, cells: any.map(({ id, source }) => [id, source]) }))).toEqual(any);
      }),
    );
  });
  it("takes nothing else for a notebook, and never throws", () => {
    for (const text of [
      "",
      "{}",
      "null",
      '{"version":2,"cells":[]}',
      '{"version":1,"cells":[]}',
      '{"version":1,"cells":[["a"]]}',
      '{"version":1,"cells":[["A","1"]]}',
    ])
      expect(parseOld(text)).toBeNull();
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(parseOld(text)).toBeNull();
      }),
    );
  });
});

describe("withOld(cells, old)", () => {
  it("adds what is not there, under names of its own", () => {
    const first = withOld(
      [],
      [
        { id: "a", source: "1" },
        { id: "b", source: "2" },
      ],
    );
    expect(
      plain(
        withOld(first, [
          { id: "a", source: "1" },
          { id: "b", source: "3" },
        ]),
      ),
    ).toEqual([
      { id: "a", source: "1" },
      { id: "b", source: "2" },
      { id: "cell-1", source: "3" },
    ]);
  });
  it("adds nothing a second time", () => {
    fc.assert(
      fc.property(anyCells, (any) => {
        const once = withOld([], any);
        expect(withOld(once, any)).toEqual(once);
      }),
    );
  });
});
