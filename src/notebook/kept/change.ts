/** @file A change on its way into the storage: what to write for it, given what stands there by then. */
import { merge } from "./merge.ts";
import { freshKey, type KeptCell, type KeptNotebook } from "./notebook.ts";
import type { NextNotebook } from "./store.ts";

/** A change that is not stored yet, with all that it takes to do so: `cells` were made from `base`. */
export type Change = Pick<KeptNotebook, "id" | "name" | "author" | "cells"> & { base: readonly KeptCell[] };

/** The notebook with the change, and a copy of what it wins over. Written a second time, it changes nothing. */
export function changed({ base, cells, ...notebook }: Change, stored: KeptNotebook | null): NextNotebook[] {
  const { cells: both, conflicts } = merge(base, cells, stored?.cells ?? base);
  const next = { ...notebook, cells: both, changedAt: Date.now() };
  return stored && conflicts.length > 0 ? [next, copyOf(stored)] : [next];
}

/** The same for a change that comes late: what is stored wins by now, and the change is the copy. */
export function changedLate({ base, cells, ...notebook }: Change, stored: KeptNotebook | null): NextNotebook[] {
  const { cells: both, conflicts } = merge(base, stored?.cells ?? base, cells);
  const next = { ...notebook, cells: both, changedAt: Date.now() };
  return conflicts.length > 0 ? [next, copyOf({ ...notebook, cells })] : [next];
}

/** A notebook under another name, that depends on no address. */
function copyOf({ name, cells, author }: Pick<KeptNotebook, "name" | "cells" | "author">): NextNotebook {
  const now = new Date();
  return {
    id: `copy:${freshKey()}`,
    name: `Copy of “${name}”, ${now.toLocaleString("en-US", { dateStyle: "medium", timeStyle: "medium" })}`,
    cells,
    ...(author && { author }),
    changedAt: now.getTime(),
  };
}
