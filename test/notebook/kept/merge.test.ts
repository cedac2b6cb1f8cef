import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { merge } from "../../../src/notebook/kept/merge.ts";
import type { KeptCell } from "../../../src/notebook/kept/notebook.ts";

const cell = (key: string, source = key, id = key): KeptCell => ({ key, id, source });
const base = ["a", "b", "c"].map((key) => cell(key));
const written = (cells: readonly KeptCell[], key: string, source: string): KeptCell[] =>
  cells.map((one) => (one.key === key ? { ...one, source } : one));
const without = (cells: readonly KeptCell[], key: string): KeptCell[] => cells.filter((one) => one.key !== key);
const shown = (cells: readonly KeptCell[]): string =>
  cells.map(({ key, source }) => (key === source ? key : `${key}=${source}`)).join(" ");

describe("merge(base, mine, theirs)", () => {
  it("takes what either side wrote, added, deleted and moved", () => {
    expect(shown(merge(base, written(base, "a", "1"), written(base, "b", "2")).cells)).toBe("a=1 b=2 c");
    expect(shown(merge(base, [...base, cell("d")], [cell("e"), ...base]).cells)).toBe("e a b c d");
    expect(shown(merge(base, without(base, "a"), without(base, "c")).cells)).toBe("b");
    expect(shown(merge(base, [base[2], base[0], base[1]], [...base.slice(0, 2), cell("d"), base[2]]).cells)).toBe(
      "c a b d",
    );
  });
  it("brings back a cell that one side deleted while the other wrote in it", () => {
    expect(shown(merge(base, without(base, "b"), written(base, "b", "2")).cells)).toBe("a b=2 c");
    expect(shown(merge(base, written(base, "b", "2"), without(base, "b")).cells)).toBe("a b=2 c");
  });
  it("keeps mine where both wrote in a cell, and says so", () => {
    expect(merge(base, written(base, "b", "mine"), written(base, "b", "theirs"))).toEqual({
      cells: written(base, "b", "mine"),
      conflicts: ["b"],
    });
    expect(merge(base, written(base, "b", "same"), written(base, "b", "same")).conflicts).toEqual([]);
  });
  it("takes the last place of a control, without a copy", () => {
    const at = (value: number): KeptCell[] =>
      base.map((one) => (one.key === "a" ? { ...one, controls: [value] } : one));
    expect(merge(base, at(1), at(2))).toEqual({ cells: at(1), conflicts: [] });
    expect(merge(at(1), at(1), at(2))).toEqual({ cells: at(2), conflicts: [] });
    expect(merge(base, at(1), written(base, "a", "code")).cells).toEqual(written(base, "a", "code"));
  });
  it("renames the newer of two cells that were given one name in two tabs", () => {
    const [mine, theirs] = [cell("k1", "1", "cell-1"), cell("k2", "2", "cell-1")];
    expect(merge([], [mine], [theirs]).cells).toEqual([{ ...mine, id: "cell-2" }, theirs]);
  });

  const keys = fc.constantFrom("a", "b", "c", "d");
  const anyBase = fc.uniqueArray(keys, { minLength: 0, maxLength: 4 }).map((all) => all.map((key) => cell(key, "0")));
  /** Up to four steps of a reader: writing, deleting, adding, moving. Each writes a text that nobody else writes. */
  const steps = (who: string) =>
    fc
      .array(fc.record({ kind: fc.constantFrom("write", "delete", "add", "move"), at: fc.nat(9) }), { maxLength: 4 })
      .map(
        (list) =>
          (from: readonly KeptCell[]): KeptCell[] =>
            list.reduce<KeptCell[]>(
              (cells, { kind, at }, i) => {
                const place = cells.length === 0 ? 0 : at % cells.length;
                if (kind === "add") return cells.toSpliced(place, 0, cell(`${who}${i}`, `${who} added ${i}`, "cell-1"));
                if (cells.length === 0) return cells;
                if (kind === "delete") return cells.toSpliced(place, 1);
                if (kind === "move") return cells.toSpliced(place, 1).toSpliced(0, 0, cells[place]);
                return cells.with(place, { ...cells[place], source: `${who} wrote ${i}` });
              },
              [...from],
            ),
      );

  it("drops no text that anybody wrote: it is in the result, or its cell is named as a conflict", () => {
    fc.assert(
      fc.property(anyBase, steps("mine"), steps("theirs"), (start, mineOf, theirsOf) => {
        const [mine, theirs] = [mineOf(start), theirsOf(start)];
        const { cells, conflicts } = merge(start, mine, theirs);
        const there = new Set(cells.map(({ source }) => source));
        for (const { source } of mine) if (source !== "0") expect(there).toContain(source);
        for (const { key, source } of theirs)
          if (source !== "0") expect(there.has(source) || conflicts.includes(key)).toBe(true);
        expect(new Set(cells.map(({ id }) => id)).size).toBe(cells.length);
        expect(new Set(cells.map(({ key }) => key)).size).toBe(cells.length);
      }),
      { numRuns: 500 },
    );
  });
  it("changes nothing when it is done a second time", () => {
    fc.assert(
      fc.property(anyBase, steps("mine"), steps("theirs"), (start, mineOf, theirsOf) => {
        const mine = mineOf(start);
        const { cells } = merge(start, mine, theirsOf(start));
        const again = merge(start, mine, cells);
        expect(again.conflicts).toEqual([]);
        expect(new Map(again.cells.map(({ key, source }) => [key, source]))).toEqual(
          new Map(cells.map(({ key, source }) => [key, source])),
        );
      }),
      { numRuns: 500 },
    );
  });
});
