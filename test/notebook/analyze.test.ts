import { describe, expect, it } from "vitest";
import { analyzeCell } from "../../src/notebook/analyze.ts";

describe("analyzeCell(source)", () => {
  it.each([
    ["const a = 1, { b, c: [d, ...e], ...f } = g;", ["a", "b", "d", "e", "f"], ["g"]],
    ["let h; function i(j) { return j + k; }\nclass L extends M {}", ["h", "i", "L"], ["k", "M"]],
    ["enum Size { Small, Large }", ["Size"], []],
    ["if (n) { var o = 1; let p = 2; }", ["o"], ["n"]],
    ["for (let q = 0; q < r; q++) s(q);", [], ["r", "s"]],
    ["const t = ({ u, v: w = x }) => u + w + t.y;", ["t"], ["x"]],
    ["const z = { a, b: c, [d]: 1, e() { return arguments.length + f; } };", ["z"], ["a", "c", "d", "f"]],
    ["try { a(); } catch (b) { c(b); } finally { label: for (const d of e) continue label; }", [], ["a", "c", "e"]],
    ["type A = B; interface C { d: E } const f = g as A satisfies C;", ["f"], ["g"]],
    ["const a = function b() { return b; }; const c = class d { static e = d; f = h; };", ["a", "c"], ["h"]],
    ["switch (a) { case b: { const c = 1; d(c); } }", [], ["a", "d", "b"]],
    ["x.y.z; x[w]; `${v}`; undefined || import.meta", [], ["x", "w", "v"]],
  ])("names what %j defines and needs", (source, defines, references) => {
    const analysis = analyzeCell(source);
    expect(analysis.error).toBeNull();
    expect(analysis.defines).toEqual(defines);
    expect(analysis.references).toEqual(references);
  });

  it("leaves out the names that every cell knows", () => {
    expect(
      analyzeCell("display(v3.models); view(Inputs.range()); Plot.plot(); console.log(document)").references,
    ).toEqual([]);
  });

  it("takes imports from the packages that cells know", () => {
    const analysis = analyzeCell(
      'import { route as choose, type Routing } from "v3-companion/compute";\nimport * as Plot from "@observablehq/plot";\nchoose()',
    );
    expect(analysis.defines).toEqual(["choose"]);
    expect(analysis.imports).toEqual([{ local: "choose", from: "v3", imported: "route" }]);
    expect(analysis.code!.split("\n")).toHaveLength(3);
  });

  it("knows an await outside every function, and one inside", () => {
    expect(analyzeCell("const a = await b;").usesAwait).toBe(true);
    expect(analyzeCell("for await (const a of b) c(a);").usesAwait).toBe(true);
    expect(analyzeCell("const a = async () => { await b; };").usesAwait).toBe(false);
  });

  it("knows values of controls", () => {
    expect(analyzeCell("const a = view(Inputs.range([0, 1])), b = 2;").views).toEqual(["a"]);
  });

  it("knows a cell that is one expression", () => {
    expect(analyzeCell("// what\na + 1; // this\n").isExpression).toBe(true);
    expect(analyzeCell("a + 1; b").isExpression).toBe(false);
    expect(analyzeCell("const a = 1").isExpression).toBe(false);
  });

  it.each([
    ["const a = 1;\nconst b = ;", "Unexpected token", 2],
    ["\n\nconst a: = 1;", "Unexpected token", 3],
    ["const a = 1;\nconst a = 2;", "Identifier 'a' has already been declared", 2],
    ["a = 1", "a is not defined in this cell and cannot be assigned here", 1],
    ["\nfor (a of b);", "a is not defined in this cell and cannot be assigned here", 2],
    ["const v3 = 1", "v3 is there in every cell and cannot be defined again", 1],
    ["\nexport const a = 1", "a cell shares its names without export", 2],
    [
      'import fs from "node:fs"',
      "node:fs cannot be imported: cells know v3-companion/compute, @observablehq/plot, @observablehq/inputs",
      1,
    ],
    ['import v from "v3-companion/compute"', "v3-companion/compute has no default export", 1],
    ["const a = view(Inputs.toggle());\ndisplay(a)", "a changes with its control: use it in another cell", 2],
    ["let a = view(Inputs.toggle());", "the value of view(…) is set by its control: declare it with const", 1],
    ["const [a] = view(Inputs.toggle());", "the value of view(…) needs one name: const name = view(…)", 1],
    ["const a = [view(Inputs.toggle())];", "view(…) stands alone at the top level of a cell: const name = view(…)", 1],
  ])("says what is wrong with %j, and where", (source, message, line) => {
    expect(analyzeCell(source)).toMatchObject({ error: { message, line }, code: null, defines: [], references: [] });
  });
});
