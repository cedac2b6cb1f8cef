/** @file A file that the reader picked, as cells: a Jupyter notebook or a script. */
import type { ReadCells } from "./cell-list.ts";
import { fromJupyter } from "./jupyter.ts";
import { fromScript } from "./script.ts";

/** Larger files are not read: 200 KB of code and a few figures are far below. */
export const maxFileBytes = 20_000_000;

/** Names that a file picker offers. */
export const fileKinds = ".ts,.mts,.js,.mjs,.ipynb";

/** The cells of a file. Never throws. */
export async function openFile(file: File): Promise<ReadCells> {
  if (file.size > maxFileBytes)
    return { problem: `The file cannot be opened. It has ${file.size} bytes; at most ${maxFileBytes} are read.` };
  let text: string;
  try {
    text = await file.text();
  } catch {
    return { problem: "The file cannot be opened. The browser could not read it." };
  }
  return /\.ipynb$/i.test(file.name) ? fromJupyter(text) : fromScript(text);
}
