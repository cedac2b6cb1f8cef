import { defineConfig } from "vitest/config";

/** Files that measure time: nothing else may run beside them. */
const timed = ["test/browser/speed.test.ts", "test/browser/hostile-inputs.test.ts"];

/** Tests of the built site in a real browser: two files side by side, then those that measure time, one after the other. */
export default defineConfig({
  test: {
    testTimeout: 120_000,
    hookTimeout: 180_000,
    // What is waited for may take its time on a busy machine.
    expect: { poll: { timeout: 15_000 } },
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
