import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromScript, toScript } from "../../../src/notebook/formats/script.ts";
import { anyCells } from "./any-cells.ts";

const version = "0.1.0";

const cells = [
  { id: "use", source: "display(hours);\n" },
  { id: "define", source: "const hours = 3;" },
];

describe("toScript(cells, version)", () => {
  it("marks each cell, in the order in which they must run", () => {
    const script = toScript(cells, version);
    expect(script).toMatch(/^\/\/ Notebook of The V3 Companion; its cells begin with "\/\/ %% cell"\.\n/);
    expect(script).toContain(
      "// %% cell 2: define\nconst hours = 3;\n\n// %% cell 1: use\ndisplay(hours);\n\n\n// %% end\n",
    );
  });
  it("provides only what the cells name", () => {
    expect(toScript(cells, version)).not.toMatch(/Inputs|linkedom/);
    expect(toScript([{ id: "a", source: "Plot.plot({})" }], version)).toContain("linkedom");
    expect(toScript([{ id: "a", source: "const k = view(Inputs.range([1, 2]));" }], version)).toContain(
      'import { Inputs } from "v3-companion/inputs";',
    );
  });
  it("begins with the package, its version and what to do", () => {
    expect(toScript(cells, "1.2.3").split("\n").slice(1, 5)).toEqual([
      "// It runs with Node 22.18 or later: node <this file>",
      '// It is an ES module: where a package.json beside it says "type": "commonjs", write "module" there.',
      "// In its folder it needs v3-companion@1.2.3: npm i v3-companion@1.2.3",
      '// Without a registry that has it, the file that "npm pack" makes of its source does as well: npm i ./v3-companion-1.2.3.tgz',
    ]);
  });
  it("names what it refuses", () => {
    expect(() => toScript([], version)).toThrow(new RangeError("cells must be a notebook (got: It has no cells.)"));
  });
});

describe("fromScript(text)", () => {
  it("restores exactly what was written, in the order of the page", () => {
    fc.assert(
      fc.property(anyCells, (any) => {
        expect(fromScript(toScript(any, version))).toEqual({ cells: any });
      }),
      { numRuns: 300 },
    );
  });
  it("survives an editor that turns line ends into those of Windows", () => {
    expect(fromScript(toScript(cells, version).replaceAll("\n", "\r\n"))).toEqual({ cells });
  });
  it("survives an editor that takes empty lines away", () => {
    expect(fromScript(toScript(cells, version).replaceAll(/\n{2,}/g, "\n"))).toEqual({
      cells: [
        { id: "use", source: "display(hours);" },
        { id: "define", source: "const hours = 3;" },
      ],
    });
  });
  it("reads cells that were added by hand, and names those that have none", () => {
    const edited = toScript(cells, version).replace(
      "// %% end",
      "// %% cell 3: \nconst more = 1;\n\n// %% cell 3: use\nconst again = 2;\n",
    );
    expect(fromScript(edited)).toEqual({
      cells: [...cells, { id: "cell-1", source: "const more = 1;" }, { id: "cell-2", source: "const again = 2;\n" }],
    });
  });
  it("counts cells before it does anything for each of them", () => {
    expect(fromScript(toScript(cells, version).replace("// %% end", "// %% cell 1: a\n".repeat(8000)))).toEqual({
      problem: "The file cannot be opened. It has 8002 cells; at most 200 are read.",
    });
  });
  it("reads files of earlier versions", () => {
    const old =
      '// Notebook of The V3 Companion; its cells begin with "// %% cell".\n\n// %% cell 1: a\n// %%> import { gpuHours } from "v3-companion/compute";\nconst b = 1;\n\n// %% cell 2: c\ndisplay( // %%\nb\n); // %% ";"\n\n// %% end\n';
    expect(fromScript(old)).toEqual({
      cells: [
        { id: "a", source: 'import { gpuHours } from "v3-companion/compute";\nconst b = 1;' },
        { id: "c", source: "b;" },
      ],
    });
  });
  it("makes one cell of a file that is not ours", () => {
    expect(fromScript("\ufeffconst a = 1;\n// %% cell 1: b\n")).toEqual({
      cells: [{ id: "cell-1", source: "const a = 1;\n// %% cell 1: b\n" }],
    });
  });
  it("says what is wrong with a file that is too long", () => {
    expect(fromScript("x".repeat(200_001))).toEqual({
      problem: "The file cannot be opened. Its code is too long: 200001 characters; at most 200000 are read.",
    });
  });
});
