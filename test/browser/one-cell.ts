/** @file A notebook of one cell in the scratchpad, as a link brings it. */
import type { Page } from "playwright-core";
import { scratchLink } from "../../src/notebook/formats/link.ts";
import type { OpenPage, TestSite } from "./site.ts";

/** A page with one cell of this code, which came in by a link and has not run. */
export async function cellWith(site: TestSite, source: string): Promise<OpenPage> {
  const open = await site.open(`/${scratchLink([{ id: "it", source }])}`);
  await open.page.locator('[data-cell="it"] [data-do="run"]').waitFor();
  return open;
}

export const cell = (page: Page) => page.locator('[data-cell="it"]');
export const run = (page: Page): Promise<void> => cell(page).locator('[data-do="run"]').click();

/** Waits until the cell has run, and shows something or says why not. */
export async function rest(page: Page, timeout = 20_000): Promise<void> {
  await page.waitForFunction(
    () =>
      document.querySelector(".cell-outputs .output, .cell-error:not([hidden])") &&
      !document.querySelector(".cell.is-running"),
    null,
    { timeout },
  );
}
