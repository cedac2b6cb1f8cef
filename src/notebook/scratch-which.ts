/**
 * @file Which notebook the scratchpad shows: the reader's own, or another one that came with a link, from a file, or lies
 * in the browser's storage.
 *
 * ```
 *   mine ←──── Keep a copy: added to mine ────┐
 *    │ ↑                                      │
 *    │ └──── Back to mine ──────── link, file, kept notebook
 *    └────── address, Open a file ──────────────↑
 * ```
 *
 * Every one of them is stored as soon as it is changed, each under an id of its own.
 */
import { authored, freshKey, ownId, plain } from "./kept/notebook.ts";
import type { Opened } from "./kept/keeper.ts";
import { changeKept, keptKeys, readKept } from "./kept/store.ts";
import { askedFor, fragmentOf, ownName, ownNotebook } from "./scratch-address.ts";
import { append } from "./scratch-cells.ts";
import { createCellList } from "./scratch-list.ts";
import { attempt, buttonFor, part, root, say } from "./scratch-parts.ts";
import { showNotebook, type ShownNotebook } from "./scratch-shown.ts";

export const list = createCellList(part("cells"), part("cell") as HTMLTemplateElement);

/** The notebook that is shown; none before the first `arrive`. */
export let shown: ShownNotebook;
/** Whether the reader has a notebook of his own, and not only the welcome. */
let hasOwn = false;
/** Which notebook was asked for last: what is read for an earlier one comes too late. */
let turn = 0;

/** Shows what the address asks for, as it is stored or, where it is not, as it comes. */
export async function arrive(): Promise<void> {
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
      attempt(listKept);
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
export async function listKept(): Promise<void> {
  const others = (await keptKeys()).filter((key) => key !== ownId && key !== shown.id);
  if (others.length === 0) part("kept").hidden = true;
  else await import("./scratch-kept.ts").then(({ showKept }) => showKept(part("kept"), shown.id, say));
}

/** Adds the cells to the reader's own notebook, whatever other tabs have made of that, and shows it. */
export async function keep(): Promise<void> {
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

export async function back(): Promise<void> {
  history.replaceState(null, "", location.pathname + location.search);
  await arrive();
  say(hasOwn ? "This is your own notebook." : "");
  focusOn(0);
}

/** Takes back what was changed in a notebook of another author. */
export function restore(): void {
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

export async function open(): Promise<void> {
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
  buttonFor("keep").focus();
}

/** The cell at `place`, or what makes a first one. */
function focusOn(place: number): void {
  const key = shown.cells[place]?.key;
  const target =
    key === undefined ? buttonFor("add") : list.element(key)?.querySelector<HTMLElement>('[data-do="run"]');
  target?.focus();
}
