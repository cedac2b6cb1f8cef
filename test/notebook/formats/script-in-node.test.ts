import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fromScript, toScript } from "../../../src/notebook/formats/script.ts";
import type { CellSource } from "../../../src/notebook/cell.ts";

/** Inside the repository, where the package's own name leads to the computation module. */
const output = fileURLToPath(new URL("../../output/", import.meta.url));
let folder: string;

beforeAll(() => {
  mkdirSync(output, { recursive: true });
  folder = mkdtempSync(join(output, "script-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

function runInNode(cells: readonly CellSource[]): string {
  const script = toScript(cells);
  expect(fromScript(script)).toEqual({ cells });
  const file = join(folder, "notebook.ts");
  writeFileSync(file, script);
  const { stdout, stderr, status } = spawnSync("node", [file], { encoding: "utf8" });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  return stdout;
}

describe("toScript(cells), run by Node", () => {
  it("computes with the package, in the order of dependency", () => {
    const cells = [
      { id: "use", source: "display(hours / 1000);" },
      { id: "define", source: 'import { gpuHours } from "v3-companion/compute";\nconst hours: number = gpuHours({ tokens: 14.8e12, tokensPerSecond: 1543.2098765432098 });' },
    ];
    // 14.8e12 tokens / (1543.2098765432098 tokens/s × 3600 s/h) = 14.8 × 180,000 = 2,664,000 GPU-hours (Table 1: 2664K).
    expect(Number(runInNode(cells))).toBeCloseTo(2664, 6);
  });
  it("lets inputs stand at the value that they start with", () => {
    const cells = [
      {
        id: "inputs",
        source: [
          'const layers = view(Inputs.range([1, 61], { label: "Layers", step: 1, value: 58 }));',
          "const middle = view(Inputs.range([0, 10]));",
          'const format = view(Inputs.select(["E4M3", "E5M2"] as const));',
          'const second = view(Inputs.select(new Map([["one", 1], ["two", 2]]), { value: 2 }));',
          'const parts = view(Inputs.checkbox(["a", "b"], { value: ["b"] }));',
          "const on = view(Inputs.toggle());",
          'const name = view(Inputs.text({ value: "V3" }));',
          'const presses = view(Inputs.button("Again"));',
        ].join("\n"),
      },
      { id: "show", source: "display(JSON.stringify([layers, middle, format, second, parts, on, name, presses]));" },
    ];
    expect(JSON.parse(runInNode(cells))).toEqual([58, 5, "E4M3", 2, ["b"], false, "V3", 0]);
  });
  it("draws figures without a browser, prints tables as tables, and an expression by itself", () => {
    const cells = [
      { id: "figure", source: 'import { barX } from "@observablehq/plot";\ndisplay(Plot.plot({ marks: [barX([3, 1, 2])] }));' },
      { id: "table", source: 'display([{ stage: "pre-training", hours: 2664 }]);' },
      { id: "expression", source: "[1, 2, 3]\n  .map((n) => n * 100);\n" },
    ];
    const printed = runInNode(cells);
    expect(printed).toMatch(/^<svg [^>]*viewBox/);
    expect(printed.match(/<rect /g)).toHaveLength(3);
    expect(printed).toContain("'pre-training'");
    expect(printed).toContain("[ 100, 200, 300 ]");
  });
});
