import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { authored, plain, type KeptCell } from "../../src/notebook/kept/notebook.ts";
import { append, move, putBack, takeOut, withNew, withState } from "../../src/notebook/scratch-cells.ts";
import { anyCells } from "./formats/any-cells.ts";

const cells = authored(["a", "b", "c"].map((id) => ({ id, source: id.toUpperCase() })));
const ids = (list: readonly KeptCell[]): string => list.map(({ id }) => id).join(" ");

describe("withNew(cells)", () => {
  it("adds an empty cell of the reader's, with a name and a key of its own", () => {
    const { cells: once, added } = withNew(cells);
    expect(ids(withNew(once).cells)).toBe("a b c cell-1 cell-2");
    expect(added).toEqual({ id: "cell-1", source: "", key: expect.any(String) });
    expect(withNew(once).added.key).not.toBe(added.key);
  });
});

describe("move(cells, key, by)", () => {
  it("changes places with the neighbor", () => {
    expect(ids(move(cells, "b", -1))).toBe("b a c");
    expect(ids(move(cells, "b", 1))).toBe("a c b");
  });
  it("leaves the ends where they are, and unknown cells", () => {
    expect(move(cells, "a", -1)).toBe(cells);
    expect(move(cells, "c", 1)).toBe(cells);
    expect(move(cells, "x", 1)).toBe(cells);
  });
});

describe("takeOut(cells, key), putBack(cells, taken)", () => {
  it("undo each other, wherever the cell stood", () => {
    fc.assert(
      fc.property(anyCells, fc.nat(), (any, n) => {
        const all = authored(any);
        const { cells: rest, taken } = takeOut(all, all[n % all.length].key)!;
        expect(putBack(rest, taken)).toEqual(all);
        expect(putBack(all, taken)).toBe(all);
      }),
    );
  });
  it("leave what was added and written meanwhile", () => {
    const { cells: rest, taken } = takeOut(cells, "b")!;
    const { cells: more, added } = withNew(rest);
    const written = withState(more, added.id, { source: "typed" });
    expect(putBack(written, taken).map(({ source }) => source)).toEqual(["A", "B", "C", "typed"]);
  });
  it("find another name where the old one was given away", () => {
    const { cells: rest, taken } = takeOut(cells, "c")!;
    expect(ids(putBack([...rest, { id: "c", source: "", key: "new" }], taken))).toBe("a b cell-1 c");
  });
});

describe("append(cells, added)", () => {
  it("keeps the names of the first notebook, and makes the rest the reader's own", () => {
    const both = append(cells, [
      { id: "b", source: "2" },
      { id: "d", source: "3", controls: [4] },
    ]);
    expect(plain(both).slice(3)).toEqual([
      { id: "cell-1", source: "2" },
      { id: "d", source: "3", controls: [4] },
    ]);
    expect(both.slice(3).every(({ original }) => original === undefined)).toBe(true);
  });
});

describe("withState(cells, id, state)", () => {
  it("replaces code and places of controls, and nothing else", () => {
    const moved = withState(cells, "a", { source: "A", controls: [7168] });
    expect(moved[0]).toEqual({ ...cells[0], controls: [7168] });
    expect(withState(moved, "a", { source: "A" })).toEqual(cells);
  });
});
