/**
 * @file Runs the cells of a notebook: in dependency order, and after a change just what depends on it.
 *
 * On `@observablehq/runtime`: a cell is one variable, and each name that it defines another, which waits for the
 * cell's. Values travel in boxes, since the runtime would run a generator and wait for a promise. What the runtime
 * cannot say well (duplicates, circles, places of errors) is found beforehand, in `graph.ts`.
 *
 * ```
 *   cell a ("cell a") ──→ x ──→ cell b ("cell b") ──→ y
 *                     └──→ s (a view: yields again when its control is moved)
 * ```
 */
import { Runtime, RuntimeError, type Module, type Variable } from "@observablehq/runtime";
import { analyzeCell, type CellAnalysis } from "./analyze.ts";
import type { CellError, CellSource } from "./cell.ts";
import { cellError, PlacedError } from "./cell-error.ts";
import { beginRun, checkImports, outputsOf, runCell, type Run } from "./cell-run.ts";
import { compileCell, type CellResult, type CompiledCell, type Evaluate } from "./compile.ts";
import type { NarrowDrawing } from "./display/describe.ts";
import type { DisplayTree } from "./display/tree.ts";
import { notebookGraph, reachable, type NotebookGraph } from "./graph.ts";
import type { Environment } from "./scope.ts";
import { View } from "./view.ts";

export type CellOutcome = { outputs: DisplayTree[]; error: CellError | null };

/** Who listens to an engine. All calls are about cells that were asked to run, or that follow from those. */
export type EngineObserver = {
  /** The code of a cell begins to run. */
  started?(id: string): void;
  /**
   * A cell has displayed something, while it ran or afterwards, by a timer for instance.
   *
   * @param outputs  gives all of this run so far, in the same order each time
   */
  displayed?(id: string, outputs: () => DisplayTree[]): void;
  /** A cell has come to an end, well or not. */
  finished?(id: string, outcome: CellOutcome): void;
};

export type Engine = {
  /** Takes these for the cells of the notebook. Running cells whose source or inputs changed run again. */
  setCells(cells: readonly CellSource[]): void;
  /** Runs these cells anew, and with them those that they need and all that depend on them. */
  run(ids: Iterable<string>): void;
  /** Hands the value of a control to its cell. @returns whether it is a new one, so that cells run */
  input(id: string, view: number, raw: unknown): boolean;
  /** Resolves as soon as no cell has anything left to do. */
  settled(): Promise<void>;
  dispose(): void;
};

type LiveCell = {
  /** Source, inputs and error as they were when the cell was defined: a change of any of them defines it anew. */
  signature: string;
  variable: Variable;
  names: Map<string, Variable>;
  run: Run | null;
  /** What stacks call the code of the cell, once it has been compiled. */
  file: string | null;
};

export type EngineOptions = {
  /** Draws a figure for a narrow column. */
  narrowDrawing?: NarrowDrawing;
  /** How the code of a cell becomes a function; by `eval` if not given. */
  evaluate?: Evaluate;
};

