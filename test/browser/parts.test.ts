/** What a reader does with the parts of views, in a real browser: on the embed pages of three figures that have them all. */
import { readFileSync } from "node:fs";
import type { Locator, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { startSite, type TestSite } from "./site.ts";

let site: TestSite;
beforeAll(async () => {
  site = await startSite();
});
afterEach(() => site.closePages());
afterAll(() => site.close());

const alive = (page: Page, id: string) => page.waitForSelector(`[data-figure="${id}"][data-state="alive"]`);
const tip = (page: Page) => page.locator(".tip:visible");
const query = async (page: Page) => new URL(page.url()).searchParams;
const asked = (page: Page, name: string) =>
  page
    .waitForFunction((name) => new URLSearchParams(location.search).get(name), name)
    .then((handle) => handle.jsonValue());

async function open(id: string, options = {}) {
  const opened = await site.open(`/embed/${id}/`, options);
  return {
    ...opened,
    wake: async () => {
      await opened.page.hover(".figure-title");
      await alive(opened.page, id);
    },
  };
}

/** Middle of a mark on the screen. */
async function middleOf(mark: Locator): Promise<{ x: number; y: number }> {
  await mark.scrollIntoViewIfNeeded();
  const { x, y, width, height } = (await mark.boundingBox())!;
  return { x: x + width / 2, y: y + height / 2 };
}

describe("tips", () => {
  it("say the values of a chart where the pointer is, and go when it leaves", async () => {
    const { page, troubles, wake } = await open("kv-cache");
    await wake();
    const { x, y } = await middleOf(page.locator(".chart svg:visible"));
    await page.mouse.move(x, y);
    await tip(page).waitFor();
    expect(await tip(page).textContent()).toMatch(/tokens: [\d.]+/);
    await page.mouse.move(x, 1);
    await tip(page)
      .waitFor({ state: "detached" })
      .catch(() => {});
    expect(await tip(page).count()).toBe(0);
    expect(troubles).toEqual([]);
  });
  it("are reached by keys, said to screen readers, and hidden by Escape", async () => {
    const { page, wake } = await open("kv-cache");
    await wake();
    await page.locator(".chart svg:visible").focus();
    await page.keyboard.press("Home");
    await tip(page).waitFor();
    const first = await tip(page).textContent();
    await page.keyboard.press("ArrowRight");
    await page.waitForFunction((before) => document.querySelector(".tip")!.textContent !== before, first);
    await page.waitForFunction(() => /; 2 of \d+$/.test(document.querySelector("[aria-live]")!.textContent!));
    await page.keyboard.press("Escape");
    expect(await tip(page).count()).toBe(0);
  });
  it("come up at a tap", async () => {
    const { page, wake } = await open("mla-dataflow", {
      viewport: { width: 390, height: 844 },
      hasTouch: true,
      isMobile: true,
    });
    await wake();
    // A scroll hides tips, and its event may come late: the tap waits until the node stands still, and is done again if need be.
    await expect
      .poll(
        async () => {
          await page.locator(".diagram:visible .node").nth(3).tap();
          return tip(page)
            .textContent({ timeout: 2000 })
            .catch(() => "");
        },
        { timeout: 20_000, interval: 500 },
      )
      .toContain("for each token");
  });
});

describe("sets", () => {
  it("takes the first press on a figure at rest", async () => {
    const { page } = await open("mla-dataflow");
    await page.locator('.diagram:visible [data-sets=\'{"stage":"ropeKey"}\']').click();
    expect(await asked(page, "mla-dataflow.stage")).toBe("ropeKey");
    await page.waitForFunction(() => document.querySelector(".said")!.textContent!.includes("key with position"));
  });
  it("takes Enter on a node, and marks what is chosen", async () => {
    const { page, wake } = await open("mla-dataflow");
    await wake();
    const node = page.locator('.diagram:visible [data-sets=\'{"stage":"output"}\']');
    await node.focus();
    await page.keyboard.press("Enter");
    await page.waitForFunction(
      () =>
        document.querySelector('.diagram [data-sets=\'{"stage":"output"}\']')!.getAttribute("aria-pressed") === "true",
    );
    expect(await page.evaluate(() => (document.activeElement as SVGElement).dataset.sets)).toBe('{"stage":"output"}');
  });
  it("sorts a table, and keeps the order in the address", async () => {
    const { page, wake } = await open("kv-cache");
    await wake();
    const names = () => page.locator(".part-table tbody td:first-child").allTextContents();
    await page.locator(".table-sort", { hasText: "Model" }).click();
    await page.waitForFunction(
      () => document.querySelector(".part-table th")!.getAttribute("aria-sort") === "ascending",
    );
    expect(await names()).toEqual((await names()).toSorted());
    expect((await query(page)).get("kv-cache.sort") ?? (await asked(page, "kv-cache.sort"))).toBe("name");
  });
});

describe("intervals", () => {
  it("say which operation is there, and mark the one that is pressed", async () => {
    const { page, wake } = await open("schedule-player");
    await wake();
    await page.click("text=Figure 5");
    await page.waitForFunction(() =>
      document.querySelector(".figure-summary")!.textContent!.includes("DualPipe with 8"),
    );
    const svg = page.locator(".intervals:visible");
    const { x, y } = (await svg.boundingBox())!;
    await page.mouse.move(x + 21, y + 10);
    await page.waitForFunction(() =>
      document.querySelector(".tip:not([hidden])")?.textContent!.includes("Forward of micro-batch 0"),
    );
    await page.mouse.click(x + 21, y + 10);
    expect(await asked(page, "schedule-player.operation")).toBe("0");
    await page.waitForSelector(".intervals-picked");
    expect(await page.textContent(".said")).toContain("Forward of micro-batch 0");
  });
  it("write the new numbers once the hand rests, and none while it moves the slider", async () => {
    const { page, wake } = await open("schedule-player");
    await wake();
    await page.click("text=Figure 5");
    await page.waitForFunction(() =>
      document.querySelector(".figure-summary")!.textContent!.includes("DualPipe with 8"),
    );
    const numbers = () => page.locator(".intervals:visible .intervals-texts text").allTextContents();
    await expect.poll(async () => (await numbers()).length).toBe(8);
    const before = await numbers();
    await page.focus("#schedule-player-microBatches");
    await page.evaluate(() => {
      const group = document.querySelector(".intervals .intervals-texts")!;
      const counts: number[] = [];
      new MutationObserver(() => counts.push(group.childElementCount)).observe(group, { childList: true });
      Object.assign(window, { counts });
    });
    for (let i = 0; i < 6; i++) {
      await page.keyboard.press("ArrowRight", { delay: 20 });
      await page.waitForTimeout(60);
    }
    await expect.poll(async () => (await numbers()).length).toBe(8);
    expect((await numbers())[0]).not.toBe(before[0]);
    const counts = await page.evaluate(() => (window as unknown as { counts: number[] }).counts);
    expect([counts[0], counts.at(-1)]).toEqual([0, 8]);
  });
  it("zoom by button, key, wheel and drag, and come back", async () => {
    const { page, wake } = await open("schedule-player");
    await wake();
    const svg = page.locator(".intervals:visible");
    const seen = () =>
      page.evaluate(() => {
        const { from, to } = JSON.parse(document.querySelector<SVGElement>(".intervals")!.dataset.window!);
        return [from, to] as [number, number];
      });
    const narrower = async (act: () => Promise<void>) => {
      const [from, to] = await seen();
      await act();
      await page.waitForFunction((length) => {
        const { from, to } = JSON.parse(document.querySelector<SVGElement>(".intervals")!.dataset.window!);
        return to - from < length * 0.99;
      }, to - from);
    };
    const { x, y, width } = (await svg.boundingBox())!;
    await narrower(() => page.click("[data-zoom=in]"));
    await svg.focus();
    await narrower(() => page.keyboard.press("+"));
    await page.mouse.move(x + width / 2, y + 40);
    await page.keyboard.down("Control");
    await narrower(() => page.mouse.wheel(0, -120));
    await page.keyboard.up("Control");
    const before = await seen();
    await page.mouse.down();
    await page.mouse.move(x + width / 2 - 100, y + 40, { steps: 5 });
    await page.mouse.up();
    await page.waitForFunction(
      (from) => JSON.parse(document.querySelector<SVGElement>(".intervals")!.dataset.window!).from > from,
      before[0],
    );
    const after = await seen();
    expect(after[1] - after[0]).toBeCloseTo(before[1] - before[0], 2);
    expect((await query(page)).has("schedule-player.operation")).toBe(false);
    await page.click("[data-zoom=whole]");
    await page.waitForFunction(
      () => JSON.parse(document.querySelector<SVGElement>(".intervals")!.dataset.window!).from === 0,
    );
    // Over the whole a drag chooses.
    await page.mouse.move(x + 200, y + 40);
    await page.mouse.down();
    await page.mouse.move(x + 300, y + 40, { steps: 5 });
    expect(await page.locator(".choice").count()).toBe(1);
    await narrower(() => page.mouse.up());
    expect(await page.locator(".choice").count()).toBe(0);
  });
});

describe("scrub", () => {
  it("takes a drag that came before the figure was awake", async () => {
    const { page, troubles } = await open("kv-cache");
    await page.route("**/*.js", async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 2000));
      await route.continue();
    });
    const { x, y } = await middleOf(page.locator(".chart svg:visible"));
    await page.mouse.move(x - 100, y);
    await page.mouse.down();
    for (let step = -90; step <= 60; step += 10) await page.mouse.move(x + step, y);
    await page.mouse.up();
    expect(await page.getAttribute(".figure", "data-state")).toBe("loading");
    await alive(page, "kv-cache");
    await asked(page, "context");
    const line = (await page.locator(".chart svg:visible .scrub").boundingBox())!;
    expect(Math.abs(line.x + line.width / 2 - (x + 60))).toBeLessThan(2);
    expect(troubles).toEqual([]);
  });
  it("sets a parameter of a chart by a press", async () => {
    const { page, wake } = await open("kv-cache");
    await wake();
    const { x, y } = await middleOf(page.locator(".chart svg:visible"));
    await page.mouse.click(x, y);
    const context = Number((await query(page)).get("context") ?? (await asked(page, "context")));
    expect(context).toBeGreaterThan(100);
    expect(context).toBeLessThan(10_000);
  });
});

