/**
 * @file A notebook in a page: its cells are edited, run, stopped and reset, added and removed. How they run is in
 * `cell-runs.ts`, what they show in `cell-outputs.ts`.
 */
import { build } from "../display/build.ts";
import type { CellSource } from "../cell.ts";
import workerAddress from "../sandbox/worker.ts?worker&url";
import { cellEdits } from "./cell-edits.ts";
import { cellMarkup, type CellAction } from "./cell-markup.ts";
import { createCellOutputs } from "./cell-outputs.ts";
import { createCellRuns } from "./cell-runs.ts";
import { outputsWithPlaces } from "./control-places.ts";
import { controlValue, moveTogether } from "./control-value.ts";
import computeNamesAddress from "./names-address.ts";
import { openEditor } from "./open-editor.ts";
import { cellIn, mark, stateOf, type Cell, type CellState, type ShownCell } from "./page-cell.ts";

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
  const base = import.meta.env.BASE_URL.replace(/\/?$/, "/");
  // While the site is being written, the worker is bundled on demand (`pages/sandbox/[dev].js.ts`), and files have no folders.
  const framePage = `${base}sandbox/${import.meta.env.DEV ? "index.html" : ""}`;
  const workerFile = import.meta.env.DEV ? `${base}sandbox/worker.js` : workerAddress;
  const outputs = createCellOutputs(() => cells.values());
  const runs = createCellRuns({ cells, inOrder, outputs, framePage, workerFile });
  const edits = cellEdits({
    changed: (cell) => options.onChange?.(cell.id, stateOf(cell)),
    input: runs.input,
    run: (cell) => runs.run([cell.id]),
    committed(cell) {
      outputs.drop(cell);
      runs.follow();
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
          return runs.run([cell.id]);
        case "edit":
          return void edit(cell.id);
        case "reset":
          return edits.reset(cell);
        case "undo":
          return edits.undoReset(cell);
        case "stop":
          return runs.stop();
      }
  }

  // Controls

  function move(cell: Cell, part: HTMLElement): void {
    const view = Number(part.dataset.view);
    const value = controlValue(part);
    if (value === null) return;
    const note = moveTogether(part);
    // A press of a button is no place to stand at.
    if (!(part instanceof HTMLButtonElement)) edits.moved(cell, view, value);
    runs.moved(cell, view, value);
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
      onRun: () => runs.run([id]),
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
    outputs.drop(cell);
    cell.root.remove();
    cells.delete(id);
    runs.follow();
  }

  function shownOutputs(): Map<string, ShownCell> {
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
    runs.dispose();
  }

  return {
    addCell,
    removeCell,
    setCell: (id, state) => edits.set(cellOf(id), state),
    cells: allCells,
    changed: changedCells,
    edit,
    run: (id) => runs.run([cellOf(id).id]),
    runAll: () => runs.run(inOrder().map(({ id }) => id)),
    stop: runs.stop,
    outputs: shownOutputs,
    act,
    dispose,
  };
}
