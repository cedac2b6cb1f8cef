/** Prose holds no figure that the computation module could give and nobody cites. */
import { readdirSync, readFileSync } from "node:fs";
import { createProcessor } from "@mdx-js/mdx";
import type { Root } from "mdast";
import remarkMath from "remark-math";
import { VFile } from "vfile";
import { describe, expect, it, vi } from "vitest";
import { tellTypedInFigures, typedInFigures } from "../../src/integrations/typed-in-figures.ts";

const content = new URL("../../content/", import.meta.url);
const pages = ["chapters", "primer"].flatMap((folder) => readdirSync(new URL(folder, content)).filter((name) => name.endsWith(".mdx")).map((name) => `${folder}/${name}`));

/** As the site reads it: front matter makes no lines go. */
function treeOf(mdx: string): Root {
  const body = mdx.replace(/^---\n[^]*?\n---/, (text) => text.replace(/[^\n]/g, ""));
  return createProcessor({ remarkPlugins: [remarkMath] }).parse(body) as Root;
}

describe.each(pages)("%s", (name) => {
  it("has no typed-in figure", () => {
    expect(typedInFigures(treeOf(readFileSync(new URL(name, content), "utf8")))).toEqual([]);
  });
});

describe("typedInFigures(tree)", () => {
  it.each([
    "It has 671 billion parameters.", "a share of 97.8%", "It took 54 days.", "×11.06 as many", "costs $5.576 million", "about 37B of them", "on 14K GPUs",
  ])("finds the figure in “%s”", (text) => {
    expect(typedInFigures(treeOf(text))).toHaveLength(1);
  });
  it.each([
    "See §3.3.2 and eq. 12 to 16, Table 1, chapter 2.2.", "in 2024", "DeepSeek-V3 in FP8 on an H800, E4M3 or BF16", "Llama 3.1 405B", "a tile of 1 × 128", "a context of 64K", "DeepSeek-V2.5 and V2.5-0905 on MATH-500",
    '<Value of="v3.parameters.total" />', '<Printed in="§1, Table 1">2664K</Printed>', "with $x = 37$ and `14.8T`", '<Try figure="gpu-hours" set={{ gpus: 16384, x: { y: 1 } }}>more</Try>',
    "[@wang2024lossfree] and [text](https://example.org/123)",
  ])("lets “%s” stand", (text) => {
    expect(typedInFigures(treeOf(text))).toEqual([]);
  });
  it("says the line", () => {
    expect(typedInFigures(treeOf("---\nnumber: 1\n---\n\nText.\n\n```ts\n1 + 1\n```\n\nIt is 42."))).toEqual([{ line: 11, text: "42." }]);
  });
});

describe("tellTypedInFigures()", () => {
  it("says file, line and what to do, while somebody writes", () => {
    const said = vi.spyOn(console, "warn").mockImplementation(() => {});
    tellTypedInFigures()(treeOf("# Title\n\nIt is 42."), new VFile({ path: `${process.cwd()}/content/chapters/a.mdx` }));
    expect(said.mock.calls).toEqual([
      ["content/chapters/a.mdx:3: “42.” is typed in; compute it (<Value>) or quote it (<Printed>)"],
    ]);
    said.mockRestore();
  });
});
