/** @file A cell of the page: what the notebook knows of it, and what is seen of that. */
import type { CellError, CellSource, ControlValue } from "../cell.ts";
import type { DisplayTree } from "../display/tree.ts";
import type { CellAction } from "./cell-markup.ts";
import type { CellEditor } from "./editor.ts";

/** What a cell last showed. */
export type ShownCell = { outputs: DisplayTree[]; error?: CellError };

/** What a reader changes in a cell. */
export type CellState = Pick<CellSource, "source" | "controls">;

export type Cell = {
  id: string;
  root: HTMLElement;
  /** The author's source, which Reset restores; null if the reader wrote the cell. */
  original: string | null;
  /** What Reset has just taken away. */
  beforeReset: CellState | null;
  source: string;
  /** The source whose output is shown; null if none is. */
  shown: string | null;
  /** What the engine knows of the cell. */
  committed: string;
  state: "rest" | "waiting" | "running";
  /** Whether the engine has a value of this cell. */
  live: boolean;
  last: ShownCell | null;
  /** The outputs that the page came with. */
  firstOutputs: Element[];
  /** Where controls stand that were moved, and the source whose controls they are. */
  controls: ControlValue[];
  controlsOf: string;
  /** What the engine has to hear once the cell has run: where controls stand that it makes anew. */
  moved: Map<number, unknown>;
  timer: ReturnType<typeof setTimeout> | null;
  editor: CellEditor | null;
  note: string;
  /** Elements of what it shows, about. */
  elements: number;
};

/** The cell that an element of the page shows, as it stands there. */
export function cellIn(element: HTMLElement): Cell {
  const source = element.querySelector(".cell-code code")!.textContent!;
  const outputs = element.querySelector(".cell-outputs")!;
  const hasRun = outputs.childElementCount > 0 || element.hasAttribute("data-ran");
  return {
    id: element.dataset.cell!,
    root: element,
    original: source,
    beforeReset: null,
    source,
    committed: source,
    shown: hasRun ? source : null,
    state: "rest",
    live: false,
    last: null,
    firstOutputs: [...outputs.children],
    controls: [],
    controlsOf: source,
    moved: new Map(),
    timer: null,
    editor: null,
    note: "",
    elements: 0,
  };
}

/** What the reader sees of the cell. Controls of other code than this do not count. */
export function stateOf({ source, controls, controlsOf }: Cell): CellState {
  return controlsOf === source && controls.some((value) => value !== null)
    ? { source, controls: [...controls] }
    : { source };
}

/** Shows in what state the cell is: edited, running, behind its code. */
export function mark(cell: Cell): void {
  const edited = cell.original !== null && cell.source !== cell.original;
  const stale = cell.shown !== null && cell.shown !== cell.source;
  cell.root.classList.toggle("is-edited", edited);
  cell.root.classList.toggle("is-stale", stale);
  cell.root.classList.toggle("is-running", cell.state !== "rest");
  cell.root.setAttribute("aria-busy", String(cell.state !== "rest"));
  const moved = cell.original !== null && stateOf(cell).controls !== undefined;
  show(cell, "reset", edited || moved);
  show(cell, "undo", cell.beforeReset !== null);
  const parts = [cell.note, edited && "Edited", stale && "Output is of earlier code"].filter(Boolean);
  const state = cell.root.querySelector(".cell-state")!;
  const text = parts.join(" · ");
  if (state.textContent !== text) state.textContent = text;
}

/** Shows why a run failed, in words and in the editor; `null` takes it away. */
export function showError(cell: Cell, error: CellError | null): void {
  const place = cell.root.querySelector<HTMLElement>(".cell-error")!;
  place.hidden = error === null;
  place.textContent = error ? `${error.message}${error.line ? ` (line ${error.line})` : ""}` : "";
  cell.editor?.markLine(error?.line ?? null);
}

/** Where the outputs of the cell stand. */
export function outputsOf(cell: Cell): Element {
  return cell.root.querySelector(".cell-outputs")!;
}

/** The button of the cell for an action; it may be hidden. */
export function buttonOf(cell: Cell, action: CellAction): HTMLButtonElement {
  return cell.root.querySelector<HTMLButtonElement>(`[data-do="${action}"]`)!;
}

function show(cell: Cell, action: CellAction, visible: boolean): void {
  if (visible) buttonOf(cell, action).hidden = false;
  else hide(cell, action);
}

/** Hides a button. One that goes does not take the focus with it. */
export function hide(cell: Cell, action: CellAction): void {
  const button = buttonOf(cell, action);
  if (button === document.activeElement) buttonOf(cell, "run").focus();
  button.hidden = true;
}
