/**
 * @file A notebook in a page: its cells are edited, run, stopped and reset. Cells run in the sandbox; this is what is
 * seen of it.
 */
import { createPaints } from "../../kit/page/paints.ts";
import computeNamesAddress from "./names-address.ts";
import { build } from "../display/build.ts";
import { showOutputs } from "../display/show.ts";
import { costOf } from "../display/room.ts";
import type { DisplayTree } from "../display/tree.ts";
import type { CellError, CellSource } from "../cell.ts";
import { createSandbox, type Sandbox } from "../sandbox/sandbox.ts";
import workerAddress from "../sandbox/worker.ts?worker&url";
import { cellEdits } from "./cell-edits.ts";
import { cellMarkup, type CellAction } from "./cell-markup.ts";
import { outputsWithPlaces, placeControls } from "./control-places.ts";
import { controlValue, moveTogether } from "./control-value.ts";
import { openEditor } from "./open-editor.ts";
import { createPace } from "./pace.ts";
import {
  buttonOf,
  cellIn,
  hide,
  mark,
  outputsOf,
  showError,
  stateOf,
  type Cell,
  type CellState,
  type ShownCell,
} from "./page-cell.ts";

/** A cell that runs for longer gets a button to stop it; milliseconds. */
const stopAfter = 1_000;
/** Elements that all cells of a page show together. */
const mostOnPage = 60_000;
const stillBusy = "Still at work, after its end";

export type NotebookOptions = {
  /** Called whenever the reader has changed a cell: its code, or where its controls stand. */
  onChange?(id: string, state: CellState): void;
  /** The author's code of a cell, null where there is none; without this, the code that stands in the page. */
  originalOf?(id: string): string | null;
};

export type Notebook = {
  /** Makes a cell at the end of `host`. It does not run by itself. */
  addCell(cell: CellSource, host?: Element): HTMLElement;
  removeCell(id: string): void;
  /** Takes over what was changed elsewhere: in another tab, or at an earlier visit. Nothing runs. */
  setCell(id: string, state: CellState): void;
  /** All cells in the order of the page, as they are now. */
  cells(): CellSource[];
  /** Those that are not as the author wrote them. */
  changed(): (CellSource & { original: string })[];
  edit(id: string): Promise<void>;
  run(id: string): void;
  runAll(): void;
  stop(): void;
  /** What was shown last by cells that are at rest and whose code is still the one that ran; static outputs of the page are not in it. */
  outputs(): Map<string, ShownCell>;
  /** Does what a button or a moved control asks for. */
  act(part: HTMLElement): void;
  dispose(): void;
};

