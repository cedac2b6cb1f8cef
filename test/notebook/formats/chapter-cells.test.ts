/** Cells of chapters as they are read for files, beside what a parser of MDX finds. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createProcessor } from "@mdx-js/mdx";
import type { Node, Parent } from "mdast";
import remarkMath from "remark-math";
import { describe, expect, it } from "vitest";
import type { CellSource } from "../../../src/notebook/cell.ts";
import { chapterCells } from "../../../src/notebook/formats/chapter-cells.ts";

const chapters = join(import.meta.dirname, "../../../content/chapters");

function cellsByParser(mdx: string): CellSource[] {
  const found: CellSource[] = [];
  const visit = (node: Node): void => {
    const { meta, value } = node as { meta?: string; value?: string };
    const id = node.type === "code" ? /^cell id=(\S+)$/.exec(meta ?? "")?.[1] : undefined;
    if (id) found.push({ id, source: value! });
    for (const child of (node as Parent).children ?? []) visit(child);
  };
  visit(createProcessor({ remarkPlugins: [remarkMath] }).parse(mdx.replace(/^---\n[^]*?\n---\n/, "")));
  return found;
}

describe("chapterCells(mdx)", () => {
  it.each(readdirSync(chapters).filter((name) => name.endsWith(".mdx")))("finds the cells of %s", (name) => {
    const mdx = readFileSync(join(chapters, name), "utf8");
    expect(chapterCells(mdx)).toEqual(cellsByParser(mdx));
    expect(chapterCells(mdx).length).toBeGreaterThanOrEqual(1);
  });
});
