/**
 * @file The scratchpad: what its buttons do. Which notebook is shown is in `scratch-which.ts`; nothing runs before the
 * reader says so, and editor and runtime are loaded only then.
 */
import { ownId } from "./kept/notebook.ts";
import { takeOverOldStorage } from "./kept/old-storage.ts";
import { somethingUnreadable } from "./kept/store.ts";
import { followTab } from "./kept/tab.ts";
import { storeUnsaved } from "./kept/unsaved.ts";
import { asksForNotebook, ownName } from "./scratch-address.ts";
import { move, putBack, takeOut, withNew } from "./scratch-cells.ts";
import { attempt, buttonFor, part, root, say, undo } from "./scratch-parts.ts";
import { arrive, back, keep, list, listKept, open, restore, shown } from "./scratch-which.ts";

const siteRoot = root.dataset.root!;

root.addEventListener("click", (event) => {
  const button = (event.target as Element).closest<HTMLElement>("[data-action], [data-do]");
  if (!button || !shown) return;
  if (button.dataset.do === undefined)
    attempt(() => act(button.dataset.action!, button.closest<HTMLElement>(".scratch-cell")?.dataset.key ?? ""));
  // Once the notebook is there, it listens to its own buttons.
  else if (!shown.awake) attempt(async () => (await wake()).act(button));
});
part("file").addEventListener("change", () => attempt(open));
addEventListener("hashchange", () => {
  if (asksForNotebook(location.hash) || (shown?.id !== ownId && location.hash === "")) attempt(() => arrive());
});
// Colors come with the first sign of a reader: at rest the page loads nothing for them.
for (const sign of ["pointerover", "touchstart", "focusin", "keydown"]) {
  document.addEventListener(sign, () => void list.color().catch(() => {}), { once: true, passive: true });
}
followTab(
  () => shown?.keeper ?? null,
  () => shown && attempt(listKept),
);

await start();

async function start(): Promise<void> {
  let problem: unknown = null;
  try {
    await takeOverOldStorage(ownName);
    await storeUnsaved();
  } catch (error) {
    problem = error;
  }
  await arrive();
  if (problem) say((problem as Error).message);
  if (await somethingUnreadable())
    await import("./scratch-kept.ts")
      .then(({ showUnreadable }) => showUnreadable(part("unreadable"), say))
      .catch(() => {});
}

async function act(action: string, key: string): Promise<void> {
  switch (action) {
    case "up":
    case "down":
      return shift(key, action);
    case "delete":
      return remove(key);
    case "run-all":
      return (await wake()).runAll();
    case "add":
      return add();
    case "keep":
      return keep();
    case "back":
      return back();
    case "restore":
      return restore();
    case "undo":
      return undo();
    case "link":
      return (await sharing()).shareLink(
        shown,
        new URL(siteRoot, location.href),
        part("by-hand") as HTMLInputElement,
        say,
      );
    case "open":
      return part("file").click();
    case "save-ts":
    case "save-ipynb":
      return (await sharing()).saveFile(
        action,
        shown,
        { version: root.dataset.version!, site: new URL(siteRoot, location.href).href },
        say,
      );
  }
}

// The cells

async function wake() {
  return shown.wake().catch((error: unknown) => {
    say("The editor could not be loaded. Check the connection and try again.");
    throw error;
  });
}

async function add(): Promise<void> {
  const { cells, added } = withNew(shown.cells);
  shown.set(cells);
  await (await wake()).edit(added.id);
}

function shift(key: string, to: "up" | "down"): void {
  const next = move(shown.cells, key, to === "up" ? -1 : 1);
  if (next === shown.cells) return;
  shown.set(next);
  list.row(key, to)!.focus(); // moving an element takes the focus away
  const place = next.findIndex((cell) => cell.key === key);
  say(`${next[place].id} is now cell ${place + 1} of ${next.length}.`);
}

function remove(key: string): void {
  const out = takeOut(shown.cells, key);
  if (!out) return;
  const { cells, taken } = out;
  const at = shown.cells.findIndex((cell) => cell.key === key);
  const from = shown;
  shown.set(cells);
  const neighbor = cells[at] ?? cells[at - 1];
  (neighbor ? list.row(neighbor.key, "delete")! : buttonFor("add")).focus();
  say(`${taken.cell.id} is deleted.`, () => {
    if (shown !== from) return;
    shown.set(putBack(shown.cells, taken));
    say(`${taken.cell.id} is back.`);
    list.row(key, "delete")!.focus();
  });
}

function sharing(): Promise<typeof import("./scratch-share.ts")> {
  return import("./scratch-share.ts").catch((error: unknown) => {
    say("That could not be loaded. Check the connection and try again.");
    throw error;
  });
}
