/**
 * @file The scratchpad: the reader's own notebook, or one that came with a link or from a file and is looked at.
 *
 * ```
 *            link or file                 Keep a copy: added to mine
 *   mine ───────────────────→ guest ────────────────────────────────→ mine
 *    ↑                          │ Back to mine
 *    └──────────────────────────┘
 * ```
 *
 * Only mine is stored. Nothing runs before the reader says so, and editor and runtime are loaded only then.
 */
import type { CellSource } from "./cell.ts";
import { readLink, scratchLink } from "./formats/link.ts";
import type { Notebook } from "./page/mount.ts";
import { append, insertAfter, move } from "./scratch-cells.ts";
import { listItem, type ListItem, type RowAction } from "./scratch-list.ts";
import { readStored, storageKey, writeStored } from "./scratch-store.ts";

/** What a reader sees who was never here; it is not stored until something changes. */
const welcome: CellSource[] = [
  { id: "tokens", source: 'const tokens = view(Inputs.range([1024, 131072], {\n  label: "Context, tokens",\n  step: 1024,\n  value: 4096,\n}));' },
  { id: "kv-cache", source: "// cache of one sequence, in GB\nconst bytes = v3.kvCacheBytesPerToken(v3.deepseekV3);\ndisplay((tokens * bytes) / 1e9);" },
];

const root = document.querySelector<HTMLElement>("[data-scratch]")!;
const part = (name: string): HTMLElement => root.querySelector<HTMLElement>(`[data-part="${name}"]`)!;
const storage = (): Storage => localStorage;

let mine: readonly CellSource[] = welcome;
/** Whether `mine` is the reader's, and not the welcome. */
let hasOwn = false;
let guest: { cells: readonly CellSource[]; origin: string } | null = null;
let items = new Map<string, ListItem>();
let waking: Promise<Notebook> | null = null;
/** Resolves when the notebook of an earlier list is gone. */
let leaving: Promise<void> = Promise.resolve();
let undo: (() => void) | null = null;

const stored = readStored(storage);
if (stored.cells) {
  mine = stored.cells;
  hasOwn = true;
}
arrive(stored.problem ?? "");

addEventListener("hashchange", () => {
  if (readLink(location.hash)) arrive(""); // other fragments lead to places of the page
});
addEventListener("storage", (event) => {
  if (event.key === storageKey && !guest) say("Your notebook was changed in another tab. Load this page again to see it; what you change here replaces it.");
});

root.addEventListener("click", (event) => {
  const button = (event.target as Element).closest<HTMLElement>("[data-action], [data-do]");
  if (!button) return;
  const report = (error: unknown): void => console.error(error); // the reader was told already
  if (button.dataset.do === undefined) act(button.dataset.action!, button.closest<HTMLElement>(".scratch-cell")?.dataset.id ?? "").catch(report);
  // Once the notebook is there, it listens to its own buttons.
  else if (!part("cells").dataset.notebook) wake().then((notebook) => notebook.act(button), report);
});

part("file").addEventListener("change", () => void open());

/** Shows what the address asks for, or the reader's own notebook. */
function arrive(problem: string): void {
  const link = readLink(location.hash);
  guest = link && "cells" in link ? { cells: link.cells, origin: "This code came with the link. Read it, then press Run." } : null;
  draw();
  say(link && "problem" in link ? `${link.problem} ${hasOwn ? "Your own notebook is shown." : ""}`.trim() : problem);
}

async function act(action: string, id: string): Promise<void> {
  switch (action) {
    case "up":
    case "down":
      return shift(id, action);
    case "delete":
      return remove(id);
    case "run-all":
      return (await wake()).runAll();
    case "add":
      return add();
    case "keep":
      return keep();
    case "back":
      return back();
    case "undo":
      return undo?.();
    case "link":
      return copyLink();
    case "open":
      return part("file").click();
    case "save-ts":
    case "save-ipynb":
      return save(action);
  }
}

function cells(): readonly CellSource[] {
  return guest?.cells ?? mine;
}

/** Takes over a new list; only the reader's own is stored. */
function setCells(next: readonly CellSource[]): void {
  if (guest) guest = { ...guest, cells: next };
  else {
    mine = next;
    hasOwn = true;
    const problem = writeStored(storage, mine);
    if (problem) say(problem);
  }
}

/** Builds the list anew, at rest. */
function draw(): void {
  if (waking) leaving = waking.then((notebook) => notebook.dispose(), () => {});
  waking = null;
  undo = null;
  items = new Map(cells().map((cell) => [cell.id, listItem(cell)]));
  part("cells").replaceChildren(...[...items.values()].map(({ element }) => element));
  part("guest").hidden = guest === null;
  part("guest-text").textContent = guest ? `${guest.origin}${hasOwn ? " Your own notebook is kept as it is." : ""}` : "";
  part("back").textContent = hasOwn ? "Back to mine" : "Start a notebook of mine";
  markEnds();
}

/** Brings the cells to life: from here on the notebook draws them, and this page their order. */
function wake(): Promise<Notebook> {
  waking ??= bringToLife().catch((error: unknown) => {
    waking = null;
    say("The editor could not be loaded. Check the connection and try again.");
    throw error;
  });
  return waking;
}

async function bringToLife(): Promise<Notebook> {
  root.dataset.state = "loading";
  try {
    const [{ mountNotebook }] = await Promise.all([import("./page/mount.ts"), leaving]);
    return mountNotebook(part("cells"), { onChange: (sources) => setCells(sources) });
  } finally {
    delete root.dataset.state;
  }
}

