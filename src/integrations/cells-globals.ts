/** @file What every cell may name without importing it, as a declaration for the type check. */
import type { CellScope } from "../notebook/scope.ts";

const names = ["v3", "Plot", "Inputs", "display", "view"] as const satisfies (keyof CellScope)[];

/** Text of a declaration file in this folder. `console` and `document` are the browser's own. */
export const cellGlobals = [
  `type CellScope = import("../notebook/scope.ts").CellScope;`,
  ...names.map((name) => `declare const ${name}: CellScope["${name}"];`),
].join("\n");
