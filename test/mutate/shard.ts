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
    config: join(root, "vitest.config.ts"),
    watch: false,
    bail: 1,
    // Nothing stays of a fault: each file of tests begins with fresh modules.
    isolate: true,
    maxWorkers: 1,
    reporters: [{}],
    testTimeout: 20_000,
    update: false,
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

/** Whether a test fails with the mutant in place. */
async function isFound({ file: path, mutant }: Task): Promise<boolean> {
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
        if (unhandledErrors.length > 0 || testModules.some((module) => !module.ok())) return true;
      }
    }
    return false;
  } finally {
    vitest.invalidateFile(join(root, path));
    file = "";
  }
}

process.on("message", async (task: Task) => {
  try {
    process.send!({ found: await isFound(task) });
  } catch (error) {
    process.send!({ found: true, error: String((error as Error).stack) });
  }
});
process.send!({ ready: true });
