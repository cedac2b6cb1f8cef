/** In the hand: fingers that scroll set nothing, what they press is high enough, and the bar at the foot of a phone. */
import type { Locator, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { startSite, type TestSite } from "./site.ts";

let site: TestSite;
beforeAll(async () => {
  site = await startSite();
});
afterEach(() => site.closePages());
afterAll(() => site.close());

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

/** A finger goes down on the middle of an element, or `from` a share of its width, moves and is lifted. */
async function swipe(page: Page, on: Locator, { from = 0.2, dx = 0, dy = 0 }): Promise<void> {
  await on.evaluate((element) => element.scrollIntoView({ block: "center", behavior: "instant" }));
  const box = (await on.boundingBox())!;
  const [x, y] = [box.x + box.width * from, box.y + box.height / 2];
  const session = await page.context().newCDPSession(page);
  const touch = (type: "touchStart" | "touchMove" | "touchEnd", share: number) =>
    session.send("Input.dispatchTouchEvent", {
      type,
      touchPoints: type === "touchEnd" ? [] : [{ x: x + dx * share, y: y + dy * share }],
    });
  await touch("touchStart", 0);
  for (let i = 1; i <= 10 && (dx !== 0 || dy !== 0); i++) await touch("touchMove", i / 10);
  await touch("touchEnd", 1);
  await page.waitForTimeout(100);
}

describe("a finger on a slider", () => {
  it("that swipes up scrolls and sets nothing; that taps or slides sets", async () => {
    const { page, troubles } = await site.open("/chapters/1-what-it-cost/", phone);
    const slider = page.locator("#gpu-hours input[type=range]").first();
    const value = () => slider.inputValue();
    const before = await value();
    const scrolled = () => page.evaluate(() => scrollY);
    for (const state of ["at rest", "alive"]) {
      await slider.evaluate((element) => element.scrollIntoView({ block: "center", behavior: "instant" }));
      const top = await scrolled();
      await swipe(page, slider, { from: 0.2, dy: -200 });
      expect(await scrolled(), state).toBeGreaterThan(top + 50);
      expect(await value(), state).toBe(before);
      await page.locator("#gpu-hours[data-state=alive]").waitFor();
      expect(await page.evaluate(() => location.search), state).toBe("");
    }
    // The page still glides after the last swipe, and a touch then only stops it.
    await page.waitForTimeout(1000);
    await swipe(page, slider, { from: 0.2 });
    const tapped = await value();
    expect(tapped).not.toBe(before);
    await swipe(page, slider, { from: 0.2, dx: 120 });
    expect(Number(await value())).toBeGreaterThan(Number(tapped));
    await expect.poll(() => page.evaluate(() => location.search)).not.toBe("");
    expect(troubles).toEqual([]);
  });
  it("that swipes up over bars that can be moved sets none, and a tap sets one", async () => {
    const { page } = await site.open("/chapters/2.2-experts-and-their-router/", phone);
    const bars = page.locator("svg[data-move]").first();
    const figure = page.locator("[data-figure]").filter({ has: bars }).first();
    await figure.evaluate((element) => element.dispatchEvent(new Event("touchstart")));
    await expect.poll(() => figure.getAttribute("data-state")).toBe("alive");
    await swipe(page, bars, { from: 0.3, dy: -150 });
    expect(await page.evaluate(() => location.search)).toBe("");
    await swipe(page, bars, { from: 0.3 });
    await expect.poll(() => page.evaluate(() => location.search)).not.toBe("");
  });
});

describe("a page that loads on a phone", () => {
  it.each(["/offline/", "/report/", "/teaching/", "/chapters/3.2-all-to-all/"])("moves nothing on %s", async (path) => {
    const { page } = await site.open(path, { viewport: { width: 412, height: 823 } });
    // Blocks are laid out half a second after the page is there, and what scripts say comes before.
    await page.waitForTimeout(1500);
    const moved = await page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          let sum = 0;
          new PerformanceObserver((list) => {
            for (const entry of list.getEntries()) sum += (entry as PerformanceEntry & { value: number }).value;
          }).observe({ type: "layout-shift", buffered: true });
          setTimeout(() => resolve(sum), 100);
        }),
    );
    expect(moved).toBe(0);
  });
});

