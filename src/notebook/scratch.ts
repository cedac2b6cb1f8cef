/**
 * @file The scratchpad: the reader's own notebook, or another one that came with a link, from a file, or lies in the
 * browser's storage.
 *
 * ```
 *   mine ←──── Keep a copy: added to mine ────┐
 *    │ ↑                                      │
 *    │ └──── Back to mine ──────── link, file, kept notebook
 *    └────── address, Open a file ──────────────↑
 * ```
 *
 * Every one of them is stored as soon as it is changed, each under an id of its own. Nothing runs before the reader
 * says so, and editor and runtime are loaded only then.
 */
import { authored, freshKey, ownId, plain } from "./kept/notebook.ts";
import type { Opened } from "./kept/keeper.ts";
import { takeOverOldStorage } from "./kept/old-storage.ts";
import { changeKept, keptKeys, readKept, somethingUnreadable } from "./kept/store.ts";
import { followTab } from "./kept/tab.ts";
import { storeUnsaved } from "./kept/unsaved.ts";
import { askedFor, asksForNotebook, fragmentOf, ownName, ownNotebook } from "./scratch-address.ts";
import { append, move, putBack, takeOut, withNew } from "./scratch-cells.ts";
import { createCellList } from "./scratch-list.ts";
import { showNotebook, type ShownNotebook } from "./scratch-shown.ts";

const root = document.querySelector<HTMLElement>("[data-scratch]")!;
const part = (name: string): HTMLElement => root.querySelector<HTMLElement>(`[data-part="${name}"]`)!;
const siteRoot = root.dataset.root!;
const list = createCellList(part("cells"), part("cell") as HTMLTemplateElement);

let shown: ShownNotebook;
/** Whether the reader has a notebook of his own, and not only the welcome. */
let hasOwn = false;
/** Which notebook was asked for last: what is read for an earlier one comes too late. */
let turn = 0;
let undo: (() => void | Promise<void>) | null = null;

