/** The site without a network: kept on wish, used, and removed. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { settled, startSite, type TestSite } from "./site.ts";

let site: TestSite;
beforeAll(async () => {
  site = await startSite();
});
afterAll(() => site.close());

describe("keeping for offline", () => {
  it("begins on wish alone, shows a chapter whose figure moves without a network, and can be taken back", async () => {
    const { page, troubles } = await site.open("/offline/");
    const context = page.context();
    const state = (): Promise<string | null> => page.getAttribute("[data-offline]", "data-state");
    await page.waitForFunction(() => document.querySelector<HTMLElement>("[data-offline]")!.dataset.state === "none");
    expect(await page.textContent("[data-offline] [role=status]")).toMatch(
      /^Not kept\. It would be version \S+, \d+ files, \d+ MB/,
    );
    expect(await page.evaluate(() => navigator.serviceWorker.getRegistrations().then(({ length }) => length))).toBe(0);
    await page.click("[data-action=keep]");
    await page.waitForFunction(
      () => document.querySelector<HTMLElement>("[data-offline]")!.dataset.state === "kept",
      undefined,
      { timeout: 90_000 },
    );
    expect(troubles).toEqual([]);

    await context.setOffline(true);
    await page.goto(`${site.origin}/chapters/1-what-it-cost/?gpu-hours.gpus=16384#gpu-hours`);
    await settled(page);
    await page.waitForFunction(() => document.querySelector(".figure-summary")!.textContent!.includes("16,384 GPUs"));
    await page.keyboard.press("/");
    await page.locator("dialog.search input").fill("N_C");
    await page.locator("dialog.search li").first().waitFor();
    await page.reload();
    expect(await page.textContent("h1")).toBe("What it cost");
    // An address may have a question mark and nothing after it; and the builder of class links shows a page in a frame.
    await page.goto(`${site.origin}/embed/gpu-hours/?`);
    expect(await page.textContent("h1")).toBe("What a training run costs");
    await page.goto(`${site.origin}/class/?figure=gpu-hours`);
    await page.frameLocator("iframe").locator(".figure-summary").waitFor();

    await context.setOffline(false);
    await page.goto(`${site.origin}/offline/`);
    await page.waitForFunction(() => document.querySelector<HTMLElement>("[data-offline]")!.dataset.state === "kept");
    await page.click("[data-action=remove]");
    await page.waitForFunction(() => document.querySelector<HTMLElement>("[data-offline]")!.dataset.state === "none");
    expect(await state()).toBe("none");
    expect(
      await page.evaluate(async () => [
        (await navigator.serviceWorker.getRegistrations()).length,
        (await caches.keys()).length,
      ]),
    ).toEqual([0, 0]);
    await context.close();
  });
});
