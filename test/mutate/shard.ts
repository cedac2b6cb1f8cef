/** @file One process that tries mutants: vitest stays loaded, and gets the source with the fault in place of the file. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createVitest } from "vitest/node";
import { coveringOf } from "./covering.ts";
import { withMutant, type Mutant } from "./mutants.ts";

export type Task = { file: string; mutant: Mutant };

const root = join(import.meta.dirname, "../..");
let file = "";
let source = "";

const vitest = await createVitest(
  "test",
  {
    root,
    // The projects of the usual configuration share modules between files: here nothing may stay of a fault.
    config: false,
    include: ["test/**/*.test.{ts,tsx}"],
    exclude: ["test/browser/**"],
    watch: false,
    // Nor may the cache of modules on the disk, which knows files by what is in them there.
    fsModuleCache: false,
    isolate: true,
    // A thread ends with its process, even one that hangs.
    pool: "threads",
    maxWorkers: 1,
    env: { NODE_COMPILE_CACHE: join(root, "node_modules/.cache/node") },
    reporters: [{}],
    // How long a test may take is for the process that asks to say: a busy machine finds no fault.
    testTimeout: 0,
    setupFiles: ["test/seeds.ts"],
    update: "none",
  },
  {
    plugins: [
      {
        name: "mutant",
        enforce: "pre",
        load: (id) => (id.replace(/\?.*/, "") === join(root, file) ? source : null),
      },
    ],
  },
);

/** What fails with the mutant in place; null if nothing does. @throws Error if it fails without one as well */
async function foundBy({ file: path, mutant }: Task): Promise<string | null> {
  const { own, others, long } = coveringOf(path, root);
  const asked: { file: string; named?: string }[] = [...own, ...others].map((test) => ({ file: test }));
  for (const { file: test, named } of [...asked, long]) {
    const failed = await failureOf(test, named, path, mutant);
    if (failed === null) continue;
    const without = await failureWithout(test, named);
    if (without !== null) throw new Error(`${test} fails without any fault: ${without}`);
    return `${test}: ${failed}`;
  }
  return null;
}

const known = new Map<string, string | null>();

/** What fails in a file of tests as the source is: asked once. */
async function failureWithout(test: string, named?: string): Promise<string | null> {
  const key = `${test} ${named}`;
  if (!known.has(key)) known.set(key, await failureOf(test, named, null));
  return known.get(key)!;
}

async function failureOf(test: string, named?: string, path?: string | null, mutant?: Mutant): Promise<string | null> {
  file = path ?? "";
  if (path && mutant) source = withMutant(readFileSync(join(root, path), "utf8"), mutant);
  if (path) vitest.invalidateFile(join(root, path));
  if (named) vitest.setGlobalTestNamePattern(new RegExp(named));
  else vitest.resetGlobalTestNamePattern();
  try {
    const { testModules, unhandledErrors } = await vitest.runTestSpecifications(
      await vitest.globTestSpecifications([test]),
    );
    process.send!({ tried: test });
    if (unhandledErrors.length > 0) return "an error outside of tests";
    // Those that ran before are among them.
    for (const module of testModules) {
      if (module.moduleId !== join(root, test) || module.ok()) continue;
      const [first] = module.children.allTests("failed");
      return first ? `${first.fullName}: ${first.result().errors?.[0]?.message.split("\n")[0]}` : "it does not load";
    }
    return null;
  } finally {
    file = "";
    if (path) vitest.invalidateFile(join(root, path));
  }
}

process.on("message", async (task: Task) => {
  try {
    process.send!({ by: await foundBy(task) });
  } catch (error) {
    process.send!({ by: null, error: String((error as Error).stack) });
  }
});
process.send!({ ready: true });
