/**
 * @file `npm run mutate`: puts small faults into `src/compute` and into the pure parts of `src/kit`, one at a time, and says which
 * of them no test finds. The sample is drawn from a seed: the same one comes again.
 *
 * `npm run mutate -- --sample 100 --seed 2 src/compute/moe` tries fewer, others, and only those of some files.
 */
import { fork, type ChildProcess } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { createRandom } from "../../src/compute/index.ts";
import { triedBySwitches } from "./by-switches.ts";
import { mutantsOf, type Mutant } from "./mutants.ts";
import type { Task } from "./shard.ts";

const root = join(import.meta.dirname, "../..");
/** What acts in a page is for browsers to test: the folder for it, and what asks a browser where things lie. */
const areas = [
  { name: "compute", files: /^src\/compute\//, goal: 0.85 },
  { name: "kit, pure parts", files: /^src\/kit\/(?:declare|export|shell|view|worker)\//, goal: 0.75 },
];
const asksBrowser = /\b(?:getComputedStyle|getBoundingClientRect|measureText)\b/;
/** Milliseconds for one file of tests, after which a mutant counts as found. */
const patience = 180_000;

const endless = "does not end";

const { values, positionals } = parseArgs({
  options: {
    sample: { type: "string", default: "400" },
    seed: { type: "string", default: "1" },
    processes: { type: "string", default: "2" },
    /** Says of each mutant which test found it. */
    all: { type: "boolean", default: false },
  },
  allowPositionals: true,
});

const all = readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" })
  .map((file) => `src/${file}`)
  .filter((file) => /\.tsx?$/.test(file) && areas.some(({ files }) => files.test(file)))
  .filter((file) => positionals.length === 0 || positionals.some((start) => file.startsWith(start)))
  .sort()
  .flatMap((file): Task[] => {
    const source = readFileSync(join(root, file), "utf8");
    return asksBrowser.test(source) ? [] : mutantsOf(source, file).map((mutant) => ({ file, mutant }));
  });
const random = createRandom(Number(values.seed));
const tasks = drawn(all, Math.min(Number(values.sample), all.length));
console.log(`${tasks.length} of ${all.length} mutants, seed ${values.seed}`);

const survivors: Task[] = [];
const started = performance.now();
const queue: Task[] = [];
const processes = Number(values.processes);
for (const { task, by, atLoading, inTests } of await triedBySwitches(tasks, root, processes, console.error)) {
  if (by === null && atLoading) queue.push(task);
  else if (by === null) survivors.push(task);
  if (values.all && !(by === null && atLoading))
    console.log(`${described(task)} — ${by ?? (inTests ? "not found" : "not reached")}`);
}
said(
  `${tasks.length - queue.length - survivors.length} found with switches, ${queue.length} to be tried by themselves`,
);
await Promise.all(Array.from({ length: processes }, work));
said("done");

survivors.sort((a, b) => a.file.localeCompare(b.file) || a.mutant.from - b.mutant.from);
for (const task of survivors) console.log(described(task));
for (const { name, files, goal } of areas) {
  const tried = tasks.filter(({ file }) => files.test(file)).length;
  if (tried === 0) continue;
  const survived = survivors.filter(({ file }) => files.test(file)).length;
  console.log(
    `${name}: ${tried - survived} of ${tried} found, ${(100 * (1 - survived / tried)).toFixed(0)}% (goal ${100 * goal}%)`,
  );
}

/** Some of the tasks, each as likely as any other, in the order of their files: that saves loading. */
function drawn(from: readonly Task[], count: number): Task[] {
  const left = [...from.keys()];
  const chosen: number[] = [];
  while (chosen.length < count) {
    const at = random.integer(left.length);
    chosen.push(left[at]);
    left[at] = left.at(-1)!;
    left.pop();
  }
  return chosen.sort((a, b) => a - b).map((i) => from[i]);
}

/** Takes tasks until none is left, with a process of its own that is started again after one that did not end. */
async function work(): Promise<void> {
  let shard: ChildProcess | null = null;
  for (let task = queue.shift(); task; task = queue.shift()) {
    shard ??= await startedShard();
    const by = await tried(shard, task);
    if (values.all) console.log(`${described(task)} — ${by ?? "not found"}`);
    if (by === endless) {
      shard.kill("SIGKILL");
      shard = null;
    } else if (by === null) survivors.push(task);
  }
  shard?.kill("SIGKILL");
}

function startedShard(): Promise<ChildProcess> {
  const shard = fork(join(import.meta.dirname, "shard.ts"), {
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  return new Promise((ready, failed) => {
    shard.once("message", () => ready(shard));
    shard.once("exit", (code) => failed(new Error(`A process that tries mutants ended with ${code}.`)));
  });
}

/** What fails; null if nothing does. */
function tried(shard: ChildProcess, task: Task): Promise<string | null> {
  return new Promise((said) => {
    const end = (by: string | null): void => {
      clearTimeout(timer);
      shard.off("message", answered);
      said(by);
    };
    const answered = (answer: { tried?: string; by?: string | null; error?: string }): void => {
      timer.refresh();
      if (answer.error) console.error(`${described(task)}\n${answer.error}`);
      if (answer.by !== undefined) end(answer.by);
    };
    const timer = setTimeout(end, patience, endless);
    shard.on("message", answered);
    shard.send(task);
  });
}

function said(what: string): void {
  console.log(`${((performance.now() - started) / 60_000).toFixed(1)} min: ${what}`);
}

function described({ file, mutant }: { file: string; mutant: Mutant }): string {
  const source = readFileSync(join(root, file), "utf8");
  const line = source.slice(0, mutant.from).split("\n").length;
  const was = source.slice(mutant.from, mutant.to).replaceAll(/\s+/g, " ").slice(0, 60);
  return `${file}:${line} ${mutant.kind}: ${was} → ${mutant.text}`;
}
