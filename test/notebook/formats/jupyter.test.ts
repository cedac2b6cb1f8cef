import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromJupyter, toJupyter, type FileOutputs } from "../../../src/notebook/formats/jupyter.ts";
import { anyCells } from "./any-cells.ts";
import { nbformatProblems } from "./nbformat.ts";

const origin = { version: "0.1.0", site: "https://site.example/v3/" };

const cells = [
  { id: "use", source: "display(hours);\n" },
  { id: "define", source: "const hours = v3.gpuHours({ tokens: 1e12, tokensPerSecond: 1e4 });" },
];

const anyOutputs = fc.record({
  outputs: fc.array(fc.record({ text: fc.string(), html: fc.string(), svg: fc.string() }, { requiredKeys: ["text"] }), {
    maxLength: 3,
  }),
  error: fc.option(fc.record({ message: fc.string() }), { nil: undefined }),
});

describe("toJupyter(cells, origin, outputsOf)", () => {
  it("is what the schema of nbformat 4.5 asks for, whatever the cells and their outputs hold", () => {
    fc.assert(
      fc.property(anyCells, anyOutputs, (any, outputs) => {
        const notebook = JSON.parse(toJupyter(any, origin, new Map([[any[0].id, outputs]])));
        expect(nbformatProblems(notebook)).toEqual([]);
      }),
    );
  });
  it("names the kernel and the language", () => {
    const { metadata, nbformat, nbformat_minor } = JSON.parse(toJupyter(cells, origin));
    expect(metadata.kernelspec).toEqual({ display_name: "Deno", language: "typescript", name: "deno" });
    expect(metadata.language_info.name).toBe("typescript");
    expect([nbformat, nbformat_minor]).toEqual([4, 5]);
  });
  it("stands in the order in which the cells must run, after a cell that sets up", () => {
    const { cells: written } = JSON.parse(toJupyter(cells, origin));
    expect(written.map((cell: { id: string }) => cell.id)).toEqual(["v3_companion_setup", "define", "use"]);
    expect(written[0].source.join("")).toContain('import * as v3 from "https://site.example/v3/compute.js";');
  });
  it("keeps outputs in every form, and errors, and tells cells that did not run", () => {
    const run: FileOutputs = {
      outputs: [{ text: "27000", html: "<b>27000</b>", svg: "<svg>\n</svg>" }],
      error: { message: "x is not defined" },
    };
    const written = JSON.parse(toJupyter(cells, origin, new Map([["use", run]]))).cells;
    expect(written[2].outputs).toEqual([
      {
        output_type: "display_data",
        data: { "image/svg+xml": ["<svg>\n", "</svg>"], "text/html": ["<b>27000</b>"], "text/plain": ["27000"] },
        metadata: {},
      },
      { output_type: "error", ename: "Error", evalue: "x is not defined", traceback: ["x is not defined"] },
    ]);
    expect([written[1].execution_count, written[2].execution_count]).toEqual([null, 3]);
  });
  it("names what it refuses", () => {
    expect(() => toJupyter([], origin)).toThrow(new RangeError("cells must be a notebook (got: It has no cells.)"));
  });
});

describe("toJupyter(cells, origin), where a cell cannot stand in Jupyter as it stands in the page", () => {
  const own = [
    { id: "slider", source: "const tokens = view(Inputs.range([1024, 131072], { value: 4096 }));", controls: [7168] },
    {
      id: "figure",
      source: 'import { barX } from "@observablehq/plot";\ndisplay(Plot.plot({ marks: [barX([tokens])] }));',
    },
    { id: "again", source: 'import { barX } from "@observablehq/plot";\ndisplay(typeof barX);' },
  ];
  const written = JSON.parse(toJupyter(own, { ...origin, version: "1.2.3" })).cells as {
    id: string;
    source: string[];
  }[];
  const sourceOf = (id: string): string => written.find((cell) => cell.id === id)!.source.join("");

  it("begins with where its module comes from, of what package and version it is, and what to do without the site", () => {
    const setup = sourceOf("v3_companion_setup");
    expect(setup.split("\n").slice(0, 4)).toEqual([
      "// It runs with Deno's kernel (deno jupyter --install), this cell first: the module of The V3 Companion comes from https://site.example/v3/",
      "// That is the package v3-companion@1.2.3. Where the site cannot be reached, or is of a later version, install it in this folder:",
      '// npm i v3-companion@1.2.3, or the file that "npm pack" makes of its source, npm i ./v3-companion-1.2.3.tgz',
      '// Then write "v3-companion/compute" and "v3-companion/inputs" here in place of the two addresses.',
    ]);
    expect(setup).toContain('import { Inputs } from "https://site.example/v3/inputs.js";');
  });
  it("says where controls stood, provides imports once, and reads back exactly", () => {
    expect(sourceOf("slider")).toBe(`view.places = [7168]; // %%@\n${own[0].source}`);
    expect(sourceOf("figure")).toContain('// %%> import { barX } from "@observablehq/plot";\ndisplay(');
    expect(sourceOf("v3_companion_setup").match(/const \{ barX \} = Plot;/g)).toHaveLength(1);
    expect(fromJupyter(toJupyter(own, { ...origin, version: "1.2.3" }))).toEqual({ cells: own });
  });
  it("reads where a control was put by hand in the file", () => {
    expect(fromJupyter(toJupyter(own, { ...origin, version: "1.2.3" }).replace("[7168]", "[8192]"))).toEqual({
      cells: [{ ...own[0], controls: [8192] }, ...own.slice(1)],
    });
  });
});

