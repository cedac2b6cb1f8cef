import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";
import { describe, expect, it } from "vitest";
import * as v3 from "../../../src/compute/index.ts";
import { fileOutput } from "../../../src/notebook/formats/file-output.ts";
import { toJupyter, type FileOutput } from "../../../src/notebook/formats/jupyter.ts";
import { runNotebook } from "../../../src/notebook/index.ts";
import { nbformatProblems } from "./nbformat.ts";

const { document } = parseHTML("<!doctype html><html><body></body></html>") as unknown as { document: Document };

async function outputsOf(source: string): Promise<FileOutput[]> {
  const run = (await runNotebook([{ id: "a", source }], { v3, Plot, document })).get("a")!;
  expect(run.error).toBeUndefined();
  return run.outputs.map(fileOutput);
}

describe("fileOutput(tree)", () => {
  it("keeps texts and values as text", async () => {
    expect(await outputsOf('display("671 B");\ndisplay(61);\ndisplay({ a: [1, 2] });')).toEqual([
      { text: "671 B" },
      { text: "61" },
      { text: "{a: [1, 2]}" },
    ]);
  });
  it("keeps a table as HTML, and with tabs as text", async () => {
    const [table] = await outputsOf('display([{ name: "a<b", n: 1 }, { name: "c", n: 2 }]);');
    expect(table.text).toBe("name\tn\na<b\t1\nc\t2");
    expect(table.html).toMatch(/<table>.*a&lt;b.*<\/table>/s);
  });
  it("keeps a figure as SVG that stands alone", async () => {
    const [figure] = await outputsOf("display(Plot.plot({ marks: [Plot.barX([3, 1])] }));");
    expect(figure.html).toBeUndefined();
    expect(figure.svg).toMatch(/^<svg [^>]*xmlns="http:\/\/www.w3.org\/2000\/svg"/);
    expect(figure.svg!.match(/xmlns="/g)).toHaveLength(1);
    expect(figure.svg).toMatch(/<\/svg>$/);
    expect(figure.svg!.match(/<rect /g)).toHaveLength(2);
  });
  it("keeps a figure with a title as HTML", async () => {
    const [figure] = await outputsOf('display(Plot.plot({ title: "Hours", marks: [Plot.barX([3, 1])] }));');
    expect(figure.svg).toBeUndefined();
    expect(figure.html).toContain("<figure");
    expect(figure.text).toContain("Hours");
  });
  it("keeps of a control its label and value", async () => {
    expect(
      await outputsOf(
        'const a = view(Inputs.range([1, 8], { label: "Experts", value: 4 }));\nconst b = view(Inputs.select(["E4M3", "E5M2"], { label: "Format", value: "E5M2" }));\nconst c = view(Inputs.checkbox(["x", "y"], { label: "Parts" }));\nconst d = view(Inputs.toggle({ label: "On" }));',
      ),
    ).toEqual([{ text: "Experts: 4" }, { text: "Format: E5M2" }, { text: "Parts: none" }, { text: "On: no" }]);
  });
  it("makes a valid notebook file", async () => {
    const cells = [{ id: "a", source: "display(1);" }];
    const outputs = await outputsOf(
      "display(1);\ndisplay([{ n: 1 }]);\ndisplay(Plot.plot({ marks: [Plot.barX([3])] }));",
    );
    expect(
      nbformatProblems(
        JSON.parse(
          toJupyter(cells, { version: "0.1.0", site: "https://site.example/" }, new Map([["a", { outputs }]])),
        ),
      ),
    ).toEqual([]);
  });
});
