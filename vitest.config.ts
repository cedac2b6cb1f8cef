import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.{ts,tsx}"],
    exclude: ["test/browser/**"],
    testTimeout: 30_000,
    // A new picture is written only when it is asked for (`-u`): nobody accepts what nobody looked at.
    update: process.argv.some((argument) => argument === "-u" || argument === "--update") ? "all" : "none",
  },
});