describe("fromJupyter(text)", () => {
  it("counts cells before it does anything for each of them", () => {
    const many = JSON.stringify({
      nbformat: 4,
      nbformat_minor: 4,
      metadata: {},
      cells: Array.from({ length: 4000 }, () => ({ cell_type: "code", source: "" })),
    });
    expect(fromJupyter(many)).toEqual({
      problem: "The file cannot be opened. It has 4000 cells; at most 200 are read.",
    });
  });
  it("restores exactly what was written, in the order of the page", () => {
    fc.assert(
      fc.property(anyCells, (any) => {
        expect(fromJupyter(toJupyter(any, origin))).toEqual({ cells: any });
      }),
    );
  });
  it("leaves out the cell that asserts what was shown", () => {
    const file = toJupyter(cells, origin, undefined, [27.8]);
    expect(file).toContain("deepStrictEqual(shown, [");
    expect(nbformatProblems(JSON.parse(file))).toEqual([]);
    expect(fromJupyter(file)).toEqual({ cells });
  });
  it("reads a notebook of another kernel: code cells only, names made where they are not ours", () => {
    const foreign = {
      nbformat: 4,
      nbformat_minor: 4,
      metadata: {},
      cells: [
        { cell_type: "markdown", metadata: {}, source: "# Title" },
        { cell_type: "code", metadata: {}, source: "const a = 1;", outputs: [], execution_count: null },
        {
          cell_type: "code",
          id: "A_1",
          metadata: {},
          source: ["const b = 2;\n", "b"],
          outputs: [],
          execution_count: 1,
        },
        { cell_type: "code", id: "cell-1", metadata: {}, source: [], outputs: [], execution_count: 1 },
      ],
    };
    expect(fromJupyter(`\ufeff${JSON.stringify(foreign)}`)).toEqual({
      cells: [
        { id: "cell-2", source: "const a = 1;" },
        { id: "cell-3", source: "const b = 2;\nb" },
        { id: "cell-1", source: "" },
      ],
    });
  });
  it("says what is wrong with a file that is none", () => {
    expect(fromJupyter("not json")).toEqual({
      problem: "The file cannot be opened. It is not JSON, so it is no Jupyter notebook.",
    });
    expect(fromJupyter("[]")).toEqual({
      problem: "The file cannot be opened. It is no Jupyter notebook: it has no list of cells.",
    });
    expect(fromJupyter('{"nbformat":3,"cells":[]}')).toEqual({
      problem: "The file cannot be opened. It is a notebook of format 3; format 4 is read.",
    });
    expect(fromJupyter('{"nbformat":4,"cells":[]}')).toEqual({
      problem: "The file cannot be opened. It has no cells.",
    });
    expect(fromJupyter('{"nbformat":4,"cells":[{"cell_type":"code","source":5}]}')).toEqual({
      problem: "The file cannot be opened. A cell of it has no source.",
    });
  });
  it("never throws, whatever JSON it is given", () => {
    fc.assert(
      fc.property(fc.json(), (json) => {
        expect(Object.keys(fromJupyter(json))).toEqual(["problem"]);
      }),
    );
    const part = fc.oneof(
      fc.jsonValue({ maxDepth: 1 }),
      fc.record({
        cell_type: fc.constantFrom("code", "markdown", 3),
        source: fc.jsonValue({ maxDepth: 1 }),
        id: fc.jsonValue({ maxDepth: 1 }),
        metadata: fc.jsonValue({ maxDepth: 2 }),
      }),
    );
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        const read = fromJupyter(JSON.stringify({ nbformat: 4, cells: parts }));
        expect("problem" in read || read.cells.length > 0).toBe(true);
      }),
    );
  });
});