root.addEventListener("click", (event) => {
  const button = (event.target as Element).closest<HTMLElement>("[data-action], [data-do]");
  if (!button || !shown) return;
  if (button.dataset.do === undefined)
    run(() => act(button.dataset.action!, button.closest<HTMLElement>(".scratch-cell")?.dataset.key ?? ""));
  // Once the notebook is there, it listens to its own buttons.
  else if (!shown.awake) run(async () => (await wake()).act(button));
});
part("file").addEventListener("change", () => run(open));
addEventListener("hashchange", () => {
  if (asksForNotebook(location.hash) || (shown?.id !== ownId && location.hash === "")) run(() => arrive());
});
// Colors come with the first sign of a reader: at rest the page loads nothing for them.
for (const sign of ["pointerover", "touchstart", "focusin", "keydown"]) {
  document.addEventListener(sign, () => void list.color().catch(() => {}), { once: true, passive: true });
}
followTab(
  () => shown?.keeper ?? null,
  () => shown && run(listKept),
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

function run(step: () => void | Promise<void>): void {
  Promise.resolve()
    .then(step)
    .catch((error: unknown) => console.error(error)); // the reader was told already
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
      return undo?.();
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

// Which notebook

/** Shows what the address asks for, as it is stored or, where it is not, as it comes. */
async function arrive(): Promise<void> {
  const mine = ++turn;
  const { notebook, problem = "" } = await askedFor(location.hash);
  let opened: Opened | null = notebook;
  let failure = "";
  try {
    const [stored, own] = await Promise.all([readKept(notebook.id), readKept(ownId)]);
    hasOwn ||= own !== null;
    if (stored) opened = { ...notebook, ...stored };
    else if (notebook.cells.length === 0) opened = null;
  } catch (error) {
    failure = (error as Error).message;
  }
  if (mine !== turn) return;
  showThis(opened ?? ownNotebook());
  say(
    opened
      ? `${problem}${problem && hasOwn ? " Your own notebook is shown." : ""}` || failure
      : "That notebook is not kept here anymore.",
  );
}

function showThis(opened: Opened): void {
  turn++;
  shown?.leave();
  shown = showNotebook(part("cells"), list, opened, {
    changed(elsewhere) {
      if (shown.id === ownId) hasOwn = true;
      facts();
      if (elsewhere) say("This notebook was changed in another tab; it is shown as it is now.");
    },
    conflict(copy) {
      say(`Another tab had written in the same cell. Its notebook is kept as ${copy}.`);
      run(listKept);
    },
    problem: (error) => say(error.message),
    loading(is) {
      if (is) root.dataset.state = "loading";
      else delete root.dataset.state;
    },
  });
  facts();
  listKept().catch(() => (part("kept").hidden = true)); // the storage is closed, which is said elsewhere
}

/** What is said about the notebook as a whole. */
function facts(): void {
  const { id, name, cells, changed } = shown;
  const isGuest = id !== ownId;
  part("guest").hidden = !isGuest;
  const origin = id.startsWith("link:")
    ? "This code came with the link. Read it, then press Run."
    : id.startsWith("file:")
      ? `This code came from the file ${name}. Read it, then press Run.`
      : name;
  part("guest-text").textContent = isGuest
    ? [
        origin,
        changed > 0 && `You changed ${changed === 1 ? "one cell" : `${changed} cells`}; that is kept here.`,
        hasOwn && "Your own notebook is kept as it is.",
      ]
        .filter(Boolean)
        .join(" ")
    : "";
  part("restore").hidden = changed === 0;
  part("back").textContent = hasOwn ? "Back to mine" : "Start a notebook of mine";
  part("none").hidden = cells.length > 0;
}

/** Lists what else is kept; the code for that comes only where there is something. */
async function listKept(): Promise<void> {
  const others = (await keptKeys()).filter((key) => key !== ownId && key !== shown.id);
  if (others.length === 0) part("kept").hidden = true;
  else await import("./scratch-kept.ts").then(({ showKept }) => showKept(part("kept"), shown.id, say));
}

/** Adds the cells to the reader's own notebook, whatever other tabs have made of that, and shows it. */
async function keep(): Promise<void> {
  const from = shown;
  const added = from.cells.length;
  let own: Opened;
  try {
    const [stored] = await changeKept(ownId, (before) => [
      { id: ownId, name: ownName, cells: append(before?.cells ?? [], plain(from.cells)), changedAt: Date.now() },
    ]);
    own = stored;
  } catch (error) {
    return say(`${(error as Error).message} Nothing was added; the cells stay here.`);
  }
  history.replaceState(null, "", location.pathname + location.search); // a reload must not bring the guest back
  const before = own.cells.length - added;
  hasOwn = true;
  showThis(own);
  say(
    before === 0
      ? "This is your notebook now."
      : `Added to your notebook: ${added === 1 ? "one cell" : `${added} cells`}, at its end.`,
  );
  focusOn(before);
}

async function back(): Promise<void> {
  history.replaceState(null, "", location.pathname + location.search);
  await arrive();
  say(hasOwn ? "This is your own notebook." : "");
  focusOn(0);
}

/** Takes back what was changed in a notebook of another author. */
function restore(): void {
  const { cells: before, changed } = shown;
  const from = shown;
  shown.set(authored(shown.author));
  say(
    `${changed === 1 ? "One cell is" : `${changed} cells are`} as the author wrote ${changed === 1 ? "it" : "them"}.`,
    () => {
      if (shown !== from) return;
      shown.set(before);
      say("Your changes are back.");
    },
  );
}

async function open(): Promise<void> {
  const field = part("file") as HTMLInputElement;
  const file = field.files?.[0];
  field.value = ""; // so that the same file can be opened again
  if (!file) return;
  const read = await import("./scratch-files.ts").then(
    ({ openFile }) => openFile(file),
    () => ({ problem: "The file cannot be opened. Check the connection and try again." }),
  );
  if ("problem" in read) return say(read.problem);
  const notebook = { id: `file:${freshKey()}`, name: file.name, cells: authored(read.cells), author: read.cells };
  let problem = "";
  try {
    await changeKept(notebook.id, () => [{ ...notebook, changedAt: Date.now() }]);
    history.pushState(null, "", fragmentOf(notebook.id));
  } catch (error) {
    problem = (error as Error).message;
  }
  showThis({ ...notebook, version: problem ? 0 : 1 });
  say(problem);
  root.querySelector<HTMLElement>('[data-action="keep"]')!.focus();
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
  (neighbor ? list.row(neighbor.key, "delete")! : root.querySelector<HTMLElement>('[data-action="add"]')!).focus();
  say(`${taken.cell.id} is deleted.`, () => {
    if (shown !== from) return;
    shown.set(putBack(shown.cells, taken));
    say(`${taken.cell.id} is back.`);
    list.row(key, "delete")!.focus();
  });
}

/** The cell at `place`, or what makes a first one. */
function focusOn(place: number): void {
  const key = shown.cells[place]?.key;
  const target =
    key === undefined
      ? root.querySelector<HTMLElement>('[data-action="add"]')
      : list.element(key)?.querySelector<HTMLElement>('[data-do="run"]');
  target?.focus();
}

function sharing(): Promise<typeof import("./scratch-share.ts")> {
  return import("./scratch-share.ts").catch((error: unknown) => {
    say("That could not be loaded. Check the connection and try again.");
    throw error;
  });
}

/** One sentence for all readers, and a way back if there is one. */
function say(text: string, way: (() => void | Promise<void>) | null = null): void {
  part("said").textContent = text;
  undo = way;
  part("undo").hidden = way === null;
}
