/**
 * @file The script of a chapter, with what its cells show: run elsewhere, it stops where it computes something else. Build
 * time only, since the script is run once to see what it shows.
 */
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import type { CellSource } from "../cell.ts";
import { toScript } from "./script.ts";

/**
 * A script that asserts what it shows.
 *
 * @param version  of the package that it needs
 * @param folder  where it may run: inside the repository, where the package's name leads to the module
 * @throws Error if the cells fail
 */
export async function checkedScript(cells: readonly CellSource[], version: string, folder: string): Promise<string> {
  const script = toScript(cells, version, { recorded: true });
  await mkdir(folder, { recursive: true });
  const own = await mkdtemp(join(folder, "script-"));
  try {
    const file = join(own, "cells.ts");
    const mark = "what was shown: ";
    await writeFile(file, `${script}console.log(${JSON.stringify(`\n${mark}`)} + JSON.stringify(shown));\n`);
    const { stdout } = await promisify(execFile)(process.execPath, [file], { maxBuffer: 64 * 2 ** 20 });
    const shown = JSON.parse(stdout.slice(stdout.lastIndexOf(mark) + mark.length)) as unknown[];
    const lines = shown.map((one) => `  ${JSON.stringify(one)},`).join("\n");
    return `${script}\n// What the page shows, to nine digits: where something else comes out, this stops.\nimport { deepStrictEqual } from "node:assert/strict";\ndeepStrictEqual(shown, [\n${lines}\n]);\n`;
  } finally {
    await rm(own, { recursive: true });
  }
}
