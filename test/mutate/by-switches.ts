/** @file Tries many mutants in few processes, which switch them on one after the other while tests run. */
import { fork, type ChildProcess } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { coveringOf } from "./covering.ts";
import type { Mutant } from "./mutants.ts";
import type { Line } from "./switch-runner.ts";
import type { Order } from "./switched.ts";

type Task = { file: string; mutant: Mutant };
export type Tried = {
  task: Task;
  /** The test that found it, and what it said. */
  by: string | null;
  /** Whether it was passed while modules were loaded, where a switch comes too late. */
  atLoading: boolean;
  /** Whether a test passed it. */
  inTests: boolean;
};

/** Milliseconds without a word, after which a process hangs: with a mutant on, and else, where much may have to be loaded. */
const patience = { trying: 60_000, else: 300_000 };

/**
 * Tries tasks in some processes side by side.
 *
 * @param unsteady  is told of each test that could not be run twice
 */
export async function triedBySwitches(
  tasks: readonly Task[],
  root: string,
  processes: number,
  unsteady: (what: string) => void,
): Promise<Tried[]> {
  const tried = tasks.map((task): Tried => ({ task, by: null, atLoading: false, inTests: false }));
  const shares = Array.from({ length: processes }, (_, share) =>
    [...tried.keys()].filter((id) => id % processes === share),
  );
  const folder = mkdtempSync(join(tmpdir(), "mutate-"));
  try {
    await Promise.all(shares.map((ids, share) => tryShare(ids, join(folder, String(share)))));
  } finally {
    rmSync(folder, { recursive: true });
  }
  return tried;

  async function tryShare(ids: readonly number[], place: string): Promise<void> {
    const coverings = new Map(ids.map((id) => [tasks[id].file, coveringOf(tasks[id].file, root)]));
    const all = [...coverings.values()];
    // Those first that are about one source, and those last that take long.
    const tests = [
      ...all.flatMap(({ own }) => own),
      ...all.flatMap(({ others }) => others),
      ...all.map(({ long }) => long.file),
    ].filter((test, i, files) => files.indexOf(test) === i);
    const through = new Set<string>();
    for (let attempt = 0; ; attempt++) {
      const mutants = ids
        .filter((id) => tried[id].by === null)
        .map((id) => ({ id, covering: coverings.get(tasks[id].file)!, ...tasks[id] }));
      const left = tests.filter((test) => !through.has(test));
      if (mutants.length === 0 || left.length === 0) return;
      const order: Order = { mutants, tests: left };
      const log = `${place}-${attempt}.log`;
      writeFileSync(`${place}.json`, JSON.stringify(order));
      const ended = await endOf(started(`${place}.json`, log), log);
      let last: Line | null = null;
      for (const line of linesOf(log)) {
        last = line;
        if ("found" in line) tried[line.found].by = line.by;
        else if ("unsteady" in line) unsteady(`${line.unsteady}: ${line.error}`);
        else if ("file" in line) {
          through.add(line.file);
          for (const id of line.atLoading) tried[id].atLoading = true;
          for (const id of line.inTests) tried[id].inTests = true;
        }
      }
      if (ended) return;
      if (last === null || !("trying" in last))
        throw new Error(`Tests hang without any fault: ${JSON.stringify(last)}`);
      tried[last.trying].by = `${last.test}: does not end`;
    }
  }
}

function started(order: string, log: string): ChildProcess {
  writeFileSync(log, "");
  return fork(join(import.meta.dirname, "switched.ts"), {
    stdio: ["ignore", "ignore", "inherit", "ipc"],
    env: { ...process.env, MUTATE_ORDER: order, MUTATE_LOG: log },
  });
}

/** Whether the process came to its end; false if it hung, and was ended. */
function endOf(process: ChildProcess, log: string): Promise<boolean> {
  return new Promise((said, failed) => {
    const timer = setInterval(() => {
      const silent = Date.now() - statSync(log).mtimeMs;
      if (silent < patience.trying) return;
      const last = linesOf(log).at(-1);
      if (silent < (last && "trying" in last ? patience.trying : patience.else)) return;
      clearInterval(timer);
      process.kill("SIGKILL");
      said(false);
    }, 2_000);
    process.once("exit", (code) => {
      clearInterval(timer);
      if (code === 0) said(true);
      else if (code !== null) failed(new Error(`A process that tries mutants ended with ${code}.`));
    });
  });
}

function linesOf(log: string): Line[] {
  if (!existsSync(log)) return [];
  const lines = readFileSync(log, "utf8").split("\n").slice(0, -1);
  return lines.map((line) => JSON.parse(line) as Line);
}
