/**
 * @file The notebook that the scratchpad shows: its cells, the elements that show them, and the keeper that stores them.
 *
 * The cells live here, in one place, and every step takes the list as it is at that moment: editor and runtime come and
 * go around it. They are loaded at the first Run or Edit.
 */
import { changedCells, type KeptCell } from "./kept/notebook.ts";
import { createKeeper, type Keeper, type KeeperListener, type Opened } from "./kept/keeper.ts";
import type { CellSource } from "./cell.ts";
import type { Notebook } from "./page/mount.ts";
import type { CellList } from "./scratch-list.ts";
import { withState } from "./scratch-cells.ts";

export type ShownNotebook = {
  readonly id: string;
  readonly name: string;
  /** As they are now. */
  readonly cells: readonly KeptCell[];
  /** As they came; none where there is no other author than the reader. */
  readonly author: readonly CellSource[];
  /** How many of them are not as they came; 0 where they have no other author than the reader. */
  readonly changed: number;
  readonly keeper: Keeper;
  /** Takes over what the reader did to the list. */
  set(cells: readonly KeptCell[]): void;
  /** Brings the cells to life: from here on the notebook draws them, and the list their order. */
  wake(): Promise<Notebook>;
  /** The notebook, if it is there already. */
  readonly awake: Notebook | null;
  /** Takes it from the page. */
  leave(): void;
};

export type ShownListener = Omit<KeeperListener, "merged"> & {
  /** The cells are others now. @param elsewhere  whether another tab changed them */
  changed(elsewhere: boolean): void;
  loading(is: boolean): void;
};

/** Shows a notebook in `root`, at rest. */
export function showNotebook(
  root: HTMLElement,
  list: CellList,
  opened: Opened,
  listener: ShownListener,
): ShownNotebook {
  let cells = opened.cells;
  let awake: Notebook | null = null;
  let waking: Promise<Notebook> | null = null;
  let left = false;
  const keeper = createKeeper(opened, {
    ...listener,
    merged(merged) {
      cells = merged;
      if (left) return;
      list.show(cells);
      listener.changed(true);
    },
  });
  list.clear();
  list.show(cells);

  function set(next: readonly KeptCell[]): void {
    cells = next;
    list.show(cells);
    keeper.change(cells);
    listener.changed(false);
  }

  async function bringToLife(): Promise<Notebook> {
    listener.loading(true);
    try {
      const { mountNotebook } = await import("./page/mount.ts");
      if (left) throw new Error("another notebook is shown");
      awake = mountNotebook(root, {
        originalOf: (id) => cells.find((cell) => cell.id === id)?.original ?? null,
        onChange(id, state) {
          cells = withState(cells, id, state);
          list.drawn(cells);
          keeper.change(cells);
          listener.changed(false);
        },
      });
      list.live(awake);
      return awake;
    } finally {
      listener.loading(false);
    }
  }

  return {
    id: opened.id,
    name: opened.name,
    author: opened.author ?? [],
    keeper,
    set,
    get cells() {
      return cells;
    },
    get changed() {
      return opened.author ? changedCells(cells, opened.author) : 0;
    },
    get awake() {
      return awake;
    },
    wake() {
      waking ??= bringToLife().catch((error: unknown) => {
        waking = null;
        throw error;
      });
      return waking;
    },
    leave() {
      left = true;
      keeper.rescue();
      awake?.dispose();
    },
  };
}
