/**
 * @file The life of the cells of a page: they wait, run, show, come to an end, and may be stopped. The sandbox runs them;
 * this is what it tells, as states of cells.
 *
 * ```
 *   rest ─ run ─→ waiting ─ started ─→ running ─ finished, stopped, ended ─→ rest
 *                                                            timers left ─→ rest, and offers to stop
 * ```
 */
import type { CellError, CellSource } from "../cell.ts";
import type { DisplayTree } from "../display/tree.ts";
import { createSandbox, type Sandbox } from "../sandbox/sandbox.ts";
import type { CellOutputs } from "./cell-outputs.ts";
import { buttonOf, hide, mark, showError, type Cell } from "./page-cell.ts";

/** A cell that runs for longer gets a button to stop it; milliseconds. */
const stopAfter = 1_000;
const stillBusy = "Still at work, after its end";

type Around = {
  /** All cells by their ids, as they are at any moment. */
  cells: ReadonlyMap<string, Cell>;
  /** All cells in the order of the page. */
  inOrder(): Cell[];
  outputs: CellOutputs;
  /** Address of the page in the sandbox's frame, and of the worker in that. */
  framePage: string;
  workerFile: string;
};

export type CellRuns = {
  /** Runs these cells with the code that they have now. */
  run(ids: readonly string[]): void;
  stop(): void;
  /** A control stands elsewhere: its cell hears of it, and runs first if it never did. */
  moved(cell: Cell, view: number, value: unknown): void;
  /** As `moved`, for a cell that has run. */
  input(cell: Cell, view: number, value: unknown): void;
  /** Cells came, went, or have other code; nothing runs that did not run before. */
  follow(): void;
  dispose(): void;
};

export function createCellRuns({ cells, inOrder, outputs: outputsShown, framePage, workerFile }: Around): CellRuns {
  let sandbox: Sandbox | null = null;
  let begunLast: Cell | null = null;
  /** The cell that offers to stop what it has left at work. */
  let atWork: Cell | null = null;

  function run(ids: readonly string[]): void {
    sandbox ??= createSandbox(framePage, workerFile, {
      isCell: (id) => cells.has(id),
      started,
      displayed,
      finished,
      busy,
      ended,
    });
    // A cell that is in a long run would never get to the next one.
    const asked = ids.map((id) => cells.get(id)!);
    if (asked.some((cell) => cell.state === "running" && !buttonOf(cell, "stop").hidden)) stop();
    for (const cell of asked) {
      cell.committed = cell.source;
      if (cell.controlsOf !== cell.source) Object.assign(cell, { controls: [], controlsOf: cell.source });
      cell.note = "";
      enter(cell, "waiting");
    }
    sandbox.run(committed(), [...ids]);
  }

  function committed(): CellSource[] {
    return inOrder().map(({ id, committed: source }) => ({ id, source }));
  }

  function moved(cell: Cell, view: number, value: unknown): void {
    if (cell.live) return input(cell, view, value);
    cell.moved.set(view, value);
    if (cell.state === "rest") run([cell.id]);
  }

  function input(cell: Cell, view: number, value: unknown): void {
    sandbox?.input(cell.id, view, value);
  }

  function stop(): void {
    if (!sandbox) return;
    sandbox.stop();
    ended("Stopped.");
  }

  function started(id: string): void {
    const cell = cells.get(id);
    if (!cell) return;
    // Its controls are made anew, and must go where they stood.
    if (cell.controlsOf === cell.committed)
      for (const [view, value] of cell.controls.entries()) if (value !== null) cell.moved.set(view, value);
    begunLast = cell;
    enter(cell, "running");
  }

  /** Something runs on though every cell has come to its end, in a timer for instance: the last that began offers to stop it. */
  function busy(isBusy: boolean): void {
    if ([...cells.values()].some(({ state }) => state !== "rest")) return;
    const now = isBusy && begunLast && cells.has(begunLast.id) ? begunLast : null;
    if (now !== atWork && atWork) noLongerAtWork();
    atWork = now;
    if (!now) return;
    buttonOf(now, "stop").hidden = false;
    if (now.note !== "") return;
    now.note = stillBusy;
    mark(now);
  }

  function noLongerAtWork(): void {
    hide(atWork!, "stop");
    if (atWork!.note === stillBusy) atWork!.note = "";
    mark(atWork!);
    atWork = null;
  }

  function displayed(id: string, outputs: DisplayTree[]): void {
    const cell = cells.get(id);
    if (!cell) return;
    // What is displayed after the end, by a timer for instance, belongs to the cell as well.
    if (cell.state === "rest" && cell.last) cell.last = { ...cell.last, outputs };
    outputsShown.show(cell, outputs);
  }

  function finished(id: string, { outputs, error }: { outputs: DisplayTree[]; error: CellError | null }): void {
    const cell = cells.get(id);
    if (!cell) return;
    cell.live = true;
    cell.shown = cell.committed;
    cell.last = error ? { outputs, error } : { outputs };
    const moved = new Set(cell.moved.keys());
    outputsShown.show(cell, outputs, (view) => moved.has(view));
    showError(cell, error);
    enter(cell, "rest");
    for (const [view, value] of cell.moved) sandbox?.input(id, view, value);
    cell.moved.clear();
  }

  /** The worker is gone, and with it all values. */
  function ended(message: string): void {
    for (const cell of cells.values()) {
      cell.live = false;
      if (cell.state === "rest" && cell !== atWork) continue;
      cell.note = message;
      cell.moved.clear();
      enter(cell, "rest");
    }
    atWork = null;
  }

  function enter(cell: Cell, state: Cell["state"]): void {
    cell.state = state;
    if (state === "rest") {
      if (cell.timer !== null) clearTimeout(cell.timer);
      cell.timer = null;
      hide(cell, "stop");
    } else {
      cell.timer ??= setTimeout(() => {
        buttonOf(cell, "stop").hidden = false;
        cell.note = cell.state === "running" ? "Running…" : sandbox?.alive ? "Waiting…" : "Loading…";
        mark(cell);
      }, stopAfter);
      if (cell.note === "Waiting…" || cell.note === "Loading…")
        cell.note = state === "running" ? "Running…" : "Waiting…";
    }
    if (state === "rest" && /^(Running|Waiting|Loading)…$/.test(cell.note)) cell.note = "";
    mark(cell);
  }

  return {
    run,
    stop,
    moved,
    input,
    follow: () => sandbox?.setCells(committed()),
    dispose: () => sandbox?.dispose(),
  };
}
