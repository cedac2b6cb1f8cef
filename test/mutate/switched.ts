/**
 * @file One process that runs tests over sources with switches (`switches.ts`), with the runner of `switch-runner.ts`. Its order
 * is in the file that `MUTATE_ORDER` names.
 */
import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { BaseSequencer, createVitest, type TestSpecification } from "vitest/node";
import type { Covering } from "./covering.ts";
import type { Mutant } from "./mutants.ts";
import { withSwitches } from "./switches.ts";

export type Order = {
  /** Mutants by number, with the tests of their source. */
  mutants: { id: number; file: string; covering: Covering; mutant: Mutant }[];
  /** Files of tests, in the order in which they run. */
  tests: string[];
};

const root = join(import.meta.dirname, "../..");
const order = JSON.parse(readFileSync(process.env.MUTATE_ORDER!, "utf8")) as Order;

/** Tests in our order, not with those first that failed last. */
class InOrder extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = (file: TestSpecification): number => order.tests.indexOf(relative(root, file.moduleId));
    return files.sort((a, b) => place(a) - place(b));
  }
}

const vitest = await createVitest(
  "test",
  {
    root,
    config: false,
    include: order.tests,
    watch: false,
    fsModuleCache: false,
    // A thread ends with its process, even one that hangs.
    pool: "threads",
    isolate: false,
    maxWorkers: 1,
    fileParallelism: false,
    runner: join(import.meta.dirname, "switch-runner.ts"),
    sequence: { sequencer: InOrder },
    env: { MUTATE_ORDER: process.env.MUTATE_ORDER!, MUTATE_LOG: process.env.MUTATE_LOG! },
    reporters: [{}],
    // How long a test may take is for the runner to say.
    testTimeout: 0,
    setupFiles: ["test/seeds.ts"],
    update: "none",
  },
  {
    plugins: [
      {
        name: "switches",
        enforce: "pre",
        transform: (source, id) => {
          const file = relative(root, id);
          if (!/^(?:src\/(?:compute|kit|components)|test)\/[^?]*\.tsx?$/.test(file) || file.startsWith("test/mutate/"))
            return null;
          const here = order.mutants.filter((mutant) => mutant.file === file);
          const mutants = new Map(here.map(({ id: number, mutant }) => [number, mutant]));
          return { code: withSwitches(source, file, mutants), map: null };
        },
      },
    ],
  },
);
await vitest.runTestSpecifications(await vitest.globTestSpecifications());
await vitest.close();
// Files that were passed over count as failed; what was learned stands in the log.
process.exit(0);