/** An engine without cells. */
export function createEngine(
  environment: Environment,
  observer: EngineObserver = {},
  { narrowDrawing, evaluate }: EngineOptions = {},
): Engine {
  const runtime = new Runtime();
  const module: Module = runtime.module();
  const analyses = new Map<string, { source: string; analysis: CellAnalysis }>();
  const live = new Map<string, LiveCell>();
  const busy = new Set<string>();
  let cells: readonly CellSource[] = [];
  let graph: NotebookGraph = notebookGraph(new Map());
  let waiting: (() => void)[] = [];

  function setCells(given: readonly CellSource[]): void {
    cells = given;
    const ids = new Set(given.map(({ id }) => id));
    if (ids.size < given.length)
      throw new RangeError(`cells must have ids of their own (got ${given.map(({ id }) => id).join(", ")})`);
    for (const id of [...analyses.keys()]) if (!ids.has(id)) analyses.delete(id);
    for (const { id, source } of given) {
      if (analyses.get(id)?.source !== source) analyses.set(id, { source, analysis: analyzeCell(source) });
    }
    graph = notebookGraph(new Map(given.map(({ id }) => [id, analyses.get(id)!.analysis])));
    for (const id of [...live.keys()]) if (!ids.has(id)) retire(id);
    // Cells that never ran stay at rest, unless one that did needs them now.
    update(reachable(live.keys(), graph.upstreamOf), new Set());
  }

  function run(ids: Iterable<string>): void {
    const asked = new Set(ids);
    for (const id of asked) if (!analyses.has(id)) throw new RangeError(`id must be that of a cell (got ${id})`);
    update(reachable(reachable(asked, graph.downstreamOf), graph.upstreamOf), asked);
  }

  /** Makes these cells live; defines those that changed, or are in `anew`. */
  function update(all: ReadonlySet<string>, anew: ReadonlySet<string>): void {
    const changed = cells
      .map(({ id }) => id)
      .filter((id) => all.has(id) && (anew.has(id) || live.get(id)?.signature !== signatureOf(id)));
    // A name may move from one cell to another: first all are let go.
    for (const id of changed) undefineNames(id);
    for (const id of changed) define(id);
    markBusy(changed);
  }

  function signatureOf(id: string): string {
    return JSON.stringify([analyses.get(id)!.source, graph.inputsOf.get(id), exportsOf(id), graph.errorOf.get(id)]);
  }

  /** The names that come from this cell: all that it defines, but of names that several cells import only the first's. */
  function exportsOf(id: string): string[] {
    return analyses.get(id)!.analysis.defines.filter((name) => graph.cellOfName.get(name) === id);
  }

  function define(id: string): void {
    const { analysis } = analyses.get(id)!;
    const cell: LiveCell = live.get(id) ?? {
      signature: "",
      variable: module.variable(observe(id)),
      names: new Map(),
      run: null,
      file: null,
    };
    live.set(id, cell);
    cell.signature = signatureOf(id);
    const error = graph.errorOf.get(id);
    if (error) {
      cell.variable.define(`cell ${id}`, [], () => {
        cell.run = beginRun();
        throw new PlacedError(error);
      });
    } else {
      const inputs = graph.inputsOf.get(id)!;
      let compiled: CompiledCell | null = null;
      cell.variable.define(`cell ${id}`, inputs, (...boxes: { value: unknown }[]) => {
        const own = (cell.run = beginRun());
        observer.started?.(id);
        checkImports(analysis, environment);
        compiled ??= compileCell(id, analysis, inputs, evaluate);
        cell.file = compiled.file;
        return runCell(compiled, own, boxes, environment, {
          isOver: () => cell.run !== own,
          displayed: () => observer.displayed?.(id, () => outputsOf(own)),
          narrowDrawing,
        });
      });
    }
    for (const name of exportsOf(id)) {
      const variable = module.variable(true);
      cell.names.set(name, variable);
      variable.define(name, [`cell ${id}`], ({ names }: Pick<CellResult, "names">) => {
        const value = names[name];
        return View.is(value) ? value.boxes() : { value };
      });
    }
  }

  function undefineNames(id: string): void {
    const cell = live.get(id);
    if (!cell) return;
    for (const variable of cell.names.values()) variable.delete();
    cell.names.clear();
  }

  function retire(id: string): void {
    undefineNames(id);
    live.get(id)?.variable.delete();
    live.delete(id);
    rest(id);
  }

  function observe(id: string) {
    const finish = (error: CellError | null): void => {
      const run = live.get(id)?.run ?? beginRun();
      observer.finished?.(id, { outputs: outputsOf(run), error });
      rest(id);
    };
    return {
      pending: () => void busy.add(id),
      fulfilled: () => finish(null),
      rejected: (error: unknown) => {
        if (error instanceof RuntimeError && error.input) live.get(id)!.run = beginRun(); // it did not get to run
        finish(cellError(live.get(id)?.file ?? null, error));
      },
    };
  }

  function input(id: string, view: number, raw: unknown): boolean {
    const cell = live.get(id);
    const control = cell?.run?.inputs[view];
    if (!control || !control.set(raw)) return false;
    const { views } = analyses.get(id)!.analysis;
    const followers = [...graph.downstreamOf.get(id)!].filter((one) =>
      graph.inputsOf.get(one)!.some((name) => views.includes(name)),
    );
    const all = reachable(followers, graph.downstreamOf);
    update(reachable(all, graph.upstreamOf), new Set()); // those that never ran would show an older value
    markBusy(all);
    View.announce(control);
    return true;
  }

  function markBusy(ids: Iterable<string>): void {
    for (const id of ids) if (live.has(id)) busy.add(id);
  }

  function rest(id: string): void {
    busy.delete(id);
    if (busy.size > 0) return;
    const resolve = waiting;
    waiting = [];
    for (const one of resolve) one();
  }

  return {
    setCells,
    run,
    input,
    settled: () => new Promise((resolve) => (busy.size === 0 ? resolve() : void waiting.push(resolve))),
    dispose: () => runtime.dispose(),
  };
}
