import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromScriptLines, liftedImports, toScriptLines } from "../../../src/notebook/formats/script-cell.ts";
import { anyCells } from "./any-cells.ts";

const mark = "// %%";
const lines = (source: string): string => toScriptLines({ source }, mark);

describe("toScriptLines(cell, mark)", () => {
  it("takes imports out where the parser finds them, and nowhere else", () => {
    const source =
      'const text = `\nimport { gpuHours } from "v3-companion/compute";\n`;\n/*\nimport { display as x } from "v3-companion/compute";\n*/';
    expect(lines(source)).toBe(source);
    expect(liftedImports(source)).toEqual([]);
    const beside = lines('import { gpuHours } from "v3-companion/compute"; // of Table 1\nconst a = 1;').split("\n");
    expect(beside.map((line) => line.trim())).toEqual([
      '// %%> import { gpuHours } from "v3-companion/compute"; // of Table 1',
      "// %%< 1",
      "// of Table 1",
      "const a = 1;",
    ]);
  });
  it("never makes code of a comment", () => {
    // The comment ends where the import's name begins: a pattern read on to the next quotation mark.
    const source =
      'import { gpuHours /* } from "v3-companion/compute";\nprocess.exit(1); */ } from "v3-companion/compute";\nconst a: number = 1;';
    expect(
      lines(source)
        .split("\n")
        .filter((line) => !line.startsWith(mark)),
    ).toEqual(["const a: number = 1;"]);
    expect(liftedImports(source)).toEqual([{ from: "v3", imported: "gpuHours", local: "gpuHours" }]);
  });
  it("changes all lines of a statement together", () => {
    const source = 'const s = `a\nb`; import { barX } from "@observablehq/plot"; const t = `c\nd`;';
    const out = lines(source).split("\n");
    expect(out.slice(0, 4)).toEqual([
      "// %%> const s = `a",
      ...source
        .split("\n")
        .slice(1)
        .map((line) => `// %%> ${line}`),
      "// %%< 3",
    ]);
    expect(out.slice(4).join("\n").replace(/ +/g, " ")).toBe("const s = `a\nb`; const t = `c\nd`;");
  });
  it("lets an expression show itself, as one argument, whatever stands around it", () => {
    expect(lines("a + b;")).toBe('display( // %%\na + b\n); // %% ";"');
    expect(lines("a + b; // the sum")).toBe("// %%> a + b; // the sum\n// %%< 1\ndisplay((a + b)); // the sum");
    expect(lines("a, b")).toBe("// %%> a, b\n// %%< 1\ndisplay((a, b))");
    expect(lines("// what is on display\n1")).toContain("display( // %%");
    expect(lines("display(1)")).toBe("display(1)");
    expect(lines('"use strict"')).toBe('"use strict"');
  });
  it("says where controls stand", () => {
    const cell = { source: "const tokens = view(Inputs.range([0, 9]));", controls: [7168, null, "text"] };
    expect(toScriptLines(cell, mark)).toBe(`view.places = [7168,null,"text"]; // %%@\n${cell.source}`);
    expect(fromScriptLines(toScriptLines(cell, mark).split("\n"), mark)).toEqual(cell);
  });
  it("is undone by fromScriptLines, for whatever a cell holds", () => {
    fc.assert(
      fc.property(anyCells, fc.boolean(), (any, show) => {
        for (const { source } of any) {
          const free = source.includes(mark) ? "// %%%%%%" : mark;
          if (!source.includes(free))
            expect(fromScriptLines(toScriptLines({ source }, free, show).split("\n"), free)).toEqual({ source });
        }
      }),
      { numRuns: 500 },
    );
  });
});
