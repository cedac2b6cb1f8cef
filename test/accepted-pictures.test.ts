/** Pictures are written on wish alone: a new one that nobody looked at fails its test. */
import { afterEach, expect, it, vi } from "vitest";

const given = process.argv;
afterEach(() => void (process.argv = given));

it.each([
  [["run"], "none"],
  [["run", "test/widgets"], "none"],
  [["run", "test/widgets", "-u"], "all"],
  [["run", "--update"], "all"],
])("vitest %o writes pictures: %s", async (words, update) => {
  process.argv = [...given.slice(0, 2), ...words];
  vi.resetModules();
  const { default: config } = await import("../vitest.config.ts");
  expect(config.test!.update).toBe(update);
});
