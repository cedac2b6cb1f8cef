import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CellSource } from "../../src/notebook/cell.ts";
import { scratchLink } from "../../src/notebook/formats/link.ts";
import { hostileCode, hostileFiles, manyHostileNotebooks } from "./hostile-inputs.ts";
import { startSite, type TestSite } from "./site.ts";
import { longestTask, slowness } from "./thread-time.ts";

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
    { timeout: 50_000 },
  );
  await page.waitForTimeout(milliseconds);
}

describe("an input that is too much", () => {
  const inputs = hostileCode.map(([name, code, milliseconds = 600]) => ({
    name,
    milliseconds,
    cells: typeof code === "string" ? [{ id: "it", source: code }] : code,
  }));
  it.each(inputs)("holds the page's thread for no more than 200 ms: $name", async ({ cells, milliseconds }) => {
    expect(await longestTask(site, page, () => run(cells, milliseconds))).toBeLessThan(most * ratio);
  });
  it.each(manyHostileNotebooks.map((cells, i) => ({ number: i + 1, cells })))(
    "holds it no longer in any of 500 inputs of these kinds: notebook $number of five",
    async ({ cells }) => {
      expect(await longestTask(site, page, () => run(cells, 3_000))).toBeLessThan(most * ratio);
    },
    120_000,
  );
});

describe("a file that is too much", () => {
  it.each(hostileFiles)("holds the page's thread for no more than 200 ms: %s", async (_, name, text) => {
    const buffer = Buffer.from(text());
    expect(buffer.length).toBeLessThan(1e6);
    const longest = await longestTask(site, page, async () => {
      await page.locator('[data-part="file"]').setInputFiles({ name, mimeType: "text/plain", buffer });
      await page.waitForTimeout(400);
    });
    expect(longest).toBeLessThan(most * ratio);
  });
});
