/** @file The names that every cell knows without defining them, and the packages that a cell can import. */

/** Names that every cell can use and none can define. Their values: `CellScope` in `scope.ts`. */
export const scopeNames = ["v3", "Plot", "Inputs", "display", "view", "console", "document"] as const;
export type ScopeName = (typeof scopeNames)[number];

/** Packages that a cell can import from, each with the name in scope that holds it. */
export const packages: Readonly<Record<string, ScopeName>> = {
  "v3-companion/compute": "v3",
  "@observablehq/plot": "Plot",
  "@observablehq/inputs": "Inputs",
};
