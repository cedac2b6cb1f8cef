import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { append, insertAfter, move } from "../../src/notebook/scratch-cells.ts";
import { anyCells } from "./formats/any-cells.ts";

const cells = ["a", "b", "c"].map((id) => ({ id, source: id.toUpperCase() }));
const ids = (list: readonly { id: string }[]): string => list.map(({ id }) => id).join(" ");

describe("insertAfter(cells, after)", () => {
  it("puts a cell with a name of its own after the one named, else at the end", () => {
    expect(ids(insertAfter(cells, "a").cells)).toBe("a cell-1 b c");
    expect(ids(insertAfter(cells, null).cells)).toBe("a b c cell-1");
    expect(insertAfter([], null, "1")).toEqual({ cells: [{ id: "cell-1", source: "1" }], id: "cell-1" });
  });
});

describe("move(cells, id, by)", () => {
  it("changes places with the neighbor", () => {
    expect(ids(move(cells, "b", -1))).toBe("b a c");
    expect(ids(move(cells, "b", 1))).toBe("a c b");
  });
  it("leaves the ends where they are, and unknown names", () => {
    expect(move(cells, "a", -1)).toBe(cells);
    expect(move(cells, "c", 1)).toBe(cells);
    expect(move(cells, "x", 1)).toBe(cells);
  });
  it("is undone by the opposite move", () => {
    fc.assert(fc.property(anyCells, fc.nat(), (any, n) => {
      const { id } = any[n % any.length];
      const moved = move(any, id, 1);
      if (moved !== any) expect(move(moved, id, -1)).toEqual(any);
    }));
  });
});

describe("append(cells, added)", () => {
  it("keeps the names of the first notebook", () => {
    expect(append(cells, [{ id: "b", source: "2" }, { id: "d", source: "3" }])).toEqual([...cells, { id: "cell-1", source: "2" }, { id: "d", source: "3" }]);
  });
});
