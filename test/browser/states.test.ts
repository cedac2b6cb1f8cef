/** Two states of a figure, and the steps between them: undo and redo, what differs from the published state, and a pinned one. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { violations } from "./axe.ts";
import { settled, startSite, type TestSite } from "./site.ts";

let site: TestSite;
beforeAll(async () => {
  site = await startSite();
});
afterAll(() => site.close());

const query = (page: Page) => new URL(page.url()).search;
const press = (page: Page, action: string) => page.click(`[data-action="${action}"]`);

describe("the states of a figure", () => {
  it("are undone and done again, listed, pinned, and kept in the address", async () => {
    const { page, troubles } = await site.open("/embed/gpu-hours/");
    await page.click("[data-preset='Llama 3.1 405B']");
    await expect.poll(() => query(page)).toContain("gpu-hours.gpus=16384");

    // By the keys, while the focus is on a button; by the buttons.
    await page.keyboard.press("Control+z");
    await expect.poll(() => query(page)).toBe("");
    await press(page, "redo");
    await expect.poll(() => query(page)).toContain("gpu-hours.gpus=16384");
    // In a field, the keys are those of the field.
    await page.fill("[data-param=usdPerGpuHour]:not([type=range])", "3");
    await expect.poll(() => query(page)).toContain("usdPerGpuHour=3");
    await page.focus("[data-param=usdPerGpuHour]:not([type=range])");
    await page.keyboard.press("Control+Shift+z");
    expect(await page.getAttribute("[data-action=redo]", "aria-disabled")).toBe("true");

    // What was changed, and a way back for each.
    await page.click("[popovertarget=gpu-hours-changes]");
    const changes = page.locator("[data-changes] li");
    expect(await changes.allInnerTexts()).toContainEqual(expect.stringMatching(/Price: 2\s\S* → 3/));
    const before = await changes.count();
    await page.getByRole("button", { name: /^Price: back to 2/ }).click();
    expect(await changes.count()).toBe(before - 1);
    await expect.poll(() => query(page)).not.toContain("usdPerGpuHour");
    await page.keyboard.press("Escape");

    // Pinned, beside another state, and again after a reload.
    await press(page, "pin");
    const pinned = page.locator(".figure-pinned");
    await expect.poll(() => pinned.locator(".figure-summary").innerText()).toContain("16,384 GPUs");
    await press(page, "reset");
    await expect.poll(() => page.locator(".figure-summary").first().innerText()).toContain("2,048 GPUs");
    await expect.poll(() => pinned.locator("li").allInnerTexts()).toContain("GPUs: 16,384 pinned, 2,048 now");
    const ids = await page.locator("[id]").evaluateAll((elements) => elements.map(({ id }) => id));
    expect(new Set(ids).size).toBe(ids.length);
    expect(await violations(page)).toEqual([]);
    await expect.poll(() => query(page)).toMatch(/^\?pin\.gpu-hours=/);
    await page.reload();
    await expect.poll(() => pinned.locator(".figure-summary").innerText()).toContain("16,384 GPUs");
    await press(page, "unpin");
    expect(await pinned.count()).toBe(0);
    await expect.poll(() => query(page)).toBe("");
    expect(troubles).toEqual([]);
    await page.context().close();
  });
});

describe("my model, my cluster", () => {
  it("is said once, offered by figures, and named where it does not fit", async () => {
    const { page, troubles } = await site.open("/mine/");
    await page.selectOption("[name=device]", "h200");
    await page.fill("[name=gpus]", "3,000");
    await expect
      .poll(() => page.getAttribute("[data-of=gpu-hours] [data-open]", "href"))
      .toContain("gpu-hours.gpus=3000");
    await page.click("[data-action=keep]");
    expect(await violations(page)).toEqual([]);

    // Nothing is set by itself; one press sets what fits, another goes back.
    await page.goto(`${site.origin}/embed/memory-per-gpu/`);
    await settled(page); // a pointer that comes before the page's scripts wakes nothing until it moves again
    await page.hover(".figure-title");
    await page.waitForSelector("[data-state=alive]");
    expect(query(page)).toBe("");
    await press(page, "mine");
    await expect.poll(() => query(page)).toBe("?memory-per-gpu.limit=141000000000");
    expect(await page.innerText(".figure-problems")).toContain("(got 3000)");
    await press(page, "mine");
    await expect.poll(() => query(page)).toBe("");

    await page.goto(`${site.origin}/mine/`);
    await expect.poll(() => page.inputValue("[name=gpus]")).toBe("3,000");
    await page.click("[data-action=forget]");
    await page.reload();
    await settled(page);
    expect(await page.inputValue("[name=gpus]")).toBe("");
    expect(troubles).toEqual([]);
    await page.context().close();
  });
});
