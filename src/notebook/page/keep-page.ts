/**
 * @file Keeps what a reader changes in the cells of a page: code, and where controls stand. It comes back at the next
 * visit, can be taken back as a whole, and can be shared.
 */
import type { CellSource } from "../cell.ts";
import { scratchLink } from "../formats/link.ts";
import { createKeeper } from "../kept/keeper.ts";
import { sameList, type KeptCell } from "../kept/notebook.ts";
import { storeUnsaved } from "../kept/unsaved.ts";
import { followTab } from "../kept/tab.ts";
import { keptMark } from "./kept-mark.ts";
import { keptNotice } from "./kept-notice.ts";
import type { Notebook } from "./mount.ts";

/** @returns what to call after each change of the reader */
export async function keepPage(notebook: Notebook, siteRoot: string): Promise<() => void> {
  const id = `page:${location.pathname}`;
  const name = document.querySelector("h1")?.textContent?.trim() ?? document.title;
  let cells: readonly KeptCell[] = [];
  let undo: readonly KeptCell[] | null = null;
  const notice = keptNotice({
    restore() {
      undo = cells;
      show([]);
      keeper.change(cells);
    },
    undo() {
      show(undo ?? cells);
      keeper.change(cells);
    },
    address: () => new URL(scratchLink(notebook.cells()), new URL(siteRoot, location.href)).href,
  });
  const keeper = createKeeper(
    { id, name, cells, version: 0 },
    {
      merged: (merged) => show(merged),
      conflict: (copy) =>
        notice.say(`Another tab had written in the same cell. Its code is kept in the scratchpad as ${copy}.`),
      problem: (error) => notice.say(error.message),
    },
  );

  /** Writes these changes into the page, and takes back others. */
  function show(next: readonly KeptCell[]): void {
    const gone = cells.filter(({ key }) => !next.some((cell) => cell.key === key));
    cells = next;
    for (const { id: cell, original } of gone) if (original !== undefined) setIfThere(cell, { source: original });
    for (const cell of cells) setIfThere(cell.id, cell);
    tell();
  }

  /** An author may have taken a cell out of the page: then what was kept of it stays where it is. */
  function setIfThere(cell: string, { source, controls }: Pick<CellSource, "source" | "controls">): void {
    if (notebook.cells().some((one) => one.id === cell)) notebook.setCell(cell, { source, controls });
  }

  function tell(): void {
    notice.count(cells.length, undo !== null && cells.length === 0);
    keptMark.set(cells.length > 0);
  }

  function changed(): void {
    const there = new Set(notebook.cells().map((cell) => cell.id));
    const before = new Map(cells.map((cell) => [cell.id, cell]));
    const now = notebook
      .changed()
      .map((cell) => ({ ...cell, key: cell.id, original: before.get(cell.id)?.original ?? cell.original }));
    const next = [...now, ...cells.filter((cell) => !there.has(cell.id))];
    if (sameList(next, cells)) return;
    undo = null;
    cells = next;
    tell();
    keeper.change(cells);
  }

  followTab(() => keeper);
  changed(); // of the moments before this came
  await storeUnsaved().catch(() => {});
  await keeper.sync();
  return changed;
}
