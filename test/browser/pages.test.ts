/** What holds for every page: nothing goes wrong, nothing is fetched from elsewhere, everybody can use it. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sizeAndColorRules, violations, wcag } from "./axe.ts";
import { builtPages } from "./built-pages.ts";
import { htmlOf, settled, startSite, type TestSite } from "./site.ts";

let site: TestSite;
beforeAll(async () => {
  site = await startSite();
});
afterAll(() => site.close());

/** Topics of numbers have one template: the longest stands for all. */
const unlike = builtPages.filter(
  (path) => !/^\/reference\/numbers\/./.test(path) || path === "/reference/numbers/serving/",
);

const inChapters = builtPages
  .filter((path) => /^\/(?:chapters|primer)\//.test(path))
  .flatMap((path) => [...htmlOf(path).matchAll(/ data-figure="([^"]+)"/g)].map(([, id]) => `/embed/${id}/`));

/**
 * Of pages that have one template and differ in what fills it, axe is asked of the longest: pages of the module's topics, and
 * pages of one figure, where it meets the figure in a chapter. A figure that stands in no chapter is met on its own page.
 */
const likeAnother = [/^\/api\/./, /^\/embed\//].flatMap((template) => {
  const alike = unlike.filter(
    (path) => template.test(path) && (inChapters.includes(path) || !path.startsWith("/embed/")),
  );
  return alike.toSorted((a, b) => htmlOf(b).length - htmlOf(a).length).slice(1);
});

const wide = { width: 1280, height: 800 };
const narrow = { width: 390, height: 844 };

// One visit asks all that there is to ask of a page as it comes. While one waits for the network, others go on.
describe.concurrent("every page, to everybody", () => {
  it.each(
    unlike.map(
      (path, i) => [path, likeAnother.includes(path) ? "" : ", axe finds nothing, by day and at night", i] as const,
    ),
  )("%s: no trouble, at most 3,000 elements, nothing sticks out, wide and narrow%s", (path, asksAxe, i) =>
    site.visit(
      path,
      async ({ page, troubles }) => {
        await page.waitForLoadState("networkidle");
        expect(troubles).toEqual([]);
        expect(await page.locator("*").count()).toBeLessThanOrEqual(3000);
        // Axe takes most of the time. So each page is asked everything at one width by day, and what another width or theme
        // decides at the other by night; the next page, mostly of the same template, is asked the other way around.
        const [first, second] = i % 2 === 0 ? [wide, narrow] : [narrow, wide];
        for (const size of [first, second]) {
          const isFirst = size === first;
          await page.setViewportSize(size);
          const where = `at ${size.width} px, ${isFirst ? "by day" : "at night"}`;
          expect(
            await page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
            where,
          ).toBeLessThanOrEqual(0);
          if (path.startsWith("/embed/")) await (size === wide ? expectAllInSight : expectPictureFirst)(page);
          if (asksAxe === "") continue;
          if (!isFirst) {
            await page.emulateMedia({ colorScheme: "dark" });
            expect(await page.evaluate(() => matchMedia("(prefers-color-scheme: dark)").matches)).toBe(true);
          }
          expect(await violations(page, isFirst ? { tags: wcag } : { rules: sizeAndColorRules }), where).toEqual([]);
        }
        expect(troubles).toEqual([]);
      },
      { colorScheme: "light", viewport: wide },
    ),
  );
});

/** On a wide screen, a figure has presets, picture, result and main controls on it, and no field cuts its value. */
async function expectAllInSight(page: Page): Promise<void> {
  const bottoms = await page.evaluate(() =>
    [
      ".figure-presets",
      ".figure-view",
      ".figure-summary",
      ".figure-side > .figure-controls",
      ".figure-side summary",
    ].map((part) => Math.round(document.querySelector(part)?.getBoundingClientRect().bottom ?? 0)),
  );
  expect(Math.max(...bottoms)).toBeLessThanOrEqual(800);
  const cut = await page
    .locator(".control-field:visible")
    .evaluateAll((fields) =>
      (fields as HTMLInputElement[])
        .filter((field) => field.scrollWidth > field.clientWidth)
        .map((field) => field.value),
    );
  expect(cut).toEqual([]);
}

/** On a phone, a figure begins with its picture, and its controls are below. */
async function expectPictureFirst(page: Page): Promise<void> {
  const tops = await page.evaluate(() =>
    [".figure-view", ".figure-result", ".figure-presets", ".figure-side"].map(
      (part) => document.querySelector(part)!.getBoundingClientRect().top,
    ),
  );
  expect(tops[0]).toBeLessThan(100);
  expect(tops).toEqual(tops.toSorted((a, b) => a - b));
}

describe("chapters", () => {
  const chapters = builtPages.filter((path) => path.startsWith("/chapters/"));
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
  it("show figures and output of cells without script, which the HTML of all of them has", async () => {
    const { page } = await site.open("/chapters/3.3-numbers-in-eight-bits/", { javaScriptEnabled: false });
    for (const figure of await page.locator(".figure").all())
      expect(await figure.locator("svg:visible, table:visible").count()).toBeGreaterThan(0);
    for (const outputs of await page.locator(".cell-outputs").all()) expect(await outputs.isVisible()).toBe(true);
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
    const { page } = await site.open("/chapters/2.2-experts-and-their-router/", {
      viewport: { width: 412, height: 823 },
    });
    // The first page that is seen keeps the system's faces where its own come late, and is of another length then.
    await page.waitForFunction(() => localStorage.getItem("faces") !== null);
    await page.reload();
    await settled(page);
    await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight * 0.7));
    const place = (): Promise<number> =>
      page.evaluate(() => document.querySelectorAll(".prose > h2")[6].getBoundingClientRect().top);
    const before = await place();
    await page.waitForTimeout(300); // Chromium notes the place a moment later
    await page.reload();
    // Chromium scrolls there when the page is as long again.
    await expect.poll(async () => Math.abs((await place()) - before)).toBeLessThan(100);
    await page.context().close();
  });
});