describe("a chapter on a phone", () => {
  it.each([
    { width: 320, height: 640 },
    { width: 667, height: 375 },
  ])("has its header in one row, its sections and the next chapter at the foot, at $width px", async (viewport) => {
    const { page } = await site.open("/chapters/3.1-filling-the-pipeline/", { ...phone, viewport });
    expect((await page.locator(".site-header").boundingBox())!.height).toBeLessThan(64);
    const bar = page.locator(".chapter-bar");
    expect((await bar.boundingBox())!.y).toBeGreaterThan(viewport.height - 60);
    const sections = page.locator(".toc-narrow");
    await sections.locator("summary").tap();
    await sections.locator("a").last().tap();
    expect(await sections.getAttribute("open")).toBe(null);
    const { top, bottom } = await page.locator(":target").evaluate((element) => element.getBoundingClientRect());
    expect(top).toBeGreaterThanOrEqual(0);
    expect(bottom).toBeLessThan((await bar.boundingBox())!.y);
    expect(await bar.locator("a[rel=next]").getAttribute("href")).toMatch(/\/chapters\/3\.2-/);
  });
  it.each([phone.viewport, { width: 1280, height: 800 }])(
    "shows the picture of a cell once at $width px",
    async (viewport) => {
      const { page } = await site.open("/chapters/0-what-this-is/", { ...phone, viewport });
      const pictures = page.locator(".cell .output-element svg");
      await pictures.first().evaluate((picture) => picture.closest(".cell")!.scrollIntoView());
      await expect.poll(() => pictures.filter({ visible: true }).count()).toBe(1);
    },
  );
  it("goes through the bar with the tab key, after the header and before the text", async () => {
    const { page } = await site.open("/chapters/3.1-filling-the-pipeline/", phone);
    const stops: string[] = [];
    for (let i = 0; i < 12; i++) {
      await page.keyboard.press("Tab");
      stops.push(
        await page.evaluate(
          () =>
            document
              .activeElement!.closest(".skip, .site-header, .toc, .chapter-bar-next, main")
              ?.className.split(" ")[0] ?? "elsewhere",
        ),
      );
    }
    expect([...new Set(stops)]).toEqual(["skip", "site-header", "toc", "chapter-bar-next", "prose"]);
  });
});

describe("what is pressed on a phone", () => {
  it.each(["/", "/chapters/3.1-filling-the-pipeline/", "/chapters/6.1-does-it-tie-out/", "/exercises/", "/scratch/"])(
    "is 44 px high on %s",
    async (path) => {
      const { page } = await site.open(path, phone);
      await page.waitForLoadState("networkidle");
      // The heads of columns and the names in tables stand in rows; a number's field stands above its slider.
      const low = await page.evaluate(() =>
        [...document.querySelectorAll("main :is(button, select, summary, textarea, .segments span, .pieces label)")]
          .filter((element) => element.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true }))
          .filter((element) => !element.matches(".table-sort, .table-pick"))
          .map((element) => [element.textContent, element.getBoundingClientRect().height] as const)
          .filter(([, height]) => height > 0 && height < 43.5),
      );
      expect(low).toEqual([]);
    },
  );
  it.each(["/chapters/3.1-filling-the-pipeline/", "/chapters/3.7-where-memory-goes/"])(
    "is in one line, and a field beside its unit, on the narrowest, on %s",
    async (path) => {
      const { page } = await site.open(path, { ...phone, viewport: { width: 320, height: 640 } });
      await page.waitForLoadState("networkidle");
      const broken = await page.evaluate(() =>
        [...document.querySelectorAll(".presses button, .answer label, .guess > label")]
          .filter((element) => element.checkVisibility())
          .filter((element) => element.getBoundingClientRect().height > 50)
          .map((element) => element.textContent),
      );
      expect(broken).toEqual([]);
    },
  );
  it("is not there while it is hidden", async () => {
    const { page } = await site.open("/mine/", phone);
    expect(await page.locator("[data-open]").filter({ visible: true }).count()).toBe(0);
  });
  it("leaves room to slide beside the buttons of a timeline, on the narrowest, too", async () => {
    const { page } = await site.open("/", { ...phone, viewport: { width: 320, height: 640 } });
    await page.waitForLoadState("networkidle");
    expect((await page.locator(".control-timeline input[type=range]").first().boundingBox())!.width).toBeGreaterThan(
      200,
    );
  });
});

describe("the narrowest phone", () => {
  const narrowest = { ...phone, viewport: { width: 320, height: 640 } };

  it("has the whole map of the report on it, what each row says included", async () => {
    const { page } = await site.open("/report/", narrowest);
    const wide = await page.evaluate(() =>
      [...document.querySelectorAll(".scroll")].map(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth),
    );
    expect(wide.length).toBe(4);
    expect(Math.max(...wide)).toBeLessThanOrEqual(0);
    expect(
      await page.locator("#equation-1").getByText("Latent of keys and values").filter({ visible: true }).count(),
    ).toBe(1);
  });
  it("has each call of a number beside its mark, and each number at the right", async () => {
    const { page } = await site.open("/reference/numbers/data/", narrowest);
    const [lower, parted] = await page.evaluate(() => [
      [...document.querySelectorAll("main summary")].filter((summary) => {
        const { paddingTop } = getComputedStyle(summary);
        const top = summary.getBoundingClientRect().top + parseFloat(paddingTop);
        return summary.querySelector("code")!.getClientRects()[0].top > top + 10;
      }).length,
      [...document.querySelectorAll("main dt")].filter(
        (name) => name.getBoundingClientRect().right - name.lastElementChild!.getBoundingClientRect().right > 1,
      ).length,
    ]);
    expect([lower, parted]).toEqual([0, 0]);
  });
  it("breaks no button in two, and leaves a title its line", async () => {
    const { page } = await site.open("/kept/", narrowest);
    const button = page.getByRole("button", { name: "Remove all but notebooks" });
    expect((await button.boundingBox())!.height).toBeLessThan(46);
    await page.goto(new URL("/chapters/2.3-balance-without-a-loss/", page.url()).href);
    for (const name of ["Show the figure", "Without a guess"])
      expect((await page.getByRole("button", { name }).first().boundingBox())!.height).toBeLessThan(46);
    await page.goto(new URL("/class/", page.url()).href);
    await page.locator(".handout.is-ready").waitFor();
    expect((await page.locator(".handout h2").boundingBox())!.width).toBeGreaterThan(200);
  });
});

