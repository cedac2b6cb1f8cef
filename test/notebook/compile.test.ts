import { describe, expect, it } from "vitest";
import { analyzeCell } from "../../src/notebook/analyze.ts";
import { compileCell, lineInCell } from "../../src/notebook/compile.ts";
import { scopeNames } from "../../src/notebook/scope-names.ts";

const scope = scopeNames.map(() => undefined);
const runCell = (source: string, inputs: Record<string, unknown> = {}) =>
  compileCell("it", analyzeCell(source), Object.keys(inputs)).run(...scope, ...Object.values(inputs));

describe("compileCell(id, analysis, inputs)", () => {
  it("gives the names of a cell, computed from its inputs", () => {
    expect(runCell("const b: number = a + 1; function c() { return b; }", { a: 1 })).toMatchObject({ names: { b: 2 } });
  });
  it("gives the value of an expression, comments around it or not", () => {
    expect(runCell("// before\na * 2; // after", { a: 21 })).toEqual({ names: {}, value: 42 });
    expect(runCell("{}")).toEqual({ names: {} }); // a block
    expect(runCell("({ a })", { a: 1 })).toEqual({ names: {}, value: { a: 1 } });
  });
  it("waits where the cell waits", async () => {
    await expect(runCell("const a = await Promise.resolve(3)")).resolves.toEqual({ names: { a: 3 } });
  });
  it("runs in strict mode, with nothing of this site in scope", () => {
    expect(runCell("(function () { return this; })()")).toEqual({ names: {}, value: undefined });
    expect(() => runCell("analyzeCell")).toThrow(ReferenceError);
  });
  it("refuses a cell that could not be read", () => {
    expect(() => compileCell("it", analyzeCell("const = 1"), [])).toThrow(
      new RangeError("analysis must be of a cell without errors (got Unexpected token)"),
    );
  });
});

describe("lineInCell(file, error)", () => {
  const thrown = (stack: string): Error => Object.assign(new Error("no"), { stack });
  it.each([
    ["V8", "Error: no\n    at f (v3-cell/it.ts:3:9)\n    at eval (v3-cell/it.ts:7:1)", 3],
    ["Firefox", "f@http://site/sandbox/ line 1 > eval:1:1\nf@v3-cell/it.ts:3:9\n@v3-cell/it.ts:7:1", 3],
    ["an error in the module", "RangeError: no\n    at check (blob:null/1:9:9)\n    at eval (v3-cell/it.ts:12:4)", 12],
    ["another cell", "Error: no\n    at f (v3-cell/other.ts:3:9)", undefined],
    ["a cell whose id begins alike", "Error: no\n    at f (v3-cell/it-2.ts:3:9)", undefined],
  ])("reads the stack of %s", (_, stack, line) => {
    expect(lineInCell("v3-cell/it.ts", thrown(stack))).toBe(line);
  });
  it("reads the stack of WebKit, where the cell is a script of its own", () => {
    expect(
      lineInCell(
        "blob:null/2",
        thrown("check@blob:null/1:6:40\ng@blob:null/2:3:24\n@blob:null/2:7:2\nglobal code@blob:null/1:7:49"),
      ),
    ).toBe(3);
  });
  it("knows no line of what is no error", () => {
    expect(lineInCell("v3-cell/it.ts", "text")).toBeUndefined();
  });
});
