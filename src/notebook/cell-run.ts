/** @file One run of one cell: what the cell has in scope that is its own, what it showed so far, and how it ends. */
import type { CellAnalysis } from "./analyze.ts";
import { PlacedError, rethrow } from "./cell-error.ts";
import type { CellResult, CompiledCell } from "./compile.ts";
import { describe, type NarrowDrawing } from "./display/describe.ts";
import { readTree } from "./display/read-tree.ts";
import { createRoom, type Room } from "./display/room.ts";
import type { DisplayTree } from "./display/tree.ts";
import { Input, Inputs } from "./inputs.ts";
import type { CellScope, Environment } from "./scope.ts";
import { View } from "./view.ts";

/** What a run has shown, the controls among it, and the room that is left. */
export type Run = { outputs: DisplayTree[]; inputs: Input<unknown>[]; room: Room };

export function beginRun(): Run {
  return { outputs: [], inputs: [], room: createRoom() };
}

/** What the run has shown, and how much there was no room for. */
export function outputsOf({ outputs, room }: Run): DisplayTree[] {
  const note = room.note();
  return note ? [...outputs, note] : [...outputs];
}

type Names = Pick<CellResult, "names">;

/** Who hears of what a run shows. */
export type RunObserver = {
  /** A newer run has begun: what this one shows is dropped. */
  isOver(): boolean;
  displayed(): void;
  narrowDrawing?: NarrowDrawing;
};

/** The names in scope that belong to one run. */
function runScope(
  run: Run,
  { isOver, displayed, narrowDrawing }: RunObserver,
): { display: CellScope["display"]; view(input: unknown): View; log(...values: unknown[]): void } {
  const show = (make: () => DisplayTree): void => {
    if (isOver()) return;
    const tree = run.room.take(make);
    if (tree) run.outputs.push(tree);
    displayed();
  };
  return {
    display<T>(value: T): T {
      show(() => describe(value, narrowDrawing));
      return value;
    },
    view(input: unknown): View {
      if (!(input instanceof Input))
        throw new TypeError("view(…) needs an input: Inputs.range, select, checkbox, toggle, text or button");
      const place = run.inputs.push(input) - 1;
      show(() => readTree({ kind: "control", view: place, control: input.control }));
      return new View(input);
    },
    log(...values: unknown[]): void {
      for (const value of values) show(() => describe(value, narrowDrawing));
    },
  };
}

/**
 * Runs the code of a cell.
 *
 * @param boxes  the values that it takes from other cells
 * @returns the names that it defines; a promise of them where it waits
 * @throws what the code throws, or an error in its place if that cannot be looked at
 */
export function runCell(
  compiled: CompiledCell,
  run: Run,
  boxes: readonly { value: unknown }[],
  { v3, Plot, document }: Environment,
  observer: RunObserver,
): Names | Promise<Names> {
  const { display, view, log } = runScope(run, observer);
  const console = { log, info: log, warn: log, error: log };
  const ended = ({ names, value }: CellResult): Names => {
    if (value !== undefined && run.outputs.length === 0 && !View.is(value)) display(value);
    return { names };
  };
  try {
    const values = boxes.map(({ value }) => value);
    const result = compiled.run(v3, Plot, Inputs, display, view, console, document, ...values);
    return result instanceof Promise ? result.then(ended).catch(rethrow) : ended(result);
  } catch (thrown) {
    return rethrow(thrown);
  }
}

/** @throws PlacedError where a cell imports what its package does not have */
export function checkImports({ imports, lineOfDefinition }: CellAnalysis, environment: Environment): void {
  const holders: Record<string, object> = { ...environment, Inputs };
  for (const { from, imported, local } of imports) {
    if (imported !== "*" && !Object.hasOwn(holders[from], imported))
      throw new PlacedError({ message: `${imported} is not exported`, line: lineOfDefinition[local] });
  }
}