describe("a timeline on the narrowest phone", () => {
  it.each(["router-playground", "schedule-player"])(
    "stands free under the picture of %s while it is used",
    async (figure) => {
      const { page } = await site.open(`/embed/${figure}/`, { ...phone, viewport: { width: 320, height: 640 } });
      const slider = page.locator(".figure-timeline input[type=range]");
      await slider.evaluate((element) => element.dispatchEvent(new Event("touchstart", { bubbles: true })));
      await page.locator("[data-figure][data-state=alive]").waitFor();
      await swipe(page, slider, { from: 0.4 });
      await page.locator(".figure-view[data-kept]").waitFor({ state: "attached" });
      const seen = () =>
        slider.evaluate((element) => {
          const { left, top, width, height } = element.getBoundingClientRect();
          const line = element.closest(".figure-timeline")!.getBoundingClientRect();
          const above = document.elementFromPoint(160, line.top - 8);
          return {
            isFree: document.elementFromPoint(left + width / 4, top + height / 2) === element,
            // The picture begins at the edge of the screen, and what is left of it ends at the timeline.
            picture: document.elementFromPoint(160, 30)?.closest(".figure-view") !== null,
            reaches: above?.closest(".figure-view, .figure-timeline") !== null,
          };
        });
      await expect.poll(seen).toEqual({ isFree: true, picture: true, reaches: true });
    },
  );
});

describe("a tablet", () => {
  const tablet = { viewport: { width: 768, height: 1024 }, hasTouch: true, isMobile: true };
  /** Rows in which the names of a choice stand. */
  const rowsOf = (choice: Locator) =>
    choice
      .locator(".segments label")
      .evaluateAll((names) => new Set(names.map((name) => name.getBoundingClientRect().top)).size);

  it("has the names of a last choice beside each other where there is room", async () => {
    const { page } = await site.open("/embed/wishes-tornado/", tablet);
    const choice = page.locator(".control-choice").first();
    expect(await rowsOf(choice)).toBe(1);
    // Beside the picture, on a phone that lies on its side, there is one column.
    await page.setViewportSize({ width: 844, height: 390 });
    const [side, box] = await Promise.all([page.locator(".figure-side").boundingBox(), choice.boundingBox()]);
    expect(box!.x + box!.width).toBeLessThanOrEqual(side!.x + side!.width);
  });
  it("draws one frame around a field for text", async () => {
    const { page } = await site.open("/embed/score-explorer/", tablet);
    const control = page.locator(".control.control-text");
    expect(await control.evaluate((element) => getComputedStyle(element).borderTopWidth)).toBe("0px");
    expect(await control.locator(".control-line").evaluate((field) => getComputedStyle(field).borderTopWidth)).toBe(
      "1px",
    );
  });
  it("has the ledger as wide as figures, and all that was found", async () => {
    const { page } = await site.open("/chapters/6.1-does-it-tie-out/", tablet);
    const scroll = page.locator(".ledger-scroll");
    await scroll.scrollIntoViewIfNeeded();
    const { right, found } = await scroll.evaluate((element) => ({
      right: element.getBoundingClientRect().right,
      found: Math.max(
        ...[...element.querySelectorAll("tbody td:nth-child(5)")].map((cell) => cell.getBoundingClientRect().right),
      ),
    }));
    expect(right).toBeGreaterThan(740);
    expect(found).toBeLessThan(right);
  });
});

describe("a formula that is copied", () => {
  it("is TeX", async () => {
    const { page } = await site.open("/chapters/2.1-one-latent-for-all-heads/");
    const copied = await page.evaluate(() => {
      const block = [...document.querySelectorAll(".prose > p")].find((paragraph) => paragraph.querySelector("math"))!;
      getSelection()!.selectAllChildren(block);
      const event = new ClipboardEvent("copy", { clipboardData: new DataTransfer(), bubbles: true, cancelable: true });
      block.dispatchEvent(event);
      return {
        text: event.clipboardData!.getData("text/plain"),
        tex: block.querySelector<MathMLElement>("math")!.dataset.tex,
      };
    });
    expect(copied.text).toContain(`$${copied.tex}$`);
  });
});
