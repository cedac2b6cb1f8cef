/** The notebook of the laboratory: a notebook of the format, whose cells run and bring the curves again. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { tinyRun, type TinySettings } from "../../src/lab/index.ts";
import { fromJupyter } from "../../src/notebook/formats/jupyter.ts";
import { tinyNotebook } from "../../src/widgets/tiny-notebook.ts";

const small: Partial<TinySettings> = {
  seed: 3,
  steps: 4,
  batch: 2,
  sequenceLength: 8,
  expertDim: 4,
  warmupSteps: 2,
  decaySteps: 2,
};
const origin = {
  lines: [
    { name: "Title", text: "Two tiny V3s" },
    { name: "Address", text: "https://example.org/a" },
  ],
  site: { address: "https://example.org/", version: "1.2.3" },
};

it(
  "tinyNotebook(runs, origin) runs in Node with the module, and its curves agree to the last bit",
  { timeout: 60_000 },
  () => {
    const losses = [...tinyRun(small)].map(({ loss }) => loss);
    const means = [(losses[0] + losses[1]) / 2, (losses[2] + losses[3]) / 2].map((mean) => Number(mean.toFixed(4)));
    const text = tinyNotebook(
      [
        { name: "Unchanged", settings: small, losses, every: 1 },
        { name: "As means", settings: small, losses: means, every: 2 },
        { name: "Another seed", settings: { ...small, seed: 4 }, losses, every: 1 },
      ],
      origin,
    );
    const { cells, nbformat, metadata } = JSON.parse(text) as {
      cells: { cell_type: string; id: string; source: string[]; outputs?: { data: Record<string, string[]> }[] }[];
      nbformat: number;
      metadata: { kernelspec: { name: string } };
    };
    expect([nbformat, metadata.kernelspec.name]).toEqual([4, "deno"]);
    expect(new Set(cells.map(({ id }) => id)).size).toBe(cells.length);
    expect(cells[0].source.join("")).toContain("Address: https://example.org/a");
    const table = cells.at(-1)!.outputs![0].data["text/plain"].join("");
    expect(table.split("\n")).toHaveLength(5);
    expect(table).toContain(losses[3].toFixed(4));
    expect("cells" in fromJupyter(text)).toBe(true); // the scratchpad opens it, too

    const script = cells.filter(({ cell_type }) => cell_type === "code").map(({ source }) => source.join(""));
    expect(script[0]).toContain('from "https://example.org/lab.js"');
    const folder = mkdtempSync(join(tmpdir(), "notebook-"));
    try {
      const file = join(folder, "run.mjs");
      const module = new URL("../../src/lab/index.ts", import.meta.url).href;
      writeFileSync(
        file,
        `${script.join("\n").replace("https://example.org/lab.js", module)}\nprocess.stdout.write("\\n" + JSON.stringify(agreement.map(({ agrees }) => agrees)));`,
      );
      const shown = execFileSync(process.execPath, [file], { encoding: "utf8" });
      expect(shown.split("\n").at(-1)).toBe("[true,true,false]");
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
);
