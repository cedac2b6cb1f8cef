import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";
import { afterEach, describe, expect, it } from "vitest";
import * as v3 from "../../src/compute/index.ts";
import type { CellSource } from "../../src/notebook/cell.ts";
import { inspectedText } from "../../src/notebook/display/inspect.ts";
import type { DisplayTree } from "../../src/notebook/display/tree.ts";
import { createEngine, type CellOutcome, type Engine } from "../../src/notebook/engine.ts";

const { document } = parseHTML("<!doctype html><html><body></body></html>");
let open: Engine[] = [];
afterEach(() => {
  for (const engine of open) engine.dispose();
  open = [];
});

/** An engine, the order in which cells began since the last look, and what each came to. */
function notebook() {
  const began: string[] = [];
  const outcomes = new Map<string, CellOutcome>();
  const engine = createEngine(
    { v3, Plot, document },
    { started: (id) => void began.push(id), finished: (id, outcome) => void outcomes.set(id, outcome) },
  );
  open.push(engine);
  return {
    engine,
    async run(cells: Record<string, string>, ids = Object.keys(cells)): Promise<string[]> {
      engine.setCells(list(cells));
      engine.run(ids);
      await engine.settled();
      return began.splice(0);
    },
    async set(cells: Record<string, string>): Promise<string[]> {
      engine.setCells(list(cells));
      await engine.settled();
      return began.splice(0);
    },
    async input(id: string, view: number, value: unknown): Promise<string[]> {
      engine.input(id, view, value);
      await engine.settled();
      return began.splice(0);
    },
    shown: (id: string): string => outcomes.get(id)!.outputs.map(textOf).join(" "),
    error: (id: string) => outcomes.get(id)!.error,
    outputs: (id: string) => outcomes.get(id)!.outputs,
  };
}

const list = (cells: Record<string, string>): CellSource[] =>
  Object.entries(cells).map(([id, source]) => ({ id, source }));
const textOf = (tree: DisplayTree): string =>
  tree.kind === "value" ? inspectedText(tree.value) : tree.kind === "text" ? tree.text : tree.kind;

