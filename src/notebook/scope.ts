/** @file What every cell can use without defining it: the types, for checking cells as well as for running them. */
import type * as PlotModule from "@observablehq/plot";
import type * as compute from "../compute/index.ts";
import type { Input, Inputs as inputs } from "./inputs.ts";

/** The parts of a scope that are given: the same for all cells of a notebook. */
export type Environment = {
  /** The computation module. */
  v3: typeof compute;
  /** Observable Plot, as `plotFor` makes it. */
  Plot: typeof PlotModule;
  /** Makes elements; in the sandbox and at build time not the page's. */
  document: Document;
};

/** What a cell sees. Keep in step with `scopeNames`. */
export type CellScope = Environment & {
  Inputs: typeof inputs;
  /** Shows a value below the cell: numbers, text, tables of objects, figures, elements, errors. @returns the value */
  display<T>(value: T): T;
  /** Shows a control; its value is reactive in other cells: `const x = view(Inputs.range([0, 1]))`. */
  view<T>(input: Input<T>): T;
  /** Its `log`, `info`, `warn` and `error` display their arguments. */
  console: Pick<Console, "log" | "info" | "warn" | "error">;
};
