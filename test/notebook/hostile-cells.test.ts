import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";
import { describe, expect, it } from "vitest";
import * as v3 from "../../src/compute/index.ts";
import { renderText } from "../../src/notebook/display/text.ts";
import { createEngine } from "../../src/notebook/engine.ts";
import { fromJupyter } from "../../src/notebook/formats/jupyter.ts";
import { fromScript, toScript } from "../../src/notebook/formats/script.ts";
import { plotFor } from "../../src/notebook/plot.ts";
import { processorTime } from "../processor-time.ts";

const { document } = parseHTML("<!doctype html><html><body></body></html>");
const { Plot: ownPlot } = plotFor(Plot, document);

/** What each of these cells came to: its error, or what it shows. */
async function outcomes(...sources: string[]): Promise<string[]> {
  const found = new Map<string, string>();
  const engine = createEngine(
    { v3, Plot: ownPlot, document },
    {
      finished: (id, { outputs, error }) =>
        void found.set(id, error ? `error: ${error.message}` : outputs.map(renderText).join(" ")),
    },
  );
  const cells = sources.map((source, i) => ({ id: `c${i}`, source }));
  engine.setCells(cells);
  engine.run(cells.map(({ id }) => id));
  await engine.settled();
  engine.dispose();
  return cells.map(({ id }) => found.get(id) ?? "nothing");
}

const unreadable = "error: The cell threw something that cannot be shown.";

describe("a cell that throws", () => {
  it.each([
    ["an object without a prototype", "throw Object.create(null)", unreadable],
    [
      "an error whose message throws",
      "const e = new Error('x'); Object.defineProperty(e, 'message', { get() { throw e } }); throw e",
      unreadable,
    ],
    [
      "an error whose message throws at the second look",
      "let n = 0; const e = new Error('x'); Object.defineProperty(e, 'message', { get() { if (n++) throw e; return 'once' } }); throw e",
      unreadable,
    ],
    [
      "a proxy that traps everything",
      "throw new Proxy({}, new Proxy({}, { get() { return () => { throw 1 } } }))",
      unreadable,
    ],
    ["a symbol", "throw Symbol('s')", "error: Symbol(s)"],
    ["nothing", "throw undefined", "error: undefined"],
    ["an object that is a promise", "throw { then: 1, toString: () => 'mine' }", "error: mine"],
    [
      "an error of 18 million characters",
      "throw new Error('x'.repeat(18e6))",
      `error: ${"x".repeat(2_000)}… (17998000 more characters)`,
    ],
  ])("comes to an end: %s", async (_, source, outcome) => {
    expect(await outcomes(source)).toEqual([outcome]);
    expect(await outcomes(`await null; ${source}`)).toEqual([outcome]);
  });
});

describe("a cell that displays", () => {
  it.each([
    ["an instance of a class with a static name", "class X { static name = 5 }; display(new X())", "{}"],
    [
      "a class whose name throws",
      "class X { static get name() { throw 1 } }; display(X)",
      "This value cannot be shown: it throws when it is looked at.",
    ],
    [
      "a proxy that traps everything",
      "display(new Proxy({}, new Proxy({}, { get() { return () => { throw 1 } } })))",
      "This value cannot be shown: it throws when it is looked at.",
    ],
    [
      "a node that is none",
      "display({ nodeType: 1, childNodes: 5 })",
      "This value cannot be shown: it throws when it is looked at.",
    ],
    [
      "a getter that throws what throws",
      "display({ get a() { throw { get message() { throw 1 } } } })",
      "{a: {message: 1}}",
    ],
  ])("shows %s", async (_, source, text) => {
    const [shown] = await outcomes(source);
    expect(shown).toBe(text);
  });
});

describe("a cell that defines a name of every object", () => {
  it.each(["toString", "constructor", "__proto__", "hasOwnProperty", "valueOf"])("%s", async (name) => {
    expect(await outcomes(`const ${name} = 41`, `${name} + 1`)).toEqual(["", "42"]);
  });
  it("imports only what a package has", async () => {
    expect(
      await outcomes('import { toString } from "@observablehq/plot"; 1', 'import x from "constructor"; 1'),
    ).toEqual([
      "error: toString is not exported",
      "error: constructor cannot be imported: cells know v3-companion/compute, @observablehq/plot, @observablehq/inputs",
    ]);
  });
});

describe("what all cells share", () => {
  it.each([
    "Plot.plot = () => 1",
    "Plot.dot = null",
    "delete Plot.plot",
    "Inputs.range = () => 1",
    "Object.getPrototypeOf(Inputs.toggle()).set = () => 1",
    "Inputs.toggle().constructor.x = 1",
    "v3.deepseekV3.layers = 1",
    "v3.deepseekV3 = 1",
  ])("cannot be changed: %s", async (source) => {
    const [outcome, after] = await outcomes(
      source,
      "[typeof Plot.plot, typeof Plot.dot, typeof Inputs.range, v3.deepseekV3.layers]",
    );
    expect(outcome).toMatch(/^error: TypeError/);
    expect(after).toBe('["function", "function", "function", 61]');
  });
});

describe("a control that a cell has tampered with", () => {
  it("is shown as far as it is one", async () => {
    const [label, kind] = await outcomes(
      "const t = Inputs.toggle(); t.control.label = { tag: 'meta' }; view(t)",
      "const u = Inputs.toggle(); u.control.kind = 'constructor'; view(u)",
    );
    expect([label, kind]).toEqual(["Value: false", "This output cannot be shown."]);
  });
  it("has no more choices than a page can show", async () => {
    const many = "Array.from({ length: 20_000 }, (_, i) => i)";
    expect(await outcomes(`view(Inputs.checkbox(${many}))`, `view(Inputs.select(${many}))`)).toEqual(
      Array(2).fill("error: RangeError: data must hold at most 1000 values (got 20000)"),
    );
  });
});

describe("files that are too much", () => {
  // Quadratic and worse took seconds to minutes; what is linear takes a few milliseconds.
  it("are refused before anything is done with their cells", () => {
    const notebook = JSON.stringify({
      nbformat: 4,
      cells: Array.from({ length: 4_000 }, () => ({ cell_type: "code", source: "" })),
    });
    expect(
      processorTime(() =>
        expect(fromJupyter(notebook)).toEqual({
          problem: "The file cannot be opened. It has 4000 cells; at most 200 are read.",
        }),
      ),
    ).toBeLessThan(500);
    const script = `// Notebook of The V3 Companion; its cells begin with "// %% cell".\n${"// %% cell 1: a\n".repeat(8_000)}`;
    expect(
      processorTime(() =>
        expect(fromScript(script)).toEqual({
          problem: "The file cannot be opened. It has 8000 cells; at most 200 are read.",
        }),
      ),
    ).toBeLessThan(500);
  });
  it("are written in linear time, whatever marks they hold", () => {
    const source = `// ${"%".repeat(190_000)}`;
    expect(
      processorTime(() =>
        expect(fromScript(toScript([{ id: "a", source }], "0.1.0"))).toEqual({ cells: [{ id: "a", source }] }),
      ),
    ).toBeLessThan(1_000);
  });
});
