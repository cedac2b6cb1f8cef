/** The tiny V3 is trained in its figure's worker: when asked for, beside a page that goes on, and with faults in words. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startSite, type TestSite } from "./site.ts";
import { longestTask, slowness } from "./thread-time.ts";

let site: TestSite;
beforeAll(async () => {
  site = await startSite();
});
afterAll(() => site.close());

const summary = (page: Page) => page.textContent(".figure-summary");
const open = (...state: string[]) =>
  site.open(`/embed/tiny-v3-laboratory/?${state.map((pair) => `tiny-v3-laboratory.${pair}`).join("&")}`);

describe("the laboratory of the tiny V3", () => {
  it("trains two models while the page goes on, and goes back through their steps", { timeout: 120_000 }, async () => {
    const { page, troubles } = await open();
    expect(await summary(page)).toContain("No balancing: loss");
    expect(page.workers()).toHaveLength(0);
    await page.check("[data-param=run][value=own]");
    await page.check("[data-param=steps][value='50']");
    await page.waitForFunction(
      () => /Changed: loss [\d.]+ after \d+ steps/.test(document.querySelector(".figure-summary")!.textContent!),
      null,
      { timeout: 60_000 },
    );
    // Two models are trained meanwhile, in the figure's own thread.
    const longest = await longestTask(site, page, () => page.waitForTimeout(2000));
    expect(longest).toBeLessThan(64 * (await slowness(site)));
    await page.waitForFunction(
      () => document.querySelector(".figure-summary")!.textContent!.includes("after 50 steps"),
      null,
      { timeout: 90_000 },
    );
    expect(await page.textContent(".readout")).toContain("step 49");
    await page.click("[data-action=step-back]");
    await expect.poll(() => page.textContent(".readout"), { timeout: 10_000 }).toContain("step 48");
    expect(troubles).toEqual([]);
    await page.context().close();
  });
  it("says in words that a run diverged, and lets another one begin", { timeout: 120_000 }, async () => {
    const { page, troubles } = await open("run=own", "steps=50", "change=optimizer", "learningRate=100", "clipNorm=0");
    await page.hover(".figure-title");
    await page.waitForFunction(() => document.body.textContent!.includes("The run diverged in step"), null, {
      timeout: 90_000,
    });
    await page.check("[data-param=run][value=recorded]");
    await page.waitForFunction(
      () => document.querySelector(".figure-summary")!.textContent!.includes("No balancing: loss"),
      null,
      { timeout: 30_000 },
    );
    expect(await page.textContent("body")).not.toContain("The run diverged in step");
    expect(troubles).toEqual([]);
    await page.context().close();
  });
});
