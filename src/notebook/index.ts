/** @file Face of the notebook for the build: runs cells and renders what they put out. The page's part is `page/mount.ts`. */
export type { CellSource } from "./cell.ts";
export { runNotebook } from "./run-notebook.ts";
export { renderOutputs } from "./display/html.ts";
