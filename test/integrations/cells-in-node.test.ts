import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createProcessor } from "@mdx-js/mdx";
import type { Node, Parent } from "mdast";
import remarkMath from "remark-math";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { toScript } from "../../src/notebook/formats/script.ts";
import type { CellSource } from "../../src/notebook/index.ts";

const chapters = fileURLToPath(new URL("../../content/chapters/", import.meta.url));
/** Inside the repository, where the package's own name leads to the computation module. */
const output = fileURLToPath(new URL("../output/", import.meta.url));
let folder: string;

beforeAll(() => {
  mkdirSync(output, { recursive: true });
  folder = mkdtempSync(join(output, "chapters-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

function cellsOf(chapter: string): CellSource[] {
  const text = readFileSync(join(chapters, chapter), "utf8").replace(/^---\n[^]*?\n---\n/, "");
  const found: CellSource[] = [];
  const visit = (node: Node): void => {
    const { meta, value } = node as { meta?: string; value?: string };
    const id = node.type === "code" ? /^cell id=(\S+)$/.exec(meta ?? "")?.[1] : undefined;
    if (id) found.push({ id, source: value! });
    for (const child of (node as Parent).children ?? []) visit(child);
  };
  visit(createProcessor({ remarkPlugins: [remarkMath] }).parse(text));
  return found;
}

describe("the cells of a chapter, saved as a script", () => {
  it.each(readdirSync(chapters).filter((name) => name.endsWith(".mdx")))("%s runs in Node", (chapter) => {
    const cells = cellsOf(chapter);
    expect(cells.length).toBeGreaterThanOrEqual(1);
    const file = join(folder, `${chapter}.ts`);
    writeFileSync(file, toScript(cells, "0.1.0"));
    const { status, stdout, stderr } = spawnSync(process.execPath, [file], { encoding: "utf8" });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout.length).toBeGreaterThan(0);
  });
});
