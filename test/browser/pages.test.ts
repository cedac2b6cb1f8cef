/** What holds for every page: nothing goes wrong, nothing is fetched from elsewhere, everybody can use it. */
import { readdirSync } from "node:fs";
import { AxeBuilder } from "@axe-core/playwright";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { siteFolder, startSite, type TestSite } from "./site.ts";

let site: TestSite;
beforeAll(async () => { site = await startSite(); });
afterAll(() => site.close());

/** The frame of live cells is no page that a reader opens. */
const pages = readdirSync(siteFolder, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith("index.html") && !file.startsWith("sandbox"))
  .map((file) => `/${file.replace(/index\.html$/, "")}`)
  .sort();

describe.each(pages)("%s", (path) => {
  it.each([390, 1280])("axe finds nothing in light and dark at %d px, and nothing sticks out", async (width) => {
    const { page } = await site.open(path, { colorScheme: "light", viewport: { width, height: 900 } });
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    const found = async (axe: AxeBuilder) => (await axe.analyze()).violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`));
    expect(await found(new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]))).toEqual([]);
    await page.emulateMedia({ colorScheme: "dark" });
    expect(await page.evaluate(() => matchMedia("(prefers-color-scheme: dark)").matches)).toBe(true);
    // Of what these rules look at, only colors are others at night.
    expect(await found(new AxeBuilder({ page }).withRules(["color-contrast", "link-in-text-block"]))).toEqual([]);
    await page.context().close();
  });
  it("loads with no error, no violation of its policy, no request to another host, at most 3,000 elements", async () => {
    const { page, troubles } = await site.open(path);
    await page.waitForLoadState("networkidle");
    expect(troubles).toEqual([]);
    expect(await page.locator("*").count()).toBeLessThanOrEqual(overBudget[path] ?? 3000);
    await page.context().close();
  });
  it("has a policy without unsafe-eval and without inline scripts but by hash", async () => {
    const { page } = await site.open(path);
    const policy = (await page.getAttribute("meta[http-equiv='content-security-policy' i]", "content"))!;
    const scripts = /script-src ([^;]*)/.exec(policy)![1];
    expect(scripts).not.toMatch(/unsafe-eval|unsafe-inline|http|\*/);
    expect(policy).toContain("default-src 'none'");
    await page.context().close();
  });
  it("links to places that exist", async () => {
    const { page } = await site.open(path, { javaScriptEnabled: false });
    const links = await page.locator("a[href]").evaluateAll((all) => all.map((link) => (link as HTMLAnchorElement).href));
    const own = [...new Set(links.filter((href) => href.startsWith(site.origin)))];
    for (const href of own) {
      const url = new URL(href);
      const response = await page.request.get(url.origin + url.pathname);
      expect(response.status(), href).toBe(200);
      // The scratchpad keeps code in its fragment; everything else names a place.
      if (url.hash && !url.hash.startsWith("#c=")) expect((await response.text()).includes(`id="${decodeURIComponent(url.hash.slice(1))}"`), href).toBe(true);
    }
    await page.context().close();
  });
  it("repeats no id", async () => {
    const { page } = await site.open(path);
    const ids = await page.locator("[id]").evaluateAll((all) => all.map(({ id }) => id));
    expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([]);
    await page.context().close();
  });
});

/** Pages that exceed the budget of 3,000 elements, each with what it may not exceed until it is brought down: their figures draw too much. */
const overBudget: Readonly<Record<string, number>> = {
  "/chapters/2.1-one-latent-for-all-heads/": 7100,
  "/chapters/3.1-filling-the-pipeline/": 4700,
  "/chapters/3.4-sums-in-fourteen-bits/": 3400,
  "/chapters/3.7-where-memory-goes/": 4100,
  "/chapters/5.2-rewards-and-the-group/": 3500,
};

describe("chapters", () => {
  const chapters = pages.filter((path) => path.startsWith("/chapters/"));
  it.each(chapters)("%s has what scholars and machines read", async (path) => {
    const { page } = await site.open(path);
    const meta = (name: string) => page.getAttribute(`meta[name="${name}"]`, "content");
    expect(await meta("citation_title")).toBe(await page.textContent("h1"));
    expect(await meta("citation_author")).toBeTruthy();
    expect(await meta("citation_publication_date")).toMatch(/^\d{4}\/\d\d\/\d\d$/);
    expect(new URL((await meta("citation_fulltext_html_url"))!).pathname).toBe(path);
    const data = JSON.parse((await page.textContent("script[type='application/ld+json']"))!);
    expect(data["@type"]).toEqual(["ScholarlyArticle", "LearningResource"]);
    expect(data.isBasedOn.sameAs).toContain("https://arxiv.org/abs/2412.19437");
    await page.context().close();
  });
  it.each([1280, 390])("have one table of contents that can be used, at %d px", async (width) => {
    const { page } = await site.open(chapters[1], { viewport: { width, height: 900 } });
    if (width < 600) await page.click(".toc summary");
    const links = page.locator(".toc a:visible");
    expect(await links.count()).toBe(await page.locator(".prose > h2[id]").count());
    await links.nth(2).click();
    const place = await page.locator(":target").boundingBox();
    expect(place!.y).toBeGreaterThanOrEqual(0);
    expect(place!.y).toBeLessThan(100);
    await page.context().close();
  });
  it.each(chapters)("%s is readable without script: prose, figures, output of cells", async (path) => {
    const { page } = await site.open(path, { javaScriptEnabled: false });
    expect((await page.textContent("main"))!.length).toBeGreaterThan(4000);
    for (const figure of await page.locator(".figure").all()) expect(await figure.locator("svg:visible, table:visible").count()).toBeGreaterThan(0);
    expect(await page.locator(".cell-outputs").count()).toBeGreaterThanOrEqual(1);
    await page.context().close();
  });
});

describe("light and dark", () => {
  it("follow the system and can be switched, for good", async () => {
    const { page } = await site.open("/", { colorScheme: "dark" });
    const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const dark = await paper();
    await page.click(".theme-switch");
    expect(await paper()).not.toBe(dark);
    await page.reload();
    expect(await paper()).not.toBe(dark);
    await page.context().close();
  });
});

describe("a chapter that is loaded again", () => {
  it("opens at the place that was read", async () => {
    const { page } = await site.open("/chapters/2.2-experts-and-their-router/", { viewport: { width: 412, height: 823 } });
    await page.waitForLoadState("networkidle");
    await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight * 0.7));
    const place = (): Promise<number> => page.evaluate(() => document.querySelectorAll(".prose > h2")[6].getBoundingClientRect().top);
    const before = await place();
    await page.waitForTimeout(300); // Chromium notes the place a moment later
    await page.reload();
    await page.waitForLoadState("networkidle");
    expect(Math.abs((await place()) - before)).toBeLessThan(100);
    await page.context().close();
  });
});

describe("a link in prose that sets a figure", () => {
  it("sets it without loading the page again, and back undoes it", async () => {
    const { page, troubles } = await site.open("/chapters/1-what-it-cost/");
    await page.evaluate(() => { (window as { stayed?: boolean }).stayed = true; });
    const before = await page.textContent(".figure-summary");
    await page.click("a[data-try]:has-text('eight times the GPUs')");
    await page.waitForFunction(() => document.querySelector(".figure-summary")!.textContent!.includes("16,384 GPUs"));
    expect(await page.evaluate(() => [(window as { stayed?: boolean }).stayed, location.search])).toEqual([true, "?gpu-hours.gpus=16384"]);
    await page.goBack();
    await page.waitForFunction((text) => document.querySelector(".figure-summary")!.textContent === text, before);
    expect(troubles).toEqual([]);
    await page.context().close();
  });
});

describe("what a number has behind it", () => {
  it.each([320, 390, 1280])("fits on the screen for each of them, at %d px", async (width) => {
    const { page } = await site.open("/chapters/1-what-it-cost/", { viewport: { width, height: 800 } });
    const outside = await page.evaluate(() => [...document.querySelectorAll<HTMLElement>(".peek")].filter((peek) => peek.checkVisibility()).map((peek) => {
      peek.focus();
      const { left, right, bottom } = peek.querySelector(".peek-more")!.getBoundingClientRect();
      return left < 0 || right > innerWidth || right === 0 || bottom > innerHeight ? peek.textContent : null;
    }).filter(Boolean));
    expect(outside).toEqual([]);
    await page.context().close();
  });
  it("goes at Escape, and comes back with the next word", async () => {
    const { page } = await site.open("/chapters/1-what-it-cost/");
    const peeks = page.locator(".prose > p .peek");
    await peeks.nth(0).hover();
    await peeks.nth(0).locator(".peek-more").waitFor({ state: "visible" });
    // The way to it is open: what it says may be read with the pointer on it.
    await peeks.nth(0).locator(".peek-more").hover();
    expect(await peeks.nth(0).locator(".peek-more").isVisible()).toBe(true);
    await page.keyboard.press("Escape");
    await peeks.nth(0).locator(".peek-more").waitFor({ state: "hidden" });
    await peeks.nth(2).hover();
    await peeks.nth(2).locator(".peek-more").waitFor({ state: "visible" });
    await page.context().close();
  });
});
