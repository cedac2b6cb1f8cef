/** @file The mark of lines in a file that are not the reader's. */
import type { CellSource } from "../cell.ts";

/** `// %%`, or as many percent signs more as it takes until no cell holds it. */
export function freeMark(cells: readonly CellSource[]): string {
  // One pass: a cell may be one line of percent signs.
  const found = cells.flatMap(({ source }) => source.match(/\/\/ %%+/g) ?? []);
  const signs = found.reduce((most, mark) => Math.max(most, mark.length - "// ".length), 1);
  return `// ${"%".repeat(signs + 1)}`;
}

/** Whether {@link freeMark} could have given it. */
export function isMark(text: string): boolean {
  return /^\/\/ %%+$/.test(text);
}
