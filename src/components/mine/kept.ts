/** @file The reader's own model and cluster in this browser: part of the reader's record, kept on wish alone. */
import { readMine, type Mine } from "../../kit/declare/mine.ts";
import { changeRecord, currentRecord, hasRecord } from "../../reader/kept.ts";

/** What was said; `null` if nothing was. */
export function keptMine(): Mine | null {
  const mine = hasRecord() ? readMine(currentRecord().mine?.values) : {};
  return Object.keys(mine).length > 0 ? mine : null;
}

/** Keeps it; `{}` takes it away. @returns whether this browser stores anything for the site */
export function keepMine(mine: Mine): boolean {
  return changeRecord((record) => ({
    ...record,
    mine: { values: { ...mine } as Record<string, string | number>, at: Date.now() },
  }));
}
