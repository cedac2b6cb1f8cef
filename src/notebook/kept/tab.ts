/** @file The life of a tab as far as what is kept goes: other tabs, the way back to a page that waited in memory, the end. */
import type { Keeper } from "./keeper.ts";
import { closeChannel, closeKept, listenToOtherTabs, openChannel } from "./store.ts";

/**
 * Looks after the notebook that is open in this tab.
 *
 * @param keeper  gives its keeper; null while there is none
 * @param changedElsewhere  another tab changed another notebook
 */
export function followTab(keeper: () => Keeper | null, changedElsewhere: () => void = () => {}): void {
  listenToOtherTabs(({ id }) => {
    if (id === keeper()?.id) void keeper()!.sync();
    else changedElsewhere();
  });
  addEventListener("pagehide", () => {
    keeper()?.rescue();
    // What is open could keep the page out of the browser's memory for Back.
    closeChannel();
    closeKept();
  });
  addEventListener("pageshow", ({ persisted }) => {
    if (!persisted) return;
    openChannel();
    void keeper()?.sync();
    changedElsewhere();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") keeper()?.rescue();
  });
}
