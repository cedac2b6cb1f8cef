import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromScript, toScript } from "../../../src/notebook/formats/script.ts";
import { anyCells } from "./any-cells.ts";

const cells = [{ id: "use", source: "display(hours);\n" }, { id: "define", source: "const hours = 3;" }];

describe("toScript(cells)", () => {
  it("marks each cell, in the order in which they must run", () => {
    const script = toScript(cells);
    expect(script).toMatch(/^\/\/ Notebook of The V3 Companion; its cells begin with "\/\/ %% cell"\.\n/);
    expect(script).toContain("// %% cell 2: define\nconst hours = 3;\n\n// %% cell 1: use\ndisplay(hours);\n\n\n// %% end\n");
  });
  it("provides only what the cells name", () => {
    expect(toScript(cells)).not.toMatch(/Inputs|linkedom/);
    expect(toScript([{ id: "a", source: "Plot.plot({})" }])).toContain("linkedom");
    expect(toScript([{ id: "a", source: "const k = view(Inputs.range([1, 2]));" }])).toContain('import { Inputs } from "v3-companion/inputs";');
  });
  it("names what it refuses", () => {
    expect(() => toScript([])).toThrow(new RangeError("cells must be a notebook (got: It has no cells.)"));
  });
});

describe("fromScript(text)", () => {
  it("restores exactly what was written, in the order of the page", () => {
    fc.assert(fc.property(anyCells, (any) => {
      expect(fromScript(toScript(any))).toEqual({ cells: any });
    }), { numRuns: 300 });
  });
  it("survives an editor that turns line ends into those of Windows", () => {
    expect(fromScript(toScript(cells).replaceAll("\n", "\r\n"))).toEqual({ cells });
  });
  it("survives an editor that takes empty lines away", () => {
    expect(fromScript(toScript(cells).replaceAll(/\n{2,}/g, "\n"))).toEqual({ cells: [{ id: "use", source: "display(hours);" }, { id: "define", source: "const hours = 3;" }] });
  });
  it("reads cells that were added by hand, and names those that have none", () => {
    const edited = toScript(cells).replace("// %% end", "// %% cell 3: \nconst more = 1;\n\n// %% cell 3: use\nconst again = 2;\n");
    expect(fromScript(edited)).toEqual({ cells: [...cells, { id: "cell-1", source: "const more = 1;" }, { id: "cell-2", source: "const again = 2;\n" }] });
  });
  it("makes one cell of a file that is not ours", () => {
    expect(fromScript("\ufeffconst a = 1;\n// %% cell 1: b\n")).toEqual({ cells: [{ id: "cell-1", source: "const a = 1;\n// %% cell 1: b\n" }] });
  });
  it("says what is wrong with a file that is too long", () => {
    expect(fromScript("x".repeat(200_001))).toEqual({ problem: "The file cannot be opened. Its code is too long: 200001 characters; at most 200000 are read." });
  });
});
