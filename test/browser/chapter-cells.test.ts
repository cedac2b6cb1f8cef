import { readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { siteFolder, startSite, type TestSite } from "./site.ts";

let site: TestSite;
beforeAll(async () => {
  site = await startSite();
});
afterAll(() => site.close());

describe("the cells of a chapter, run by the reader without a change", () => {
  it.each(readdirSync(join(siteFolder, "chapters")))("%s: show what the build had computed", (chapter) =>
    site.visit(`/chapters/${chapter}/`, async ({ page, troubles }) => {
      const ids = await page
        .locator("[data-cell]")
        .evaluateAll((all) => all.map((cell) => (cell as HTMLElement).dataset.cell!));
      expect(ids.length).toBeGreaterThanOrEqual(1);
      const outputs = () => page.locator("[data-cell] .cell-outputs").allTextContents();
      const built = await outputs();
      for (const id of ids) {
        // A mark on the built output: it is gone when the run has replaced it. A control that did not change may stay.
        await page
          .locator(`[data-cell="${id}"]`)
          .evaluate((cell) =>
            cell.querySelectorAll(".output").forEach((output) => output.setAttribute("data-built", "")),
          );
        await page.click(`[data-cell="${id}"] [data-do="run"]`);
        await page.waitForFunction((wanted) => {
          const cell = document.querySelector(`[data-cell="${wanted}"]`)!;
          return (
            document.body.dataset.notebook === "live" &&
            cell.getAttribute("aria-busy") !== "true" &&
            !cell.querySelector('.output[data-built]:not([data-kind="control"])')
          );
        }, id);
      }
      expect(await page.locator(".cell-error:visible").allTextContents()).toEqual([]);
      expect(await outputs()).toEqual(built);
      expect(await page.locator(".cell.is-edited, .cell.is-stale").count()).toBe(0);
      expect(troubles).toEqual([]);
    }),
  );
});
