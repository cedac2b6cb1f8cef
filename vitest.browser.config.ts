import { defineConfig } from "vitest/config";

/** Tests of the built site in a real browser: one file after the other, since some measure time. */
export default defineConfig({
  test: {
    include: ["test/browser/**/*.test.ts"],
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 180_000,
  },
});
