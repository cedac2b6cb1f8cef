/**
 * @file What the cells of a chapter show, and the script that asserts it: run elsewhere, it stops where it computes something
 * else. Build time only, since the script is run once to see what it shows.
 */
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import type { CellSource } from "../cell.ts";
import { assertShown } from "./script-prelude.ts";
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
  return `${script}\n${assertShown(await shownBy(cells, version, folder))}\n`;
}

/** Runs of scripts, since a chapter's script and its notebook ask for the same. */
const runs = new Map<string, Promise<unknown[]>>();

/** What the cells show, in the order in which they run, as the recorder of a script notes it. Parameters as of {@link checkedScript}. */
export function shownBy(cells: readonly CellSource[], version: string, folder: string): Promise<unknown[]> {
  const script = toScript(cells, version, { recorded: true });
  const run = runs.get(script) ?? runRecorded(script, folder);
  runs.set(script, run);
  return run;
}

async function runRecorded(script: string, folder: string): Promise<unknown[]> {
  await mkdir(folder, { recursive: true });
  const own = await mkdtemp(join(folder, "script-"));
  try {
    const file = join(own, "cells.ts");
    const mark = "what was shown: ";
    await writeFile(file, `${script}console.log(${JSON.stringify(`\n${mark}`)} + JSON.stringify(shown));\n`);
    const { stdout } = await promisify(execFile)(process.execPath, [file], { maxBuffer: 64 * 2 ** 20 });
    return JSON.parse(stdout.slice(stdout.lastIndexOf(mark) + mark.length)) as unknown[];
  } finally {
    await rm(own, { recursive: true });
  }
}
