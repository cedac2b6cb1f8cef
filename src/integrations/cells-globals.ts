/** @file What every cell may name without importing it, as a declaration for the type check. */

/** Text of a declaration file. */
export const cellGlobals = `
/** Everything that the computation module exports. */
declare const v3: typeof import("v3-companion/compute");
/** Observable Plot. */
declare const Plot: typeof import("@observablehq/plot");
/** Shows a value under the cell: number, text, table of objects, figure, element. */
declare function display<T>(value: T): T;
/** Shows an input under the cell; the cells that use the value run again when the reader changes it. */
declare function view<T>(input: NotebookInput<T>): T;
interface NotebookInput<T> { readonly value: T }
declare const Inputs: {
  range(extent: [min: number, max: number], options?: { label?: string; value?: number; step?: number }): NotebookInput<number>;
  select<T>(options: readonly T[] | Map<string, T>, settings?: { label?: string; value?: T; format?: (value: T) => string }): NotebookInput<T>;
  checkbox<T>(options: readonly T[], settings?: { label?: string; value?: readonly T[]; format?: (value: T) => string }): NotebookInput<T[]>;
  toggle(settings?: { label?: string; value?: boolean }): NotebookInput<boolean>;
  text(settings?: { label?: string; value?: string; placeholder?: string }): NotebookInput<string>;
  button(label: string): NotebookInput<number>;
};
`;
