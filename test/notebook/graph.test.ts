import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { analyzeCell } from "../../src/notebook/analyze.ts";
import { dependencyOrder } from "../../src/notebook/dependency-order.ts";
import { notebookGraph, reachable } from "../../src/notebook/graph.ts";

const graphOf = (cells: Record<string, string>) =>
  notebookGraph(new Map(Object.entries(cells).map(([id, source]) => [id, analyzeCell(source)])));

describe("notebookGraph(analyses)", () => {
  it("joins cells by the names that they define and use", () => {
    const graph = graphOf({ use: "a + b + Math.PI", a: "const a = 1", b: "const b = a" });
    expect(graph.inputsOf.get("use")).toEqual(["a", "b"]);
    expect([...graph.upstreamOf.get("use")!]).toEqual(["a", "b"]);
    expect([...graph.downstreamOf.get("a")!]).toEqual(["use", "b"]);
    expect(graph.errorOf.size).toBe(0);
  });
  it("joins users of a name to all that define it", () => {
    const graph = graphOf({ one: "const a = 1", two: "const a = 2", use: "a" });
    expect([...graph.upstreamOf.get("use")!]).toEqual(["one", "two"]);
    expect([...graph.errorOf.keys()]).toEqual(["one", "two"]);
  });
  it("does not take a name that two packages export for the same", () => {
    const graph = graphOf({
      one: 'import { range } from "@observablehq/inputs"',
      two: 'import { range } from "@observablehq/plot"',
    });
    expect(graph.errorOf.get("one")!.message).toBe("range is defined more than once: here and in two");
  });
});

describe("dependencyOrder(cells)", () => {
  it("keeps the order of the page where nothing speaks against it", () => {
    expect(
      dependencyOrder([
        { id: "c", source: "1" },
        { id: "a", source: "2" },
        { id: "b", source: "3" },
      ]),
    ).toEqual(["c", "a", "b"]);
  });
  it("names every cell once, even in a circle or with errors", () => {
    expect(
      dependencyOrder([
        { id: "a", source: "const x = y" },
        { id: "b", source: "const y = x" },
        { id: "c", source: "const = 1" },
      ]).sort(),
    ).toEqual(["a", "b", "c"]);
  });
  // Cell i uses names of some cells below i, in any order of the page: all that it uses must come before it.
  it("puts every cell after what it needs", () => {
    const notebook = fc.integer({ min: 1, max: 12 }).chain((count) =>
      fc.tuple(
        fc.tuple(...Array.from({ length: count }, (_, i) => fc.subarray(Array.from({ length: i }, (_, j) => j)))),
        fc.shuffledSubarray(
          Array.from({ length: count }, (_, i) => i),
          { minLength: count, maxLength: count },
        ),
      ),
    );
    fc.assert(
      fc.property(notebook, ([needs, page]) => {
        const cells = page.map((i) => ({
          id: `c${i}`,
          source: `const x${i} = [${needs[i].map((j) => `x${j}`).join(", ")}]`,
        }));
        const order = dependencyOrder(cells);
        expect(order).toHaveLength(cells.length);
        for (const [i, ids] of needs.entries())
          for (const j of ids) expect(order.indexOf(`c${j}`)).toBeLessThan(order.indexOf(`c${i}`));
      }),
    );
  });
});

describe("reachable(from, edges)", () => {
  it("takes every way, and survives circles", () => {
    const edges = new Map([
      ["a", new Set(["b"])],
      ["b", new Set(["a", "c"])],
      ["d", new Set(["a"])],
    ]);
    expect([...reachable(["a"], edges)]).toEqual(["a", "b", "c"]);
  });
});
