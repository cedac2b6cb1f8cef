/**
 * @file Keeps one notebook that is open in this tab: stores every change at once, and takes over those of other tabs.
 *
 * ```
 *   change ──→ mine ──(transaction: base, mine, stored → merged)──→ base = mine = stored
 *   another tab ──→ base, mine, stored → merged ──→ `merged`
 * ```
 *
 * `base` is what this tab last saw in the storage. Whatever was typed while a transaction ran is merged into what came
 * of it, so no list lives across an `await`.
 */
import { changed } from "./change.ts";
import { merge } from "./merge.ts";
import { freshKey, sameList, type KeptCell, type KeptNotebook } from "./notebook.ts";
import { changeKept, readKept } from "./store.ts";
import { forgetUnsaved, rememberUnsaved } from "./unsaved.ts";

/** Milliseconds between two transactions: a slider that is dragged does not need one for each of its places. */
const betweenSaves = 100;

export type KeeperListener = {
  /** Another tab changed the notebook: these are its cells now. */
  merged(cells: readonly KeptCell[]): void;
  /** Two tabs wrote different code into one cell; the other one's notebook is kept under this name. */
  conflict(copyName: string): void;
  /** Why nothing is stored. */
  problem(error: Error): void;
};

export type Keeper = {
  readonly id: string;
  /** Takes over what the reader did, and stores it. */
  change(cells: readonly KeptCell[]): void;
  /** Looks for changes of other tabs. Resolves when all is stored and seen, or cannot be. */
  sync(): Promise<void>;
  /** Puts what is not stored yet where it is found at the next visit: to be called when the page goes. */
  rescue(): void;
};

/** A notebook as it is about to be kept; `version` is that of the record it was read from, 0 if there is none. */
export type Opened = Omit<KeptNotebook, "changedAt">;

export function createKeeper({ id, name, author, cells, version }: Opened, listener: KeeperListener): Keeper {
  let base = cells;
  let mine = cells;
  let seen = version;
  let stale = false;
  let working: Promise<void> | null = null;
  const tab = freshKey();

  function isDirty(): boolean {
    return !sameList(mine, base);
  }

  function work(): Promise<void> {
    working ??= untilDone()
      .catch((error: unknown) => listener.problem(error as Error))
      .finally(() => (working = null));
    return working;
  }

  async function untilDone(): Promise<void> {
    while (isDirty() || stale) {
      stale = false;
      if (isDirty()) {
        await save();
        if (isDirty()) await new Promise((later) => setTimeout(later, betweenSaves));
      } else {
        const stored = await readKept(id);
        if (stored && stored.version !== seen) take(base, stored);
      }
    }
    forgetUnsaved(tab);
  }

  async function save(): Promise<void> {
    const [before, sent] = [base, mine];
    const [stored, copy] = await changeKept(id, (there) =>
      changed({ id, name, author, base: before, cells: sent }, there),
    );
    take(sent, stored);
    if (copy) listener.conflict(copy.name);
  }

  /** Goes on from what is stored, with all that was done here since `sent`. */
  function take(sent: readonly KeptCell[], stored: KeptNotebook): void {
    const { cells: both, conflicts } = merge(sent, mine, stored.cells);
    // Where that is in conflict, it begins with what both knew, so that the next transaction finds it too.
    const known = new Map(sent.filter(({ key }) => conflicts.includes(key)).map((cell) => [cell.key, cell]));
    base = stored.cells.map((cell) => known.get(cell.key) ?? cell);
    seen = stored.version;
    const isNews = !sameList(both, mine);
    mine = both;
    if (isNews) listener.merged(mine);
  }

  return {
    id,
    change(next) {
      mine = next;
      void work();
    },
    sync() {
      stale = true;
      return work();
    },
    rescue() {
      if (isDirty()) rememberUnsaved(tab, { id, name, author, base, cells: mine });
    },
  };
}
