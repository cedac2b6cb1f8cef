/** The search of the built site: what it finds, how it is used by keyboard, what it costs. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Page } from "playwright-core";
import { createFinder } from "../../src/search/finder.ts";
import type { SearchIndex } from "../../src/search/entry.ts";
import { violations } from "./axe.ts";
import { siteFolder, startSite, type TestSite } from "./site.ts";
import { longestTask, slowness } from "./thread-time.ts";

let site: TestSite;
beforeAll(async () => {
  site = await startSite();
});
afterAll(() => site.close());

const text = readFileSync(join(siteFolder, "search.json"), "utf8");
const index = JSON.parse(text) as SearchIndex;
const find = await createFinder(index);

describe("search.json", () => {
  it("has every kind of entry, and is small", () => {
    expect(new Set(index.entries.map(([kind]) => kind))).toEqual(
      new Set(["section", "figure", "cell", "claim", "symbol", "term", "number", "export", "work"]),
    );
    expect(brotliCompressSync(text).length).toBeLessThan(250_000);
  });
  it.each([
    ["γ", "symbol"],
    ["N_C", "symbol"],
    ["d_c", "symbol"],
    ["37B", "claim"],
    ["37 B", "section"],
    ["2.788M", "claim"],
    ["bubbleTime", "export"],
    ["What a training run costs", "figure"],
    ["all-to-all", "term"],
  ])("finds %s as a %s among the first five", (query, kind) => {
    expect(
      find(query)
        .hits.slice(0, 5)
        .map((hit) => hit.kind),
    ).toContain(kind);
  });
});

async function openByKey(page: Page): Promise<void> {
  await page.keyboard.press("/");
  await page.locator("dialog.search input").waitFor();
}

describe("the search of a page", () => {
  it("loads nothing before it is asked for, finds, and goes where Enter says", async () => {
    const { page, troubles } = await site.open("/chapters/1-what-it-cost/");
    const asked: string[] = [];
    page.on("request", (request) => asked.push(new URL(request.url()).pathname));
    expect(
      await page.evaluate(() =>
        performance.getEntriesByType("resource").some(({ name }) => name.includes("search.json")),
      ),
    ).toBe(false);
    await openByKey(page);
    await page.keyboard.type("N_C");
    await page.locator("dialog.search li").first().waitFor();
    expect(await page.locator("dialog.search li").first().textContent()).toMatch(/^N_C Symbol · Symbols/);
    expect(asked).toContain("/search.json");
    expect(await violations(page, { within: "dialog.search" })).toEqual([]);
    await page.keyboard.press("ArrowDown");
    expect(await page.evaluate(() => document.activeElement!.getAttribute("href"))).toMatch(
      /^\/reference\/symbols\/#symbol-/,
    );
    await page.keyboard.press("ArrowUp");
    expect(await page.evaluate(() => document.activeElement!.localName)).toBe("input");
    await page.keyboard.press("Enter");
    await page.waitForURL("**/reference/symbols/#symbol-*");
    expect(troubles).toEqual([]);
    await page.context().close();
  });
  it("closes at Escape, gives the focus back, and leaves the key to fields", async () => {
    const { page } = await site.open("/");
    await page.click(".search-open");
    await page.locator("dialog.search").waitFor();
    await page.keyboard.press("Escape");
    expect(await page.locator("dialog.search").isVisible()).toBe(false);
    expect(await page.evaluate(() => document.activeElement!.className)).toBe("search-open");
    await page.locator("#gpu-hours input").first().focus();
    await page.keyboard.press("/");
    expect(await page.locator("dialog.search").isVisible()).toBe(false);
    await page.context().close();
  });
  it("has no button without script, where contents, glossary and symbols are links", async () => {
    const { page } = await site.open("/", { javaScriptEnabled: false });
    expect(await page.locator(".search-open").isVisible()).toBe(false);
    for (const path of ["/reference/glossary/", "/reference/symbols/"])
      expect(await page.locator(`footer a[href="${path}"]`).count()).toBe(1);
    await page.context().close();
  });
  it("is there in the scratchpad too, whose policy allows no worker of the kit", async () => {
    const { page, troubles } = await site.open("/scratch/");
    await page.click(".search-open");
    await page.locator("dialog.search input").waitFor();
    await page.keyboard.type("γ");
    await page.locator("dialog.search li").first().waitFor();
    expect(troubles).toEqual([]);
    await page.context().close();
  });
  // In the scratchpad the page's own thread does all of it: an upper bound for pages with a worker. Processor time, times four for a phone.
  it("answers each key within 100 ms on a phone", async () => {
    const slow = await slowness(site);
    const { page } = await site.open("/scratch/", { viewport: { width: 412, height: 823 } });
    await page.click(".search-open");
    await page.locator("dialog.search input").waitFor();
    await page.keyboard.type("x");
    await page.waitForFunction(
      () => !document.querySelector("dialog.search [role=status]")!.textContent!.startsWith("Arrow"),
    );
    await page.keyboard.press("Backspace");
    const times: number[] = [];
    for (const key of "balance of experts")
      times.push(4 * (await longestTask(site, page, () => page.keyboard.press(key === " " ? "Space" : key))));
    console.log(
      `search, ms of processor time a key, times four: median ${times.toSorted((a, b) => a - b)[times.length >> 1].toFixed(0)}, most ${Math.max(...times).toFixed(0)}; this machine ×${slow.toFixed(2)}`,
    );
    expect(Math.max(...times)).toBeLessThan(100 * slow);
    await page.context().close();
  });
});