describe("legends", () => {
  it("fade what has another color", async () => {
    const { page, wake } = await open("schedule-player");
    await wake();
    await page.hover(".legend [data-key=forward]");
    expect(await page.locator(".intervals:visible path.faded").count()).toBe(1);
    expect(await page.locator(".intervals:visible path[data-key=forward].faded").count()).toBe(0);
    await page.hover(".figure-title");
    expect(await page.locator(".faded").count()).toBe(0);
  });
});

describe("downloads", () => {
  it.each([
    ["mla-dataflow", "128 × 192"],
    ["schedule-player", "Time (forwards)"],
    ["kv-cache", "Requests at once"],
  ])("have the parts of %s", async (id, text) => {
    const { page, troubles, wake } = await open(id);
    await wake();
    await page.click("text=Download");
    const [file] = await Promise.all([page.waitForEvent("download"), page.click("[data-action=save-svg]")]);
    const svg = readFileSync((await file.path())!, "utf8");
    expect(svg).toContain(text);
    expect(svg).not.toContain("foreignObject");
    const [picture] = await Promise.all([page.waitForEvent("download"), page.click("[data-action=save-png]")]);
    expect(
      readFileSync((await picture.path())!)
        .subarray(1, 4)
        .toString(),
    ).toBe("PNG");
    expect(troubles).toEqual([]);
  });
});
