/** Cells of the primer show what the text around them says. */
import { readFileSync } from "node:fs";
import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";
import { describe, expect, it } from "vitest";
import * as v3 from "../../src/compute/index.ts";
import { chapterCells } from "../../src/notebook/formats/chapter-cells.ts";
import { runNotebook } from "../../src/notebook/index.ts";

/** What a cell of a page shows, as JSON, with a replacement in its source. */
async function shown(page: string, id: string, [was, becomes] = ["", ""]): Promise<string> {
  const cells = chapterCells(readFileSync(`content/primer/${page}.mdx`, "utf8")).map((cell) => ({ ...cell, source: cell.source.replace(was, becomes) }));
  const results = await runNotebook(cells, { v3, Plot, document: parseHTML("<html></html>").document as unknown as Document });
  for (const { error } of results.values()) expect(error).toBeFalsy();
  return JSON.stringify(results.get(id)!.outputs);
}

/** The rows of the table that a cell shows. */
function rowsOf(outputs: string): string[][] {
  return (JSON.parse(outputs) as { rows: string[][] }[])[0].rows;
}

describe("the primer's cells", () => {
  it("weigh what a token may see: a row each, later tokens with zero", async () => {
    // The first token sees itself alone; scores of the second are 0 and √2, so its weights are 1 and e^√2 over their sum.
    const second = 1 / (1 + Math.exp(Math.SQRT2));
    expect(rowsOf(await shown("attention", "weights")).slice(0, 2)).toEqual([["1", "1", "0", "0"], ["2", second.toPrecision(6).replace(/0+$/, ""), (1 - second).toPrecision(6).replace(/0+$/, ""), "0"]]);
  });
  it("count the cache that V3 does without", async () => {
    // 2 × 128 heads × 128 × 61 layers × 2 bytes × 32,768 tokens
    expect(await shown("attention", "kept")).toContain(`${(2 * 128 * 128 * 61 * 2 * 32_768) / 1e9}`);
  });
  it("find by hand the gradients that trying finds, also where a layer is silent", async () => {
    // h = 1, y = 3, dL/dy = 2: dL/db = 2 · 1, dL/da = 2 · 3 · 2
    expect(rowsOf(await shown("backpropagation", "by-hand"))).toEqual([["a", "12", "12"], ["b", "2", "2"]]);
    expect(rowsOf(await shown("backpropagation", "by-hand", ["const a = 0.5", "const a = -0.5"]))).toEqual([["a", "0", "0"], ["b", "0", "0"]]);
  });
  it("step so that the loss falls, by about the learning rate", async () => {
    const [a, b, loss] = rowsOf(await shown("backpropagation", "one-step")).map(([, before, after]) => Number(before) - Number(after));
    // The rate of 0.1, and 0.1 × the decay of 0.1 × the weight; moments in BF16 are off by some tenths of a percent.
    expect(a).toBeCloseTo(0.1 + 0.01 * 0.5, 2);
    expect(b).toBeCloseTo(0.1 + 0.01 * 3, 2);
    expect(loss).toBeGreaterThan(0);
  });
  it("count until a format stops", async () => {
    const counted = rowsOf(await shown("floating-point", "counting"));
    expect(counted.slice(0, 3)).toEqual([["E5M2", "8", "2"], ["E4M3", "16", "2"], ["BF16", "100", "0.5"]]);
    // 8 significant bits: from 256 on the gap is 2.
    const further = rowsOf(await shown("floating-point", "counting", ["countTo(100, format),\n    \"gap", "countTo(1000, format),\n    \"gap"]));
    expect(further[2].slice(0, 2)).toEqual(["BF16", "256"]);
  });
  it("lose two ones beside a large number, or not", async () => {
    expect(await shown("floating-point", "order")).toMatch(/"large first",\{"type":"number","text":"0"\}.*"small first",\{"type":"number","text":"2"\}/);
  });
  it("exchange as the patterns say", async () => {
    expect(rowsOf(await shown("collectives", "patterns"))[1]).toEqual(["1", "10 20 30", "222", "111 222 333", "2 20 200"]);
  });
  it("run a ring for which each rank sends its row 2 (n − 1) / n times", async () => {
    for (const ranks of [4, 7]) {
      const output = await shown("collectives", "ring", ["const ranks = 4", `const ranks = ${ranks}`]);
      expect(output).toContain('"text":"true"');
      expect(output).toContain(`"text":"${(2 * (ranks - 1)) / ranks}"`);
    }
  });
});
