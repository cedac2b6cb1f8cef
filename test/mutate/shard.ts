/** @file One process that tries mutants: vitest stays loaded, and gets the source with the fault in place of the file. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createVitest } from "vitest/node";
import { asksAbout } from "./covering.ts";
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
    bail: 1,
    // Nor may the cache of modules on the disk, which knows files by what is in them there.
    fsModuleCache: false,
    isolate: true,
    maxWorkers: 1,
    env: { NODE_COMPILE_CACHE: join(root, "node_modules/.cache/node") },
    reporters: [{}],
    // How long a test may take is for the process that asks to say: a busy machine finds no fault.
    testTimeout: 0,
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

/** What fails with the mutant in place; null if nothing does. */
async function foundBy({ file: path, mutant }: Task): Promise<string | null> {
  file = path;
  source = withMutant(readFileSync(join(root, path), "utf8"), mutant);
  vitest.invalidateFile(join(root, path));
  try {
    for (const { files, named } of asksAbout(path, root)) {
      if (named) vitest.setGlobalTestNamePattern(new RegExp(named));
      else vitest.resetGlobalTestNamePattern();
      for (const test of files) {
        const specifications = await vitest.globTestSpecifications([test]);
        const { testModules, unhandledErrors } = await vitest.runTestSpecifications(specifications);
        process.send!({ tried: test });
        if (unhandledErrors.length > 0) return `${test}: an error outside of tests`;
        for (const module of testModules) {
          if (module.ok()) continue;
          const [first] = module.children.allTests("failed");
          return `${test}: ${first ? `${first.fullName}: ${first.result().errors?.[0]?.message.split("\n")[0]}` : "does not load"}`;
        }
      }
    }
    return null;
  } finally {
    vitest.invalidateFile(join(root, path));
    file = "";
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
