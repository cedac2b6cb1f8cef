import { join } from "node:path";
import { defineConfig } from "vitest/config";

/**
 * Files that put something else in the place of modules or of what is global, or that measure memory: each has a process of
 * its own. So has the file of all presets, for another reason: files of this kind begin first, and it takes longest.
 */
const apart = [
  "test/components/figures/speaker-notes.test.ts",
  "test/kit/page/**/*.test.ts",
  "test/kit/worker/service.test.tsx",
  "test/lab/linear.test.ts",
  "test/lab/tiny/forward.test.ts",
  "test/lab/tiny/memory.test.ts",
  "test/notebook/display/markup.test.ts",
  "test/reader/**/*.test.ts",
  "test/widgets/presets.test.ts",
];

/** All others share processes: a module is evaluated once in each, where it was evaluated for every file (a third of the time). */
export default defineConfig({
  test: {
    // No test is in a hurry: on a busy machine, what takes ten seconds may take a minute.
    testTimeout: 120_000,
    hookTimeout: 300_000,
    setupFiles: ["test/seeds.ts"],
    // What Node compiled in one of the processes that tests start, it need not compile in the next: 0.2 s each instead of 0.6 s.
    env: { NODE_COMPILE_CACHE: join(import.meta.dirname, "node_modules/.cache/node") },
    // A new picture is written only when it is asked for (`-u`): nobody accepts what nobody looked at.
    update: process.argv.some((argument) => argument === "-u" || argument === "--update") ? "all" : "none",
    projects: [
      { extends: true, test: { name: "apart", include: apart } },
      {
        extends: true,
        test: {
          name: "together",
          include: ["test/**/*.test.{ts,tsx}"],
          exclude: ["test/browser/**", ...apart],
          isolate: false,
        },
      },
    ],
  },
});
