/** What holds for every page: nothing goes wrong, nothing is fetched from elsewhere, everybody can use it. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { parseHTML } from "linkedom";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { siteFolder, startSite, type TestSite } from "./site.ts";

let site: TestSite;
beforeAll(async () => {
  site = await startSite();
});
afterAll(() => site.close());

/** The frame of live cells is no page that a reader opens. */
const pages = readdirSync(siteFolder, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith("index.html") && !file.startsWith("sandbox"))
  .map((file) => `/${file.replace(/index\.html$/, "")}`)
  .sort();

/** Topics of numbers have one template: the longest stands for all. */
const unlike = pages.filter((path) => !/^\/reference\/numbers\/./.test(path) || path === "/reference/numbers/serving/");

describe.concurrent("every page, to everybody", () => {
  it.each(unlike)(
    "%s: no trouble, at most 3,000 elements, nothing sticks out, axe finds nothing, wide and narrow, by day and at night",
    async (path) => {
      const { page, troubles } = await site.open(path, { colorScheme: "light" });
      await page.waitForLoadState("networkidle");
      expect(troubles).toEqual([]);
      expect(await page.locator("*").count()).toBeLessThanOrEqual(3000);
      const found = async (axe: AxeBuilder) =>
        (await axe.analyze()).violations.flatMap(({ id, nodes }) =>
          nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`),
        );
      for (const width of [1280, 390]) {
        await page.emulateMedia({ colorScheme: "light" });
        await page.setViewportSize({ width, height: 900 });
        expect(
          await page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
          `at ${width} px`,
        ).toBeLessThanOrEqual(0);
        expect(
          await found(new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"])),
          `at ${width} px`,
        ).toEqual([]);
        await page.emulateMedia({ colorScheme: "dark" });
        expect(await page.evaluate(() => matchMedia("(prefers-color-scheme: dark)").matches)).toBe(true);
        // Of what these rules look at, only colors are others at night.
        expect(
          await found(new AxeBuilder({ page }).withRules(["color-contrast", "link-in-text-block"])),
          `at ${width} px, at night`,
        ).toEqual([]);
      }
      expect(troubles).toEqual([]);
      await page.context().close();
    },
  );
});

describe.each(pages)("the HTML of %s", (path) => {
  const { document } = parseHTML(
    readFileSync(join(siteFolder, path.endsWith("/") ? `${path}index.html` : path), "utf8"),
  );
  it("has a policy without unsafe-eval and without inline scripts but by hash", () => {
    const policy = document.querySelector("meta[http-equiv='content-security-policy' i]")!.getAttribute("content")!;
    const scripts = /script-src ([^;]*)/.exec(policy)![1];
    expect(scripts).not.toMatch(/unsafe-eval|unsafe-inline|http|\*/);
    expect(policy).toContain("default-src 'none'");
    // Text becomes markup by the kit's own policy alone, and in the scratchpad not at all.
    expect(policy).toContain("require-trusted-types-for 'script'");
    expect(/trusted-types ([^;]*)/.exec(policy)![1]).toBe(path === "/scratch/" ? "'none'" : "v3-kit");
  });
  it("links to places that exist", () => {
    const links = [...document.querySelectorAll("a[href]")].map(
      (link) => new URL(link.getAttribute("href")!, `http://site${path}`),
    );
    for (const { pathname, hash } of links.filter(({ origin }) => origin === "http://site")) {
      const file = join(siteFolder, pathname.endsWith("/") ? `${pathname}index.html` : pathname);
      expect(existsSync(file), pathname).toBe(true);
      // The scratchpad keeps code in its fragment; everything else names a place.
      if (hash && !hash.startsWith("#c="))
        expect(textOf(file).includes(`id="${decodeURIComponent(hash.slice(1))}"`), pathname + hash).toBe(true);
    }
  });
  it("repeats no id", () => {
    const ids = [...document.querySelectorAll("[id]")].map(({ id }) => id);
    expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([]);
  });
});

const textOf = memoized((file: string) => readFileSync(file, "utf8"));

function memoized<K, V>(compute: (key: K) => V): (key: K) => V {
  const known = new Map<K, V>();
  return (key) => {
    if (!known.has(key)) known.set(key, compute(key));
    return known.get(key)!;
  };
}

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
    for (const figure of await page.locator(".figure").all())
      expect(await figure.locator("svg:visible, table:visible").count()).toBeGreaterThan(0);
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
    const { page } = await site.open("/chapters/2.2-experts-and-their-router/", {
      viewport: { width: 412, height: 823 },
    });
    await page.waitForLoadState("networkidle");
    await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight * 0.7));
    const place = (): Promise<number> =>
      page.evaluate(() => document.querySelectorAll(".prose > h2")[6].getBoundingClientRect().top);
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
