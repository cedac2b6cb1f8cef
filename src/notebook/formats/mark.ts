/** @file The mark of lines in a file that are not the reader's. */
import type { CellSource } from "../cell.ts";

/** `// %%`, or as many percent signs more as it takes until no cell holds it. */
export function freeMark(cells: readonly CellSource[]): string {
  let mark = "// %%";
  while (cells.some(({ source }) => source.includes(mark))) mark += "%";
  return mark;
}

/** Whether {@link freeMark} could have given it. */
export function isMark(text: string): boolean {
  return /^\/\/ %%+$/.test(text);
}