/** Makes the cells inside `root` live: `.cell` elements as `Cell.astro` writes them, and those that are added. */
export function mountNotebook(root: HTMLElement, options: NotebookOptions = {}): Notebook {
  const cells = new Map<string, Cell>();
  const pace = createPace(createPaints<Cell>());
  const base = import.meta.env.BASE_URL.replace(/\/?$/, "/");
  // While the site is being written, the worker is bundled on demand (`pages/sandbox/[dev].js.ts`), and files have no folders.
  const framePage = `${base}sandbox/${import.meta.env.DEV ? "index.html" : ""}`;
  const workerFile = import.meta.env.DEV ? `${base}sandbox/worker.js` : workerAddress;
  let sandbox: Sandbox | null = null;
  let begunLast: Cell | null = null;
  /** The cell that offers to stop what it has left at work. */
  let atWork: Cell | null = null;
  const edits = cellEdits({
    changed: (cell) => options.onChange?.(cell.id, stateOf(cell)),
    input: (cell, view, value) => sandbox?.input(cell.id, view, value),
    run: (cell) => run(cell.id),
    committed(cell) {
      pace.drop(cell);
      sandbox?.setCells(committed());
    },
  });
  for (const element of root.querySelectorAll<HTMLElement>("[data-cell]")) adopt(element);
  root.dataset.notebook = "live";
  root.addEventListener("click", pressed);
  root.addEventListener("input", moved);
  root.addEventListener("change", left);

  function adopt(element: HTMLElement): Cell {
    const cell = cellIn(element);
    if (options.originalOf) cell.original = options.originalOf(cell.id);
    cells.set(cell.id, cell);
    return cell;
  }

  function cellOf(id: string): Cell {
    const cell = cells.get(id);
    if (!cell) throw new RangeError(`id must be that of a cell (got ${id})`);
    return cell;
  }

  function pressed(event: Event): void {
    const part = (event.target as Element).closest<HTMLElement>("[data-do], button[data-view]");
    if (part) act(part);
  }

  function moved(event: Event): void {
    const part = (event.target as Element).closest<HTMLElement>("[data-view]");
    if (part) act(part);
  }

  function act(part: HTMLElement): void {
    const cell = cells.get(part.closest<HTMLElement>("[data-cell]")?.dataset.cell ?? "");
    if (!cell) return;
    if (part.dataset.view !== undefined) move(cell, part);
    else
      switch (part.dataset.do as CellAction) {
        case "run":
          return run(cell.id);
        case "edit":
          return void edit(cell.id);
        case "reset":
          return edits.reset(cell);
        case "undo":
          return edits.undoReset(cell);
        case "stop":
          return stop();
      }
  }

  // Running

  function runCells(ids: string[]): void {
    sandbox ??= createSandbox(framePage, workerFile, {
      isCell: (id) => cells.has(id),
      started,
      displayed,
      finished,
      busy,
      ended,
    });
    // A cell that is in a long run would never get to the next one.
    if (ids.some((id) => cellOf(id).state === "running" && !buttonOf(cellOf(id), "stop").hidden)) stop();
    for (const id of ids) {
      const cell = cellOf(id);
      cell.committed = cell.source;
      if (cell.controlsOf !== cell.source) Object.assign(cell, { controls: [], controlsOf: cell.source });
      cell.note = "";
      enter(cell, "waiting");
    }
    sandbox.run(committed(), ids);
  }

  function committed(): CellSource[] {
    return inOrder().map(({ id, committed: source }) => ({ id, source }));
  }

  function run(id: string): void {
    runCells([id]);
  }

  function runAll(): void {
    runCells(inOrder().map(({ id }) => id));
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

  function show(cell: Cell, outputs: readonly DisplayTree[], keep?: (view: number) => boolean): void {
    pace.later(cell, function* () {
      const others = [...cells.values()].reduce((sum, one) => (one === cell ? sum : sum + one.elements), 0);
      const own = outputs.reduce((sum, tree) => sum + costOf(tree).elements, 0);
      const fits = others + own <= mostOnPage;
      cell.elements = fits ? own : 1;
      const place = (): void => placeControls(outputsOf(cell), cell.controls);
      const drawing = showOutputs(
        outputsOf(cell),
        cell.id,
        fits
          ? outputs
          : [
              {
                kind: "text",
                text: `What this cell shows has ${own.toLocaleString("en-US")} elements. The cells of this page already show ${others.toLocaleString("en-US")}; together it can be ${mostOnPage.toLocaleString("en-US")}.`,
              },
            ],
        keep,
      );
      for (const built of drawing) {
        place();
        yield built;
      }
      place();
    });
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
    show(cell, outputs);
  }

  function finished(id: string, { outputs, error }: { outputs: DisplayTree[]; error: CellError | null }): void {
    const cell = cells.get(id);
    if (!cell) return;
    cell.live = true;
    cell.shown = cell.committed;
    cell.last = error ? { outputs, error } : { outputs };
    const moved = new Set(cell.moved.keys());
    show(cell, outputs, (view) => moved.has(view));
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

  // Controls

  function move(cell: Cell, part: HTMLElement): void {
    const view = Number(part.dataset.view);
    const value = controlValue(part);
    if (value === null) return;
    const note = moveTogether(part);
    // A press of a button is no place to stand at.
    if (!(part instanceof HTMLButtonElement)) edits.moved(cell, view, value);
    if (cell.live) sandbox!.input(cell.id, view, value);
    else {
      cell.moved.set(view, value);
      if (cell.state === "rest") runCells([cell.id]);
    }
    if (note !== null || / the value is /.test(cell.note)) {
      cell.note = note ?? "";
      mark(cell);
    }
  }

  /** A field that is left shows the value of its control, whatever was typed. */
  function left(event: Event): void {
    const part = (event.target as Element).closest<HTMLElement>("[data-cell] [data-view]");
    if (part) moveTogether(part, true);
  }

  // Editing

  function edit(id: string): Promise<void> {
    const cell = cellOf(id);
    return openEditor(cell, {
      namesAddress: computeNamesAddress(base),
      workerFile,
      onChange: (source) => edits.typed(cell, source),
      onRun: () => run(id),
    });
  }

  // Cells

  function inOrder(): Cell[] {
    return [...cells.values()].sort((a, b) =>
      a.root.compareDocumentPosition(b.root) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1,
    );
  }

  function allCells(): CellSource[] {
    return inOrder().map((cell) => ({ id: cell.id, ...stateOf(cell) }));
  }

  function changedCells(): (CellSource & { original: string })[] {
    return inOrder().flatMap((cell) => {
      const state = stateOf(cell);
      return cell.original === null || (cell.original === state.source && !state.controls)
        ? []
        : [{ id: cell.id, ...state, original: cell.original }];
    });
  }

  function addCell({ id, source, controls }: CellSource, host: Element = root): HTMLElement {
    if (cells.has(id)) throw new RangeError(`id must be that of no other cell (got ${id})`);
    const element = build(cellMarkup(id, source)) as HTMLElement;
    host.append(element);
    const cell = adopt(element);
    if (controls) cell.controls = [...controls];
    mark(cell);
    return element;
  }

  function removeCell(id: string): void {
    const cell = cellOf(id);
    if (cell.timer !== null) clearTimeout(cell.timer);
    cell.editor?.destroy();
    pace.drop(cell);
    cell.root.remove();
    cells.delete(id);
    sandbox?.setCells(committed());
  }

  function outputs(): Map<string, ShownCell> {
    return new Map(
      inOrder().flatMap(({ id, last, shown, source, state, controls }) =>
        last && shown === source && state === "rest"
          ? [[id, { ...last, outputs: outputsWithPlaces(last.outputs, controls) }]]
          : [],
      ),
    );
  }

  function dispose(): void {
    root.removeEventListener("click", pressed);
    root.removeEventListener("input", moved);
    root.removeEventListener("change", left);
    delete root.dataset.notebook;
    for (const cell of cells.values()) {
      if (cell.timer !== null) clearTimeout(cell.timer);
      cell.editor?.destroy();
    }
    sandbox?.dispose();
  }

  return {
    addCell,
    removeCell,
    setCell: (id, state) => edits.set(cellOf(id), state),
    cells: allCells,
    changed: changedCells,
    edit,
    run,
    runAll,
    stop,
    outputs,
    act,
    dispose,
  };
}