async function add(): Promise<void> {
  const { cells: next, id } = insertAfter(cells(), null);
  const item = listItem({ id, source: "" });
  items.set(id, item);
  if (waking) {
    item.host.replaceChildren();
    part("cells").append(item.element);
    (await waking).addCell({ id, source: "" }, item.host);
  } else part("cells").append(item.element);
  setCells(next);
  markEnds();
  await (await wake()).edit(id);
}

function shift(id: string, to: "up" | "down"): void {
  const next = move(cells(), id, to === "up" ? -1 : 1);
  if (next === cells()) return;
  const { element } = items.get(id)!;
  if (to === "up") element.previousElementSibling!.before(element);
  else element.nextElementSibling!.after(element);
  setCells(next);
  markEnds();
  rowButton(element, to).focus(); // moving an element takes the focus away
  say(`${id} is now cell ${next.findIndex((cell) => cell.id === id) + 1} of ${next.length}.`);
}

async function remove(id: string): Promise<void> {
  const before = cells();
  const { element } = items.get(id)!;
  const neighbor = (element.nextElementSibling ?? element.previousElementSibling) as HTMLElement | null;
  const focus = neighbor ? rowButton(neighbor, "delete") : root.querySelector<HTMLElement>('[data-action="add"]')!;
  if (waking) (await waking).removeCell(id);
  setCells(cells().filter((cell) => cell.id !== id));
  items.delete(id);
  element.remove();
  markEnds();
  focus.focus();
  say(`${id} is deleted.`, () => {
    setCells(before.map((cell) => cells().find((now) => now.id === cell.id) ?? cell));
    draw();
    say(`${id} is back.`);
    rowButton(items.get(id)!.element, "delete").focus();
  });
}

function keep(): void {
  const own = hasOwn ? mine : [];
  const added = guest!.cells;
  leaveGuest();
  setCells(append(own, added));
  draw();
  say(own.length === 0 ? "This is your notebook now." : `Added to your notebook: ${added.length === 1 ? "one cell" : `${added.length} cells`}, at its end.`);
  focusOn(own.length);
}

function back(): void {
  leaveGuest();
  draw();
  say("This is your own notebook.");
  focusOn(0);
}

/** The address must not bring the guest back when the page is loaded again. */
function leaveGuest(): void {
  guest = null;
  history.replaceState(null, "", location.pathname + location.search);
}

/** The cell at `place`, or what makes a first one. */
function focusOn(place: number): void {
  const id = cells()[place]?.id;
  const target = id === undefined ? '[data-action="add"]' : `[data-id="${id}"] [data-do="run"]`;
  root.querySelector<HTMLElement>(target)!.focus();
}

async function copyLink(): Promise<void> {
  let address: string;
  try {
    address = new URL(scratchLink(cells()), new URL(root.dataset.root!, location.href)).href;
  } catch (error) {
    return say(cells().length === 0 ? "There are no cells to share." : `No link was made: the notebook is too large. Save it as a file. (${(error as Error).message})`);
  }
  try {
    await navigator.clipboard.writeText(address);
    say(`Link copied: ${address.length.toLocaleString("en-US")} characters.${address.length > 2000 ? " Some programs cut links as long as this; a file is safer." : ""}`);
  } catch {
    const field = part("by-hand") as HTMLInputElement;
    field.value = address;
    field.hidden = false;
    field.focus();
    field.select();
    say("The browser does not let this page copy. The link is in the field: copy it from there.");
  }
}

async function save(kind: "save-ts" | "save-ipynb"): Promise<void> {
  if (cells().length === 0) return say("There are no cells to save.");
  try {
    const files = await import("./scratch-files.ts");
    if (kind === "save-ts") files.saveScript(cells());
    else files.saveJupyter(cells(), waking ? (await waking).outputs() : new Map());
    say(kind === "save-ts" ? "Saved as v3-notebook.ts." : "Saved as v3-notebook.ipynb, with the outputs that are shown.");
  } catch (error) {
    say(`The file could not be made: ${(error as Error).message}`);
  }
}

async function open(): Promise<void> {
  const field = part("file") as HTMLInputElement;
  const file = field.files?.[0];
  field.value = ""; // so that the same file can be opened again
  if (!file) return;
  const read = await import("./scratch-files.ts").then(({ openFile }) => openFile(file), () => ({ problem: "The file cannot be opened. Check the connection and try again." }));
  if ("problem" in read) return say(read.problem);
  guest = { cells: read.cells, origin: `This code came from the file ${file.name}. Read it, then press Run.` };
  draw();
  say("");
  root.querySelector<HTMLElement>('[data-action="keep"]')!.focus();
}

/** The first cell cannot move up, the last not down. */
function markEnds(): void {
  const ids = cells().map(({ id }) => id);
  ids.forEach((id, i) => {
    const { element } = items.get(id)!;
    mark(element, "up", i === 0);
    mark(element, "down", i === ids.length - 1);
  });
  part("none").hidden = ids.length > 0;
}

/** `aria-disabled` and not `disabled`: a button that has the focus must not lose it. */
function mark(element: HTMLElement, action: RowAction, off: boolean): void {
  rowButton(element, action).setAttribute("aria-disabled", String(off));
}

function rowButton(element: HTMLElement, action: RowAction): HTMLElement {
  return element.querySelector<HTMLElement>(`.scratch-row [data-action="${action}"]`)!;
}

/** One sentence for all readers, and a way back if there is one. */
function say(text: string, way: (() => void) | null = null): void {
  part("said").textContent = text;
  undo = way;
  part("undo").hidden = way === null;
}
