import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CellSource } from "../../src/notebook/cell.ts";
import { scratchLink } from "../../src/notebook/formats/link.ts";
import { hostileCode, hostileFiles, manyHostileNotebooks } from "./hostile-inputs.ts";
import { startSite, type TestSite } from "./site.ts";
import { longestTasks, slowness } from "./thread-time.ts";

/** Milliseconds that no input may hold the page's thread at a time, on a machine as quick as the calibration expects. */
const most = 200;

let site: TestSite;
let page: Page;
let ratio: number;

beforeAll(async () => {
  site = await startSite();
  ratio = await slowness(site);
  ({ page } = await site.open("/scratch/"));
});
afterAll(() => site.close());

/** Opens these cells by a link in the page that is there, and runs all of them. */
async function run(cells: readonly CellSource[], milliseconds: number): Promise<void> {
  await page.evaluate(
    (hash) => {
      location.hash = hash;
    },
    scratchLink(cells).replace(/^.*#/, ""),
  );
  // The notebook before may have had a cell of this name.
  await page.waitForFunction(
    ({ id, source }) => document.querySelector(`[data-cell="${id}"] .cell-code`)?.textContent === source,
    cells[0],
  );
  await page.evaluate(() => document.querySelector<HTMLElement>('[data-action="run-all"]')!.click());
  // Until nothing runs, and what came of it is drawn.
  await page.waitForFunction(
    () =>
      document.querySelector(".cell-outputs .output, .cell-error:not([hidden])") &&
      !document.querySelector(".cell.is-running"),
    null,
    { timeout: 100_000 },
  );
  await page.waitForTimeout(milliseconds);
}

/**
 * Tries these one after the other in one page, before the tests ask what came of them.
 *
 * @returns what gives the longest time that one of them held the page's thread, or throws what went wrong with it
 */
function tried(acts: readonly (() => Promise<unknown>)[]): (i: number) => number {
  const errors = new Map<number, unknown>();
  let longest: number[] = [];
  beforeAll(async () => {
    const caught = acts.map((act, i) => () => act().catch((error: unknown) => errors.set(i, error)));
    longest = await longestTasks(site, page, caught);
  }, 600_000);
  return (i) => {
    if (errors.has(i)) throw errors.get(i);
    return longest[i];
  };
}

describe("an input that is too much", () => {
  const inputs = hostileCode.map(([name, code, milliseconds = 600], i) => ({
    name,
    i,
    milliseconds,
    cells: typeof code === "string" ? [{ id: "it", source: code }] : code,
  }));
  const longest = tried(
    inputs.map(
      ({ cells, milliseconds }) =>
        () =>
          run(cells, milliseconds),
    ),
  );
  it.each(inputs)("holds the page's thread for no more than 200 ms: $name", ({ i }) => {
    expect(longest(i)).toBeLessThan(most * ratio);
  });
});

describe("five hundred inputs of these kinds", () => {
  const longest = tried(manyHostileNotebooks.map((cells) => () => run(cells, 3_000)));
  it.each([1, 2, 3, 4, 5])("hold it no longer: notebook %d of five", (number) => {
    expect(longest(number - 1)).toBeLessThan(most * ratio);
  });
});

describe("a file that is too much", () => {
  const files = hostileFiles.map(([, name, text]) => ({ name, mimeType: "text/plain", buffer: Buffer.from(text()) }));
  const longest = tried(
    files.map((file) => async () => {
      await page.locator('[data-part="file"]').setInputFiles(file);
      await page.waitForTimeout(400);
    }),
  );
  it.each(hostileFiles.map(([what], i) => [what, i] as const))(
    "holds the page's thread for no more than 200 ms: %s",
    (_, i) => {
      expect(files[i].buffer.length).toBeLessThan(1e6);
      expect(longest(i)).toBeLessThan(most * ratio);
    },
  );
});
