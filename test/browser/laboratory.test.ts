/** The tiny V3 is trained in its figure's worker: when asked for, beside a page that goes on, and with faults in words. */
import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readTinyCourses } from "../../src/lab/index.ts";
import { startSite, type TestSite } from "./site.ts";
import { longestTask, slowness } from "./thread-time.ts";

let site: TestSite;
beforeAll(async () => {
  site = await startSite();
});
afterAll(() => site.close());

const summary = (page: Page) => page.textContent(".figure-summary");
/** Steps that the second run has made, as the figure says. */
const stepsIn = async (page: Page): Promise<number> =>
  Number(/Changed: loss [\d.]+ after (\d+) steps/.exec((await summary(page)) ?? "")?.[1] ?? 0);
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
  it(
    "goes on while the page draws nothing, saves both runs, and takes them up again",
    { timeout: 120_000 },
    async () => {
      const { page, troubles } = await open("run=own", "steps=150", "change=seed");
      await page.hover(".figure-title");
      await expect.poll(() => stepsIn(page), { timeout: 60_000 }).toBeGreaterThan(1);
      // As in a tab that nobody looks at: no frame comes.
      await page.evaluate(() => {
        const [frame, held] = [requestAnimationFrame, [] as FrameRequestCallback[]];
        globalThis.requestAnimationFrame = (callback) => held.push(callback);
        addEventListener("frames-again", () => {
          globalThis.requestAnimationFrame = frame;
          for (const callback of held) frame(callback);
        });
      });
      const before = await stepsIn(page);
      await page.waitForTimeout(3000);
      await page.evaluate(() => dispatchEvent(new Event("frames-again")));
      await expect.poll(() => stepsIn(page), { timeout: 30_000 }).toBeGreaterThan(before);

      // As in a tab that the browser froze: no task runs, neither of the page nor of its worker.
      const session = await page.context().newCDPSession(page);
      await session.send("Page.setWebLifecycleState", { state: "frozen" });
      await new Promise((later) => setTimeout(later, 4000));
      await session.send("Page.setWebLifecycleState", { state: "active" });
      const thawed = await stepsIn(page);
      await expect.poll(() => stepsIn(page), { timeout: 30_000 }).toBeGreaterThan(thawed);
      expect(await page.locator(".figure-problems").count()).toBe(0);

      const save = async (label: string): Promise<Buffer> => {
        const saved = page.waitForEvent("download");
        await page.click(`[data-file=${label}]`);
        return readFileSync(await (await saved).path());
      };
      await page.click("[popovertarget=tiny-v3-laboratory-download]");
      const runs = await save("Runs");
      const notebook = JSON.parse((await save("Notebook")).toString()) as { nbformat: number; cells: unknown[] };
      expect([notebook.nbformat, notebook.cells.length]).toEqual([4, 10]);
      await page.keyboard.press("Escape");
      const kept = readTinyCourses(runs)[0].state.stepsDone;

      await page.check("[data-param=run][value=file]");
      await page.waitForFunction(() => document.body.textContent!.includes("Choose a file that this figure gave"));
      const choose = (buffer: Buffer) =>
        page.setInputFiles("[data-param=state]", { name: "a.tinyv3", mimeType: "application/octet-stream", buffer });
      await choose(runs.subarray(0, 5000));
      await page.waitForFunction(() => document.body.textContent!.includes("its check sum is another one"));
      expect(await page.locator(".figure-view svg").count()).toBeGreaterThan(1); // what was seen still is
      await choose(runs);
      await page.waitForFunction(() => !document.body.textContent!.includes("its check sum is another one"));
      await expect.poll(() => stepsIn(page), { timeout: 30_000 }).toBeGreaterThanOrEqual(kept);
      expect(troubles).toEqual([]);
      await page.context().close();
    },
  );
  it(
    "waits, goes on step by step, and says so when its worker ended without a word",
    { timeout: 120_000 },
    async () => {
      const { page, troubles } = await open("run=own", "steps=150", "change=seed", "trainTo=3");
      await page.hover(".figure-title");
      await expect.poll(() => stepsIn(page), { timeout: 60_000 }).toBe(3);
      await page.focus("input[type=range][data-param=trainTo]");
      await page.keyboard.press("ArrowRight");
      await expect.poll(() => stepsIn(page), { timeout: 30_000 }).toBe(4);
      await page.waitForTimeout(1000);
      expect(await stepsIn(page)).toBe(4);
      await page.keyboard.press("End");
      await expect.poll(() => stepsIn(page), { timeout: 30_000 }).toBeGreaterThan(8);

      await page.workers()[0].evaluate(() => globalThis.close());
      await page.waitForSelector(".figure-problems", { timeout: 40_000 });
      expect(await page.textContent(".figure-problems")).toContain("has ended or gives no sign of life");
      expect(await page.locator(".figure-view svg").count()).toBeGreaterThan(1); // what was seen still is
      await page.click(".figure-problems button");
      await expect.poll(() => stepsIn(page), { timeout: 60_000 }).toBeLessThan(8);
      await expect.poll(() => stepsIn(page), { timeout: 60_000 }).toBeGreaterThan(8);
      expect(await page.locator(".figure-problems").count()).toBe(0);
      expect(troubles).toEqual([]);
      await page.context().close();
    },
  );
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
