/** @file Public face of the notebook: pure, for the build and for the sandbox. The page's part is `page/mount.ts`. */
export type { CellError, CellSource } from "./cell.ts";
export { analyzeCell, type CellAnalysis, type CellImport } from "./analyze.ts";
export { stripTypes } from "./strip-types.ts";
export { notebookGraph, runOrder, type NotebookGraph } from "./graph.ts";
export { packages, scopeNames, type ScopeName } from "./scope-names.ts";
export type { CellScope, Environment } from "./scope.ts";
export { Input, Inputs, type Control } from "./inputs.ts";
export { createEngine, type CellOutcome, type Engine, type EngineObserver } from "./engine.ts";
export { runNotebook, type CellRun } from "./run-notebook.ts";
export { dependencyOrder } from "./dependency-order.ts";
export { renderText } from "./display/text.ts";
export { renderOutputs, renderTree } from "./display/html.ts";
export type { DisplayTree, ElementNode, Inspected, TableTree } from "./display/tree.ts";