describe("a link in prose that sets a figure", () => {
  it("sets it without loading the page again, and back undoes it", async () => {
    const { page, troubles } = await site.open("/chapters/1-what-it-cost/");
    await page.evaluate(() => {
      (window as { stayed?: boolean }).stayed = true;
    });
    const before = await page.textContent(".figure-summary");
    await page.click("a[data-try]:has-text('eight times the GPUs')");
    await page.waitForFunction(() => document.querySelector(".figure-summary")!.textContent!.includes("16,384 GPUs"));
    expect(await page.evaluate(() => [(window as { stayed?: boolean }).stayed, location.search])).toEqual([
      true,
      "?gpu-hours.gpus=16384",
    ]);
    await page.goBack();
    await page.waitForFunction((text) => document.querySelector(".figure-summary")!.textContent === text, before);
    expect(troubles).toEqual([]);
    await page.context().close();
  });
});

describe("what a number has behind it", () => {
  it.each([320, 390, 1280])("fits on the screen for each of them, at %d px", async (width) => {
    const { page } = await site.open("/chapters/1-what-it-cost/", { viewport: { width, height: 800 } });
    const outside = await page.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>(".peek")]
        .filter((peek) => peek.checkVisibility())
        .map((peek) => {
          peek.focus();
          const { left, right, bottom } = peek.querySelector(".peek-more")!.getBoundingClientRect();
          return left < 0 || right > innerWidth || right === 0 || bottom > innerHeight ? peek.textContent : null;
        })
        .filter(Boolean),
    );
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

describe("the page of all figures", () => {
  it("shows the picture of each", () =>
    site.visit("/figures/", async ({ page }) => {
      const broken = await page.evaluate(async () => {
        const failed: string[] = [];
        for (const { src } of document.querySelectorAll<HTMLImageElement>("main img"))
          await Object.assign(new Image(), { src })
            .decode()
            .catch(() => failed.push(src));
        return failed;
      });
      expect(broken).toEqual([]);
    }));
});
