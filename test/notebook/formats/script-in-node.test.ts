import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fromScript, toScript } from "../../../src/notebook/formats/script.ts";
import type { CellSource } from "../../../src/notebook/cell.ts";

const version = "0.1.0";

/** Inside the repository, where the package's own name leads to the computation module. */
const output = fileURLToPath(new URL("../../output/", import.meta.url));
let folder: string;

beforeAll(() => {
  mkdirSync(output, { recursive: true });
  folder = mkdtempSync(join(output, "script-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

function runInNode(cells: readonly CellSource[]): string {
  const script = toScript(cells, version);
  expect(fromScript(script)).toEqual({ cells });
  const file = join(folder, "notebook.ts");
  writeFileSync(file, script);
  const { stdout, stderr, status } = spawnSync(process.execPath, [file], { encoding: "utf8" });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  return stdout;
}

describe("toScript(cells, version), run by Node", () => {
  it("computes with the package, in the order of dependency", () => {
    const cells = [
      { id: "use", source: "display(hours / 1000);" },
      {
        id: "define",
        source:
          'import { gpuHours } from "v3-companion/compute";\nconst hours: number = gpuHours({ tokens: 14.8e12, tokensPerSecond: 1543.2098765432098 });',
      },
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
      {
        id: "figure",
        source: 'import { barX } from "@observablehq/plot";\ndisplay(Plot.plot({ marks: [barX([3, 1, 2])] }));',
      },
      { id: "table", source: 'display([{ stage: "pre-training", hours: 2664 }]);' },
      { id: "expression", source: "[1, 2, 3]\n  .map((n) => n * 100);\n" },
    ];
    const printed = runInNode(cells);
    expect(printed).toMatch(/^<svg [^>]*viewBox/);
    expect(printed.match(/<rect /g)).toHaveLength(3);
    expect(printed).toContain("'pre-training'");
    expect(printed).toContain("[ 100, 200, 300 ]");
  });
  it("takes the same import in several cells, and imports in any place", () => {
    const line = 'import { gpuHours } from "v3-companion/compute"; // of Table 1';
    const cells = [
      { id: "first", source: `${line}\nconst a = gpuHours({ tokens: 3.6e6, tokensPerSecond: 1 });` },
      {
        id: "second",
        source: `const text = \`\n${line}\n\`; ${line}\ndisplay(a + gpuHours({ tokens: 7.2e6, tokensPerSecond: 1 }) + text.length);`,
      },
      { id: "third", source: 'import { barX as bars } from "@observablehq/plot"; display(typeof bars);' },
    ];
    // 1,000 + 2,000 GPU-hours, and the text: the line of 62 characters between two line ends.
    expect(runInNode(cells)).toBe("3064\nfunction\n");
  });
  it("lets inputs stand where they stood in the page", () => {
    const cells = [
      {
        id: "inputs",
        source:
          "const tokens = view(Inputs.range([1024, 131072], { step: 1024, value: 4096 }));\nconst rest = view(Inputs.range([0, 10]));",
        controls: [7168],
      },
      {
        id: "more",
        source:
          'const format = view(Inputs.select(["E4M3", "E5M2"]));\nconst parts = view(Inputs.checkbox(["a", "b"]));',
        controls: [1, [0]],
      },
      { id: "show", source: "display(JSON.stringify([tokens, rest, format, parts]));" },
    ];
    expect(JSON.parse(runInNode(cells))).toEqual([7168, 5, "E5M2", ["a"]]);
  });
});
