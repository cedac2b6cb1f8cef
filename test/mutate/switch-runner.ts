/**
 * @file Runs each test as it is, notes which mutants it passes, and runs it again with each of those on that nothing has found yet.
 * What it learns goes line by line into the file that `MUTATE_LOG` names: the process may have to be killed.
 */
import { appendFileSync, readFileSync } from "node:fs";
import { relative } from "node:path";
import * as fc from "fast-check";
import { TestRunner, vi, type RunnerTestCase, type TestTryOptions } from "vitest";
import type { Covering } from "./covering.ts";
import type { Order } from "./switched.ts";

export type Line =
  /** A test is about to run with this mutant on. */
  | { trying: number; test: string }
  | { found: number; by: string }
  /** A file of tests is about to be loaded, or a test to run as it is. */
  | { loading: string }
  | { running: string }
  /** A test that fails after it passed, with nothing changed: what it says of mutants is no evidence. */
  | { unsteady: string; error: string }
  /** A file of tests is through: what was passed while modules were loaded, and what tests passed. */
  | { file: string; atLoading: number[]; inTests: number[] };

const order = JSON.parse(readFileSync(process.env.MUTATE_ORDER!, "utf8")) as Order;
/** Milliseconds of processor time of tests in other files than a source's own, for one mutant. */
const patience = 15_000;
/** Milliseconds in which a test must come to its end, if it waits for something; what computes without end is found by its turns. */
const mostWait = 60_000;
/** Files whose tests replace modules: they need, and leave, modules that were loaded for them. */
const replaces = /\bvi\.(?:mock|doMock|stubGlobal|resetModules)\b/;

let on = -1;
let turns = 0;
let mostTurns = Infinity;
const passing = new Set<number>();
const loading = new Set<number>();
const passed = new Set<number>();
const alive = new Map(order.mutants.map(({ id, covering }) => [id, { covering, spent: 0 }]));

Object.assign(globalThis, {
  $mutant: (id: number): boolean => {
    passing.add(id);
    return id === on;
  },
  $turn: (): void => {
    if (++turns > mostTurns) throw new Error("A loop does not end.");
  },
});
// The first example that fails is enough: nobody reads the smallest.
fc.configureGlobal({ endOnFailure: true });

const say = (line: Line): void => appendFileSync(process.env.MUTATE_LOG!, `${JSON.stringify(line)}\n`);

export default class extends TestRunner {
  #loadAnew = false;

  override async importFile(path: string, source: "collect" | "setup"): Promise<unknown> {
    const file = relative(this.config.root, path);
    // Nothing is left that these tests are about.
    if (![...alive.values()].some((mutant) => isAbout(file, mutant.covering))) return;
    const replacing = replaces.test(readFileSync(path, "utf8"));
    if (this.#loadAnew || replacing) vi.resetModules();
    this.#loadAnew = replacing;
    say({ loading: path });
    return super.importFile(path, source);
  }

  override async onBeforeRunTask(test: RunnerTestCase): Promise<void> {
    const file = fileOf(test);
    if (![...alive.values()].some(({ covering }) => isAbout(file, covering, test.fullTestName))) test.mode = "skip";
    await super.onBeforeRunTask(test);
  }

  async runTask(test: RunnerTestCase): Promise<void> {
    const run = TestRunner.getTestFn(test);
    moveAll(passing, loading);
    turns = 0;
    say({ running: nameOf(test) });
    const start = threadMilliseconds();
    await run();
    const milliseconds = threadMilliseconds() - start;
    const here = [...passing];
    moveAll(passing, passed);
    const most = 100_000 + 20 * turns;
    for (const id of here) {
      const mutant = alive.get(id);
      if (!mutant) continue;
      const isOwn = mutant.covering.own.includes(fileOf(test));
      if (!isOwn && mutant.spent > patience) continue;
      mutant.spent += milliseconds;
      say({ trying: id, test: nameOf(test) });
      const error = await this.#errorWith(id, most, test, run);
      if (error === null) continue;
      const after = await this.#errorWith(-1, Infinity, test, run);
      if (after !== null) {
        // The test cannot run twice, or the mutant left something in a module.
        say({ unsteady: nameOf(test), error: after });
        this.#loadAnew = true;
        break;
      }
      alive.delete(id);
      say({ found: id, by: `${nameOf(test)}: ${error}` });
    }
    passing.clear();
  }

  override async onAfterRunSuite(suite: Parameters<TestRunner["onAfterRunSuite"]>[0]): Promise<void> {
    await super.onAfterRunSuite(suite);
    if (!("filepath" in suite)) return;
    say({ file: suite.name, atLoading: [...loading], inTests: [...passed] });
  }

  /** What the test says with a mutant on; null if it passes. */
  async #errorWith(id: number, most: number, test: RunnerTestCase, run: () => Awaitable<void>): Promise<string | null> {
    const options: TestTryOptions = { retry: 0, repeats: 0 };
    this.onBeforeTryTask(test, options);
    [on, turns, mostTurns] = [id, 0, most];
    let timer: NodeJS.Timeout | undefined;
    try {
      const late = new Promise<never>((_, fail) => {
        timer = setTimeout(() => fail(new Error("It does not end.")), mostWait);
      });
      await Promise.race([run(), late]);
      this.onAfterTryTask(test);
      return null;
    } catch (error) {
      return String((error as Error)?.message ?? error).split("\n")[0];
    } finally {
      clearTimeout(timer);
      [on, mostTurns] = [-1, Infinity];
    }
  }
}

/** Whether a file of tests is asked about a source, or one test in it. */
function isAbout(file: string, { own, others, long }: Covering, name?: string): boolean {
  if (file === long.file) return name === undefined || new RegExp(long.named).test(`${name} `);
  return own.includes(file) || others.includes(file);
}

type Awaitable<T> = T | PromiseLike<T>;

function moveAll(from: Set<number>, to: Set<number>): void {
  for (const id of from) to.add(id);
  from.clear();
}

/** Processor time of this thread alone: what else runs on the machine does not count. */
function threadMilliseconds(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

function fileOf(test: RunnerTestCase): string {
  return test.file.name;
}

function nameOf(test: RunnerTestCase): string {
  return `${test.file.name} ${test.fullTestName}`;
}
