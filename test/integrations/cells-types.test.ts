import { describe, expect, it } from "vitest";
import { checkTypes } from "../../src/integrations/cells-types.ts";
import { processorTime } from "../processor-time.ts";

const cells = (...sources: string[]) => sources.map((source, i) => ({ id: "abcdef"[i], source }));

describe("checkTypes(cells)", () => {
  it("knows the computation module, by name and by import", () => {
    expect(
      checkTypes(
        cells(
          "const hours: number = v3.gpuHours({ tokens: 1e12, tokensPerSecond: 1e4 });",
          'import { gpuHours } from "v3-companion/compute";\ndisplay(gpuHours({ tokens: 1e12, tokensPerSecond: 1e4 }).toFixed(1));',
        ),
      ),
    ).toEqual([]);
  });
  it("knows Plot, display and the inputs, whose value has the type of the input", () => {
    expect(
      checkTypes(
        cells(
          'const n: number = view(Inputs.range([1, 8], { label: "n", step: 1 }));\nconst s: "a" | "b" = view(Inputs.select(["a", "b"] as const));\nconst t: string[] = view(Inputs.checkbox(["x"]));',
          "display(Plot.plot({ marks: [Plot.barY([n])] }));\nconst same: number = display(n);",
        ),
      ),
    ).toEqual([]);
    expect(checkTypes(cells("const n: string = view(Inputs.range([1, 8]));"))).toEqual([
      { id: "a", line: 1, message: "Type 'number' is not assignable to type 'string'." },
    ]);
  });
  it("shares names in any order, imported ones too", () => {
    expect(
      checkTypes(
        cells(
          "const twice = 2 * once;\nconst t: Pair = [twice, other];\nf({ tokens: 1, tokensPerSecond: 1 });",
          "const once = 1;\ntype Pair = [number, number];\nconst { other } = { other: 3 };",
          'import { gpuHours as f } from "v3-companion/compute";\nf({ tokens: 1, tokensPerSecond: 1 });',
        ),
      ),
    ).toEqual([]);
  });
  it("lets several cells import the same", () => {
    const same = 'import { gpuHours as f } from "v3-companion/compute";';
    expect(checkTypes(cells(same, same, "const hours: number = f({ tokens: 1, tokensPerSecond: 1 });"))).toEqual([]);
  });
  it("leaves imported types, and packages under their usual name, to each cell", () => {
    const both =
      'import type { ModelConfig } from "v3-companion/compute";\nimport * as v3 from "v3-companion/compute";\n';
    expect(
      checkTypes(cells(`${both}const a: ModelConfig = v3.deepseekV3;`, `${both}const b: ModelConfig = a;`)),
    ).toEqual([]);
    expect(checkTypes(cells(both, "let c: ModelConfig;"))).toEqual([
      { id: "b", line: 1, message: "Cannot find name 'ModelConfig'." },
    ]);
  });
  it("gives the cell and its line, in the order of the page", () => {
    expect(checkTypes(cells("const a = 1;\n\nv3.noSuchThing;", "const b: string = a;"))).toEqual([
      {
        id: "a",
        line: 3,
        message: "Property 'noSuchThing' does not exist on type 'typeof import(\"src/compute/index\")'.",
      },
      { id: "b", line: 1, message: "Type 'number' is not assignable to type 'string'." },
    ]);
  });
  it("refuses a syntax error on a line of the cell, also when it shows only at the end", () => {
    expect(checkTypes(cells("const a = 1;\nconst b ="))).toEqual([
      { id: "a", line: 2, message: "Expression expected." },
    ]);
  });
  it("refuses what would not be erased, a name declared twice, and a write to another cell's name", () => {
    expect(checkTypes(cells("enum E { A }"))).toEqual([
      { id: "a", line: 1, message: "This syntax is not allowed when 'erasableSyntaxOnly' is enabled." },
    ]);
    expect(checkTypes(cells("const x = 1;", "\nconst x = 2;"))).toEqual([
      { id: "b", line: 2, message: '"x" is declared by cell "a" already; a name belongs to one cell of a chapter' },
    ]);
    expect(
      checkTypes(
        cells(
          'import { gpuHours as f } from "v3-companion/compute";',
          'import { rentalUsd as f } from "v3-companion/compute";',
        ),
      ),
    ).toEqual([
      { id: "b", line: 1, message: '"f" is declared by cell "a" already; a name belongs to one cell of a chapter' },
    ]);
    expect(checkTypes(cells("let x = 1;", "x = 2;"))).toEqual([
      { id: "b", line: 1, message: "Cannot assign to 'x' because it is an import." },
    ]);
  });
  it("keeps chapters apart", () => {
    expect(checkTypes(cells("const x = 1;"))).toEqual([]);
    expect(checkTypes([{ id: "z", source: "x;" }])).toEqual([{ id: "z", line: 1, message: "Cannot find name 'x'." }]);
  });
  it("takes little time for every chapter after the first", () => {
    checkTypes(cells("const x = 1;"));
    const took = processorTime(() => {
      for (let i = 0; i < 10; i++)
        checkTypes(
          cells(
            `const x: number = ${i};`,
            "display(Plot.plot({ marks: [Plot.barY([x])] }));",
            "display(v3.gpuHours({ tokens: x, tokensPerSecond: 1 }));",
          ),
        );
    });
    // Some 25 ms each were measured; ten times that would mean that libraries are parsed again.
    expect(took / 10).toBeLessThan(250);
  });
});
