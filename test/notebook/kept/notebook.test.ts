import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { authored, changedCells, format, owned, plain, readNotebook } from "../../../src/notebook/kept/notebook.ts";
import { anyCells } from "../formats/any-cells.ts";

const author = [
  { id: "a", source: "1" },
  { id: "b", source: "2" },
];

describe("readNotebook(record)", () => {
  it("gives back what was written", () => {
    fc.assert(
      fc.property(anyCells, (any) => {
        const notebook = { id: "mine", version: 3, name: "My notebook", cells: owned(any), changedAt: 5 };
        expect(readNotebook({ format, ...notebook })).toEqual(notebook);
        expect(plain(notebook.cells)).toEqual(any);
      }),
    );
  });
  it("takes nothing else for a notebook, a later format least of all", () => {
    const record = { format, id: "mine", version: 1, name: "", cells: authored(author), changedAt: 0 };
    expect(readNotebook(record)).not.toBeNull();
    for (const wrong of [
      { ...record, format: format + 1 },
      { ...record, cells: author },
      { ...record, cells: [{ key: "k", id: "a" }] },
      { ...record, version: "1" },
      { ...record, author: {} },
      { ...record, cells: [record.cells[0], record.cells[0]] },
      null,
      "text",
      [],
    ]) {
      expect(readNotebook(wrong)).toBeNull();
    }
    fc.assert(
      fc.property(fc.anything(), (any) => {
        expect(readNotebook(any)).toBeNull();
      }),
    );
  });
});

describe("changedCells(cells, author)", () => {
  it("counts what was written, moved, added and deleted", () => {
    const cells = authored(author);
    expect(changedCells(cells, author)).toBe(0);
    expect(changedCells([{ ...cells[0], source: "3" }, cells[1]], author)).toBe(1);
    expect(changedCells([{ ...cells[0], controls: [7168] }, cells[1]], author)).toBe(1);
    expect(changedCells([cells[1]], author)).toBe(1);
    expect(changedCells([...cells, ...owned([{ id: "c", source: "" }])], author)).toBe(1);
  });
});