describe("createEngine(environment, observer)", () => {
  it("runs cells in the order of their needs, not of the page", async () => {
    const { run, shown } = notebook();
    expect(await run({ sum: "display(a + b)", b: "const b: number = a * 2", a: "const a = 20" })).toEqual([
      "a",
      "b",
      "sum",
    ]);
    expect(shown("sum")).toBe("60");
  });

  it("runs what a cell needs and all that depends on it, and nothing else", async () => {
    const { run } = notebook();
    const cells = {
      a: "const a = 1",
      b: "const b = a",
      c: "const c = b",
      other: "const other = 1",
      d: "c + other",
      e: "other",
    };
    expect((await run(cells, ["b"])).sort()).toEqual(["a", "b", "c", "d", "other"]);
    expect(await run(cells, ["c"])).toEqual(["c", "d"]);
  });

  it("runs just the dependents of a changed cell", async () => {
    const { run, set, shown } = notebook();
    const cells = { a: "const a = 1", b: "const b = 10", sum: "a + b", double: "const double = 2 * b", show: "double" };
    await run(cells);
    expect(await set({ ...cells, a: "const a = 5" })).toEqual(["a", "sum"]);
    expect(shown("sum")).toBe("15");
    expect(await set({ ...cells, a: "const a = 5" })).toEqual([]);
  });

  it("leaves cells at rest that were never asked for", async () => {
    const { run, set } = notebook();
    await run({ a: "const a = 1" });
    expect(await set({ a: "const a = 2", new: "a", alone: "1" })).toEqual(["a"]);
  });

  it("says in each of two cells that a name is defined twice, and heals", async () => {
    const { run, set, error, shown } = notebook();
    await run({ a: "const x = 1", b: "1;\nconst x = 2", use: "x" });
    expect(error("a")).toEqual({ message: "x is defined more than once: here and in b", line: 1 });
    expect(error("b")).toEqual({ message: "x is defined more than once: here and in a", line: 2 });
    expect(error("use")).toEqual({ message: "x has no value: x is defined more than once: here and in b" });
    await set({ a: "const x = 1", b: "const y = 2", use: "x" });
    expect([error("a"), error("b"), error("use")]).toEqual([null, null, null]);
    expect(shown("use")).toBe("1");
  });

  it("takes the same import in several cells for one", async () => {
    const { run, error } = notebook();
    const line = 'import { kvCacheBytesPerToken } from "v3-companion/compute";';
    await run({
      a: `${line}\ntypeof kvCacheBytesPerToken`,
      b: `${line}\ntypeof kvCacheBytesPerToken`,
      c: "typeof kvCacheBytesPerToken",
    });
    expect([error("a"), error("b"), error("c")]).toEqual([null, null, null]);
  });

  it("says that an import does not exist", async () => {
    const { run, error } = notebook();
    await run({ a: '\nimport { nothing } from "v3-companion/compute";' });
    expect(error("a")).toEqual({ message: "nothing is not exported", line: 2 });
  });

  it("follows a name that moves from one cell to another", async () => {
    const { run, set, shown } = notebook();
    await run({ a: "const x = 1", b: "const y = 2", use: "x" });
    await set({ a: "const z = 1", b: "const x = 2", use: "x" });
    expect(shown("use")).toBe("2");
  });

  it("names a circle in each cell of it, and heals", async () => {
    const { run, set, error, shown } = notebook();
    await run({ a: "const a = b", b: "const b = c", c: "const c = a", use: "a" });
    expect(error("a")).toEqual({ message: "Circular definition: a needs b needs c needs a" });
    expect(error("c")).toEqual({ message: "Circular definition: c needs a needs b needs c" });
    expect(error("use")!.message).toMatch(/^a has no value: Circular definition/);
    await set({ a: "const a = b", b: "const b = c", c: "const c = 3", use: "a" });
    expect(shown("use")).toBe("3");
  });

  it("gives the line of an error, and what depends on the cell says why it has no value", async () => {
    const { run, error } = notebook();
    await run({
      a: 'const ok = 1;\n\nif (ok) throw new TypeError("no");\nconst a = 1',
      b: "const b = a",
      c: "b",
      async: "await null;\nawait null;\nnope",
      deep: "interface A {\n  a: number\n}\nconst f = (): never => {\n  throw new RangeError(`x must be 1 (got 2)`);\n};\nf()",
      compute: "\nv3.createRandom(-1)",
      thrown: 'throw "text"',
    });
    expect(error("a")).toEqual({ message: "TypeError: no", line: 3 });
    expect(error("b")).toEqual({ message: "a has no value: no" });
    expect(error("c")).toEqual({ message: "b has no value: no" });
    expect(error("async")).toEqual({ message: "ReferenceError: nope is not defined", line: 3 });
    expect(error("deep")).toEqual({ message: "RangeError: x must be 1 (got 2)", line: 5 });
    expect(error("compute")).toMatchObject({ line: 2 });
    expect(error("thrown")).toEqual({ message: "text" });
  });

  it("runs again after an error in what it needs is gone", async () => {
    const { run, set, shown, error } = notebook();
    await run({ a: "const a = ;", b: "a" });
    expect(error("a")).toEqual({ message: "Unexpected token", line: 1 });
    expect(error("b")).toEqual({ message: "ReferenceError: a is not defined", line: 1 });
    await set({ a: "const a = 4;", b: "a" });
    expect([shown("b"), error("b")]).toEqual(["4", null]);
  });

  it("lets go of a removed cell", async () => {
    const { run, set, error } = notebook();
    await run({ a: "const a = 1", b: "a" });
    await set({ b: "a" });
    expect(error("b")).toEqual({ message: "ReferenceError: a is not defined", line: 1 });
  });

  it("runs what uses a control when it is moved, and nothing when it is not", async () => {
    const { run, input, shown, outputs } = notebook();
    await run({
      x: "const x = view(Inputs.range([0, 10], { step: 1, value: 3 })), other = 1",
      double: "const double = 2 * x",
      show: "double",
      unmoved: "other",
    });
    expect(outputs("x")).toEqual([
      { kind: "control", view: 0, control: { kind: "range", label: "", min: 0, max: 10, step: 1, value: 3 } },
    ]);
    expect(shown("show")).toBe("6");
    expect(await input("x", 0, 7)).toEqual(["double", "show"]);
    expect(shown("show")).toBe("14");
    expect(await input("x", 0, 7.2)).toEqual([]); // the same step
    expect(await input("x", 0, "7")).toEqual([]);
    expect(await input("x", 1, 7)).toEqual([]);
    expect(await input("x", 0, 8)).toEqual(["double", "show"]);
    expect(shown("show")).toBe("16");
  });

  it("reaches cells that never ran when a control is moved", async () => {
    const { run, input, shown } = notebook();
    await run({ x: "const x = view(Inputs.toggle())", a: "x", b: "[x, y]", y: "const y = 1" }, ["y"]);
    await run({ x: "const x = view(Inputs.toggle())", a: "x", b: "[x, y]", y: "const y = 1" }, ["x"]);
    expect((await input("x", 0, true)).sort()).toEqual(["a", "b"]);
    expect(shown("b")).toBe("[true, 1]");
  });

  it("hands functions, promises and generators from cell to cell as they are", async () => {
    const { run, shown } = notebook();
    await run({
      a: "const f = (x) => x + 1, p = Promise.resolve(2), g = (function* () { yield 3; })(), then = () => {}",
      b: "[f(1), await p, g.next().value, typeof then]",
    });
    expect(shown("b")).toBe('[2, 2, 3, "function"]');
  });

  it("shows the value of a cell that is one expression, unless it displays by itself", async () => {
    const { run, shown } = notebook();
    await run({ a: "1 + 1; // two", b: "display(3)", c: "const c = 1", d: "undefined", e: "console.log(1, 'two')" });
    expect([shown("a"), shown("b"), shown("c"), shown("d"), shown("e")]).toEqual(["2", "3", "", "", "1 two"]);
  });

  it("counts outputs beyond the hundredth", async () => {
    const { run, outputs } = notebook();
    await run({ a: "for (let i = 0; i < 1e6; i++) display(i)" });
    expect(outputs("a")).toHaveLength(101);
    expect(outputs("a").at(-1)).toEqual({ kind: "text", text: "… and 999,900 more outputs, which are not shown." });
  });

  it("takes no more characters than a page can show", async () => {
    const { run, outputs } = notebook();
    await run({
      a: "for (let i = 0; i < 100; i++) display(Array.from({ length: 100 }, (_, i) => Array.from({ length: 100 }, (_, j) => 'x'.repeat(500))))",
    });
    expect(JSON.stringify(outputs("a")).length).toBeLessThan(2_100_000);
    expect(textOf(outputs("a").at(-1)!)).toMatch(/more outputs/);
  });

  it("drops what an earlier run displays late", async () => {
    const { run, shown } = notebook();
    await run({ a: "setTimeout(() => display('late'), 30); display('first')" });
    await run({ a: "display('second')" });
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(shown("a")).toBe("second");
  });

  it("refuses an id twice and an id that is not there", () => {
    const { engine } = notebook();
    expect(() =>
      engine.setCells([
        { id: "a", source: "" },
        { id: "a", source: "" },
      ]),
    ).toThrow(new RangeError("cells must have ids of their own (got a, a)"));
    expect(() => engine.run(["b"])).toThrow(new RangeError("id must be that of a cell (got b)"));
  });
});
