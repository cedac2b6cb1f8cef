/** @file What changes a cell: typing, a moved control, another tab or an earlier visit; and the way back to the author's. */
import type { ControlValue } from "../cell.ts";
import { placeControls, resetControls } from "./control-places.ts";
import { controlValue } from "./control-value.ts";
import { buttonOf, mark, outputsOf, showError, stateOf, type Cell, type CellState } from "./page-cell.ts";

/** What a change sets going in the notebook around the cell. */
type Around = {
  /** The reader has changed the cell. */
  changed(cell: Cell): void;
  /** A control of a live cell stands elsewhere. */
  input(cell: Cell, view: number, value: unknown): void;
  run(cell: Cell): void;
  /** The cell has other code, which does not run now. */
  committed(cell: Cell): void;
};

export type CellEdits = {
  typed(cell: Cell, source: string): void;
  moved(cell: Cell, view: number, value: ControlValue): void;
  /** Takes over what was changed elsewhere. Nothing runs, and nothing is reported as the reader's change. */
  set(cell: Cell, state: CellState): void;
  /** Back to the author's code, with controls as it makes them. */
  reset(cell: Cell): void;
  undoReset(cell: Cell): void;
};

export function cellEdits(around: Around): CellEdits {
  let quiet = false;

  function changed(cell: Cell): void {
    mark(cell);
    if (!quiet) around.changed(cell);
  }

  function write(cell: Cell, { source, controls = [] }: CellState): void {
    if (cell.source !== source) {
      if (cell.editor) cell.editor.set(source); // calls `typed`
      else writeCode(cell.root, source);
    }
    Object.assign(cell, { source, controls: [...controls], controlsOf: source });
    resetControls(outputsOf(cell));
    placeControls(outputsOf(cell), cell.controls);
  }

  function typed(cell: Cell, source: string): void {
    cell.source = source;
    cell.beforeReset = null;
    changed(cell);
  }

  function moved(cell: Cell, view: number, value: ControlValue): void {
    if (cell.controlsOf !== cell.committed) Object.assign(cell, { controls: [], controlsOf: cell.committed });
    cell.controls = Array.from({ length: Math.max(cell.controls.length, view + 1) }, (_, i) =>
      i === view ? value : (cell.controls[i] ?? null),
    );
    changed(cell);
  }

  function set(cell: Cell, state: CellState): void {
    const before = cell.controls;
    quiet = true;
    try {
      write(cell, state);
    } finally {
      quiet = false;
    }
    const isMoved = cell.controls.some((value) => value !== null);
    if (cell.live && cell.committed === cell.source) {
      // A control that was moved and now is not stands where the page had it, and its cell has to hear that as well.
      for (const view of new Set([...before.keys(), ...cell.controls.keys()])) {
        const part = outputsOf(cell).querySelector<HTMLElement>(`[data-view="${view}"]`);
        const value = cell.controls[view] ?? (part && controlValue(part));
        if (value !== null) around.input(cell, view, value);
      }
    } else if (isMoved && cell.shown === cell.source) cell.note = "Run shows the output for where the controls stand";
    else if (!isMoved) cell.note = "";
    mark(cell);
  }

  function reset(cell: Cell): void {
    if (cell.original === null) return;
    const before = stateOf(cell);
    write(cell, { source: cell.original });
    cell.beforeReset = before;
    cell.note = "";
    if (cell.live) around.run(cell); // with it all that depends on it
    else {
      cell.committed = cell.original;
      cell.moved.clear();
      around.committed(cell);
      outputsOf(cell).replaceChildren(...cell.firstOutputs);
      resetControls(outputsOf(cell));
      cell.shown = cell.firstOutputs.length > 0 || cell.root.hasAttribute("data-ran") ? cell.original : null;
      cell.last = null;
      showError(cell, null);
    }
    changed(cell);
  }

  function undoReset(cell: Cell): void {
    write(cell, cell.beforeReset!);
    cell.beforeReset = null;
    if (cell.live) around.run(cell);
    changed(cell);
    buttonOf(cell, "run").focus();
  }

  return { typed, moved, set, reset, undoReset };
}

/** Code at rest: it is there at once, and has its colors a moment later. */
function writeCode(root: Element, source: string): void {
  const code = root.querySelector(".cell-code code")!;
  code.textContent = source;
  import("./color-code.ts").then(
    ({ colorCode }) => colorCode(code),
    () => {},
  );
}
