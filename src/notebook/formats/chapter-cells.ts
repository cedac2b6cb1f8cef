/** @file Cells of a chapter, read from its text. */
import type { CellSource } from "../cell.ts";

/** Fenced blocks ` ```ts cell id=name `, in the order of the page. */
export function chapterCells(mdx: string): CellSource[] {
  return [...mdx.matchAll(/^```ts cell id=(\S+)\n([^]*?)\n```$/gm)].map(([, id, source]) => ({ id, source }));
}
