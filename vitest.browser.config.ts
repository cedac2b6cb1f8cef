import { basename } from "node:path";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/**
 * What measures time that passes, or lives by it, as touches do (a slow swipe is a hold): nothing else may run beside it.
 * Processor time of a thread can be measured beside others.
 */
const timed = ["test/browser/speed.test.ts", "test/browser/hand.test.ts"];

/** What takes longest begins first: vitest knows how long files took only where they have run before. */
const longest = ["pages", "figures", "scratch", "notebook", "kept", "escapes", "hostile-inputs", "notebook-safety"];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification): number => {
      const at = longest.indexOf(basename(moduleId, ".test.ts"));
      return at === -1 ? longest.length : at;
    };
    return (await super.sort(files)).toSorted((a, b) => place(a) - place(b));
  }
}

/** Tests of the built site in a real browser: three files side by side, then those that measure time, one after the other. */
export default defineConfig({
  test: {
    testTimeout: 120_000,
    hookTimeout: 180_000,
    // What is waited for may take its time on a busy machine.
    expect: { poll: { timeout: 15_000 } },
    // A browser on a busy machine can be late once; `npm test` names what passed only when tried again.
    retry: 1,
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        extends: true,
        test: {
          name: "readers",
          include: ["test/browser/**/*.test.ts"],
          exclude: timed,
          maxWorkers: 3,
          maxConcurrency: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: { name: "time", include: timed, maxWorkers: 1, fileParallelism: false, sequence: { groupOrder: 1 } },
      },
    ],
  },
});
