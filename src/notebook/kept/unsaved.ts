/**
 * @file The last letters before a page goes. A transaction takes a moment, and the browser may end the page within it;
 * what is not stored then is written down at once in the other storage, and stored at the next visit. To store
 * something twice changes nothing, so it does no harm if the transaction came to its end after all.
 */
import { changedLate, type Change } from "./change.ts";
import { isKeptList } from "./notebook.ts";
import { changeKept } from "./store.ts";

const prefix = "v3-companion.unsaved:";

/** Writes down a change, under a name of this tab. */
export function rememberUnsaved(tab: string, change: Change): void {
  try {
    localStorage.setItem(prefix + tab, JSON.stringify(change));
  } catch {
    // Closed or full: the reader was told when the storage did not take the change.
  }
}

/** The change of this tab is stored. */
export function forgetUnsaved(tab: string): void {
  try {
    localStorage.removeItem(prefix + tab);
  } catch {
    // Closed: then nothing is there.
  }
}

/** Stores what earlier visits left. What cannot be read stays where it is. */
export async function storeUnsaved(): Promise<void> {
  for (const key of keysWithPrefix()) {
    const change = read(localStorage.getItem(key));
    if (!change) continue;
    await changeKept(change.id, (stored) => changedLate(change, stored));
    localStorage.removeItem(key);
  }
}

function keysWithPrefix(): string[] {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(prefix));
  } catch {
    return [];
  }
}

function read(text: string | null): Change | null {
  try {
    const change = JSON.parse(text ?? "null") as Change | null;
    return change &&
      typeof change.id === "string" &&
      typeof change.name === "string" &&
      isKeptList(change.base) &&
      isKeptList(change.cells)
      ? change
      : null;
  } catch {
    return null;
  }
}
