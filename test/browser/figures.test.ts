/** What a reader does with a figure, in a real browser: on the embed pages, which hold one figure each. */
import { readFileSync } from "node:fs";
import pixelmatch from "pixelmatch";
import type { Page } from "playwright-core";
import { PNG } from "pngjs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import packageFile from "../../package.json" with { type: "json" };
import { settled, startSite, type TestSite } from "./site.ts";

let site: TestSite;
beforeAll(async () => {
  site = await startSite();
});
afterAll(() => site.close());

const alive = (page: Page, id: string) => page.waitForSelector(`[data-figure="${id}"][data-state="alive"]`);
const summary = (page: Page) => page.textContent(".figure-summary");
const llama = "[data-preset='Llama 3.1 405B']";
const query = (page: Page) => page.evaluate(() => location.search);

describe("a figure at rest", () => {
  it("is complete without script: picture, summary, caption, data", async () => {
    const { page } = await site.open("/embed/gpu-hours/", { javaScriptEnabled: false });
    expect(await page.locator(".chart svg:visible").count()).toBe(1);
    expect(await summary(page)).toContain("$5.576");
    await page.click(".figure-data summary");
    expect((await page.locator(".figure-data pre").innerText()).split("\n").length).toBeGreaterThan(2);
    expect(await page.locator(".figure-controls:visible, .figure-tools:visible, .figure-presets:visible").count()).toBe(
      0,
    );
    await page.context().close();
  });
  it.each(["fp8-error", "gpu-hours", "router-playground"])(
    "downloads no kit before the reader shows interest: %s",
    async (id) => {
      const { page, troubles } = await site.open(`/embed/${id}/`);
      await page.waitForLoadState("networkidle");
      await page.waitForTimeout(500);
      const loaded = () =>
        page.evaluate(() =>
          performance
            .getEntriesByType("resource")
            .filter(({ name }) => name.endsWith(".js"))
            .map(({ name }) => name.split("/").at(-1)!),
        );
      const parts = ["kit.", "alive", "figure-worker"];
      for (const part of parts) expect((await loaded()).filter((file) => file.startsWith(part))).toEqual([]);
      await page.hover(".figure-title");
      await alive(page, id);
      await expect.poll(() => page.workers().length).toBe(1);
      expect((await loaded()).filter((file) => file.startsWith("kit."))).toHaveLength(1);
      expect(troubles).toEqual([]);
      await page.context().close();
    },
  );
  it("does not move or change when it comes alive", async () => {
    const { page } = await site.open("/embed/gpu-hours/");
    const look = () => page.locator(".figure").screenshot();
    await page.mouse.move(1, 1);
    const before = await look();
    await page.focus(".figure-presets button");
    await alive(page, "gpu-hours");
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    const [a, b] = [PNG.sync.read(before), PNG.sync.read(await look())];
    expect([b.width, b.height]).toEqual([a.width, a.height]);
    // Where a curve's edge falls between two pixels, two paints of the same page may differ.
    expect(pixelmatch(a.data, b.data, undefined, a.width, a.height)).toBeLessThan(10);
    await page.context().close();
  });
  it("brings all of a long table, a part at a time", async () => {
    const { page } = await site.open("/embed/balance-laboratory/");
    await page.click(".figure-data summary");
    const rows = page.locator(".figure-data tbody tr");
    await expect.poll(() => rows.count(), { timeout: 20_000 }).toBe(200);
    // The run goes on meanwhile, and brings its rows as it has them.
    await expect
      .poll(() => page.textContent(".data-more"), { timeout: 30_000 })
      .toContain("The first 200 of 400 rows.");
    await page.click("[data-action=more-rows]");
    await expect.poll(() => rows.count(), { timeout: 20_000 }).toBe(400);
    expect(await page.locator(".data-more").count()).toBe(0);
    await page.context().close();
  });
  it("loses no press that comes before its code", async () => {
    const { page } = await site.open("/embed/gpu-hours/");
    await page.route("**/*.js", async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 400));
      await route.continue();
    });
    await page.click(llama);
    await alive(page, "gpu-hours");
    await page.waitForFunction(() => document.querySelector(".figure-summary")!.textContent!.includes("30.84"));
    await page.context().close();
  });
  it("loses neither press nor value that comes before any script of the page", async () => {
    for (const act of [
      (page: Page) => page.click(llama),
      (page: Page) => page.fill("input[type=text][data-param=gpus]", "16384"),
    ]) {
      const { page } = await site.open("/embed/gpu-hours/");
      await page.route("**/*.js", async (route) => {
        await new Promise((resolve) => setTimeout(resolve, 600));
        await route.continue();
      });
      await page.reload({ waitUntil: "domcontentloaded" });
      await act(page);
      await alive(page, "gpu-hours");
      await page.waitForFunction(() => document.querySelector(".figure-summary")!.textContent!.includes("16,384 GPUs"));
      await page.context().close();
    }
  });
  it("brings neither Plot nor what computes into the page", async () => {
    const { page } = await site.open("/embed/fp8-error/");
    // A worker's files are in the page's list too: here no worker loads any.
    await page.addInitScript(() => {
      window.Worker = class extends EventTarget {
        postMessage() {}
        terminate() {}
      } as unknown as typeof Worker;
    });
    await page.reload();
    await settled(page);
    await page.hover(".figure-title");
    await alive(page, "fp8-error");
    const characters = await page.evaluate(() =>
      performance
        .getEntriesByType("resource")
        .filter(({ name }) => name.endsWith(".js"))
        .reduce((sum, entry) => sum + (entry as PerformanceResourceTiming).decodedBodySize, 0),
    );
    expect(characters).toBeGreaterThan(20_000);
    // Plot alone has more than 200,000.
    expect(characters).toBeLessThan(90_000);
    await page.context().close();
  });
  it("loses no value that is set before its code", async () => {
    const { page } = await site.open("/embed/gpu-hours/");
    await page.route("**/*.js", async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 400));
      await route.continue();
    });
    await page.fill("input[type=text][data-param=gpus]", "4096");
    await alive(page, "gpu-hours");
    await page.waitForFunction(() => document.querySelector(".figure-summary")!.textContent!.includes("4,096 GPUs"));
    expect(await page.inputValue("input[type=text][data-param=gpus]")).toBe("4096");
    await page.context().close();
  });
});

describe("a worker", () => {
  it("downloads the code of its own widget alone", async () => {
    const { page } = await site.open("/embed/gpu-hours/");
    const scripts: string[] = [];
    page.context().on("request", (request) => scripts.push(request.url().split("/").at(-1)!));
    await page.focus("input[type=range][data-param=gpus]");
    await alive(page, "gpu-hours");
    await page.keyboard.press("End");
    await page.waitForFunction(() =>
      document.querySelector(".figure-summary")!.textContent!.includes("1,000,000 GPUs"),
    );
    expect(scripts.filter((file) => file.startsWith("gpu-hours"))).toHaveLength(1);
    expect(scripts.filter((file) => /^(fp8-error|router-playground)/.test(file))).toEqual([]);
    await page.context().close();
  });
});

describe("state in the address", () => {
  it("and what is typed stay when the reader goes to a place of the page", async () => {
    const { page } = await site.open("/chapters/1-what-it-cost/");
    const field = "[data-figure=gpu-hours] input[type=text][data-param=gpus]";
    await page.locator("[data-figure=gpu-hours]").scrollIntoViewIfNeeded();
    await page.focus(field);
    await alive(page, "gpu-hours");
    await page.fill(field, "4096");
    // Within the 250 ms before the address is written.
    await page.evaluate(() => (document.querySelector("a[href^='#']:not([href='#'])") as HTMLAnchorElement).click());
    await page.waitForFunction(() => location.search === "?gpu-hours.gpus=4096" && location.hash !== "");
    await page.fill(field, "many");
    await page.evaluate(() =>
      [...document.querySelectorAll<HTMLAnchorElement>("a[href^='#']:not([href='#'])")].at(-1)!.click(),
    );
    await page.waitForTimeout(400);
    expect(await page.inputValue(field)).toBe("many");
    await page.context().close();
  });
  it("does not take back what is typed while the figure wakes", async () => {
    const { page } = await site.open("/embed/gpu-hours/?gpu-hours.tokens=15.6T");
    const field = "input[type=text][data-param=gpus]";
    const session = await page.context().newCDPSession(page);
    await session.send("Emulation.setCPUThrottlingRate", { rate: 4 });
    await page.reload({ waitUntil: "domcontentloaded" });
    await page.focus(field);
    await page.keyboard.press("ControlOrMeta+A");
    for (const digit of "4096") {
      await page.keyboard.press(digit);
      await page.waitForTimeout(150);
    }
    await alive(page, "gpu-hours");
    await page.waitForFunction(() => document.querySelector(".figure-summary")!.textContent!.includes("4,096 GPUs"));
    expect(await page.inputValue(field)).toBe("4096");
    await page.waitForFunction(
      () => location.search.includes("gpu-hours.gpus=4096") && location.search.includes("tokens=15"),
    );
    await page.context().close();
  });
  it("appears only after a change, holds only what differs, and goes with a reset", async () => {
    const { page } = await site.open("/embed/gpu-hours/");
    await page.hover(".figure-title");
    await alive(page, "gpu-hours");
    expect(await query(page)).toBe("");
    await page.fill("input[type=text][data-param=gpus]", "4096");
    await page.waitForFunction(() => location.search === "?gpu-hours.gpus=4096");
    await page.click("[data-action=reset]");
    expect(await query(page)).toBe("");
    await page.goBack();
    await page.waitForFunction(() => document.querySelector(".figure-summary")!.textContent!.includes("4,096 GPUs"));
    await page.goForward();
    await page.waitForFunction(() => document.querySelector(".figure-summary")!.textContent!.includes("2,048 GPUs"));
    await page.context().close();
  });
  it("opens in the state of its link, in a fresh browser", async () => {
    const { page } = await site.open("/embed/gpu-hours/?gpu-hours.hours=30840000&gpu-hours.tokens=15.6T");
    await alive(page, "gpu-hours");
    await page.waitForFunction(() => document.querySelector(".figure-summary")!.textContent!.includes("30.84"));
    await page.context().close();
  });
  it("falls back where the address is wrong, and says so", async () => {
    const { page, troubles } = await site.open(
      "/embed/gpu-hours/?gpu-hours.gpus=%3Cimg%20src=x%3E&gpu-hours.known=magic&gpu-hours.x=1&%ff",
    );
    await alive(page, "gpu-hours");
    await page.waitForSelector(".figure-problems");
    const said = await page.textContent(".figure-problems");
    expect(said).toContain("GPUs must be a whole number");
    expect(said).toContain("Start from must be one of");
    expect(said).toContain("no parameter “x”");
    expect(await page.locator(".figure-problems img").count()).toBe(0);
    expect(await summary(page)).toContain("2,048 GPUs");
    expect(troubles).toEqual([]);
    await page.context().close();
  });
});

describe("controls", () => {
  it("keep what was typed, and say what is wrong with it", async () => {
    const { page } = await site.open("/embed/gpu-hours/");
    await page.hover(".figure-title");
    await alive(page, "gpu-hours");
    await page.fill("input[type=text][data-param=gpus]", "many");
    expect(await page.textContent(".control-error")).toBe("GPUs must be a whole number from 1 to 1,000,000 (got many)");
    await page.press("input[type=text][data-param=gpus]", "Tab");
    expect(await page.inputValue("input[type=text][data-param=gpus]")).toBe("many");
    await page.click(llama);
    await page.waitForFunction(() => !document.querySelector(".control-error"));
    expect(await page.inputValue("input[type=text][data-param=gpus]")).toBe("16,384");
    await page.context().close();
  });
  it("keep what was typed wrong while another control moves", async () => {
    const { page } = await site.open("/embed/gpu-hours/");
    await page.hover(".figure-title");
    await alive(page, "gpu-hours");
    await page.fill("input[type=text][data-param=gpus]", "many");
    await page.focus("input[type=range][data-param=usdPerGpuHour]");
    await page.keyboard.press("ArrowRight");
    await page.waitForFunction(() => document.querySelector(".figure-summary")!.textContent!.includes("$5.855"));
    expect(await page.inputValue("input[type=text][data-param=gpus]")).toBe("many");
    expect(await page.locator(".control-error").count()).toBe(1);
    // Its own slider says another value: that replaces what was typed.
    await page.focus("input[type=range][data-param=gpus]");
    await page.keyboard.press("Home");
    expect(await page.inputValue("input[type=text][data-param=gpus]")).toBe("1");
    expect(await page.locator(".control-error").count()).toBe(0);
    await page.context().close();
  });
  it("move with each press of a key, on a scale of powers too", async () => {
    const { page } = await site.open("/embed/fp8-error/?fp8-error.groupSize=1");
    await page.focus("input[type=range][data-param=groupSize]");
    await alive(page, "fp8-error");
    const seen: string[] = [];
    for (let i = 0; i < 4; i++) {
      await page.keyboard.press("ArrowRight");
      seen.push(await page.inputValue("input[type=text][data-param=groupSize]"));
    }
    expect(seen).toEqual(["2", "3", "4", "5"]);
    await page.context().close();
  });
  it("work with the keyboard alone", async () => {
    const { page } = await site.open("/embed/gpu-hours/");
    await page.focus("input[type=range][data-param=gpus]");
    await alive(page, "gpu-hours");
    await page.keyboard.press("End");
    await page.waitForFunction(() =>
      document.querySelector(".figure-summary")!.textContent!.includes("1,000,000 GPUs"),
    );
    await page.focus("[data-action=reset]");
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.querySelector(".figure-summary")!.textContent!.includes("2,048 GPUs"));
    await page.context().close();
  });
  it("bring a value back to the bound that follows from others, and let it go again with them", async () => {
    const { page, troubles } = await site.open("/embed/router-playground/");
    await page.hover(".figure-title");
    await alive(page, "router-playground");
    const experts = "input[type=text][data-param=activatedExperts]";
    await page.fill(experts, "16");
    // 16 experts / 4 nodes × 2 nodes
    await page.waitForFunction(() => location.search === "?router-playground.activatedExperts=8");
    await page.press(experts, "Tab");
    expect(await page.inputValue(experts)).toBe("8");
    const moved = page.locator("[data-control=activatedExperts] .control-moved");
    expect(await moved.textContent()).toBe("16 asked for; with the other values at most 8.");
    expect(await page.getAttribute("input[type=range][data-param=activatedExperts]", "max")).toBe("8");
    await page.selectOption("select[data-param=routedExperts]", "256");
    await page.waitForFunction((field) => (document.querySelector(field) as HTMLInputElement).value === "16", experts);
    expect(await moved.count()).toBe(0);
    expect(troubles).toEqual([]);
    await page.context().close();
  });
  it("show no picture of another state while the one of a link is on its way", async () => {
    const context = await site.browser.newContext();
    const page = await context.newPage();
    const held = Promise.withResolvers<void>();
    await page.route(/figure-worker/, async (route) => {
      await held.promise;
      await route.continue();
    });
    await page.goto(`${site.origin}/embed/gpu-hours/?gpu-hours.gpus=16384`);
    await page.waitForFunction(
      () => document.querySelector<HTMLInputElement>("input[type=text][data-param=gpus]")?.value === "16,384",
    );
    await page.locator(".figure-progress").first().waitFor();
    expect(await page.locator(".figure-view svg").first().isVisible()).toBe(false);
    held.resolve();
    await page.locator(".figure-view svg:visible").first().waitFor();
    expect(await page.textContent(".figure-summary")).toContain("16,384");
    await context.close();
  });
  it("say at the control why there is no result, and stay alive", async () => {
    const { page, troubles } = await site.open("/embed/fp8-error/?fp8-error.values=given");
    await alive(page, "fp8-error");
    await page.fill("textarea[data-param=given]", "");
    await page.waitForSelector("[data-control=given] .control-error");
    expect(await page.textContent(".control-error")).toContain("given must hold at least one number");
    await page.fill("textarea[data-param=given]", "[1, 2]");
    await page.waitForFunction(() => !document.querySelector(".control-error, .figure-error"));
    expect(troubles).toEqual([]);
    await page.context().close();
  });
});

describe("a figure on a phone", () => {
  it("keeps picture and result on the screen while a control is used, and lets them go after that", async () => {
    const { page } = await site.open("/embed/router-playground/", { viewport: { width: 390, height: 844 } });
    const seen = () =>
      page.evaluate(() => {
        const [map, result] = [".heat-map", ".figure-result"].map((part) =>
          document.querySelector(part)!.getBoundingClientRect(),
        );
        const { top, bottom } = (
          document.activeElement!.closest(".control") ?? document.activeElement!
        ).getBoundingClientRect();
        const isSeen = map.top >= 0 && document.elementFromPoint(200, map.top + 20)?.closest(".heat-map") !== null;
        return {
          isSeen,
          isFree: top >= result.bottom - 1 && bottom <= innerHeight,
          share: result.bottom / innerHeight,
        };
      });
    const height = () => page.evaluate(() => document.documentElement.scrollHeight);
    const before = await height();
    await page.focus("input[type=range][data-param=activatedExperts]");
    await alive(page, "router-playground");
    await page.keyboard.press("ArrowRight");
    await expect.poll(seen).toMatchObject({ isSeen: true, isFree: true });
    expect((await seen()).share).toBeLessThan(0.65);
    // Nothing is pushed away for it, and no control is hidden from who goes through them with the keyboard.
    expect(await height()).toBe(before);
    for (let i = 0; i < 4; i++) {
      await page.keyboard.press("Tab");
      await expect.poll(seen).toMatchObject({ isSeen: true, isFree: true });
    }
    await page.focus("[data-action=reset]");
    expect(await page.locator("[data-kept]").count()).toBe(0);
    await page.context().close();
  });
  it("does not move a control away between press and release", async () => {
    const { page } = await site.open("/embed/gpu-hours/", { viewport: { width: 390, height: 844 }, hasTouch: true });
    const preset = page.locator(llama);
    await preset.scrollIntoViewIfNeeded();
    await page.evaluate(() => scrollBy(0, document.querySelector(".figure-presets")!.getBoundingClientRect().top - 20));
    await preset.tap();
    await alive(page, "gpu-hours");
    await page.waitForFunction(() => document.querySelector(".figure-summary")!.textContent!.includes("30.84"));
    await page.context().close();
  });
});

describe("the router playground", () => {
  it("moves a bias with the keyboard and with a drag", async () => {
    const { page } = await site.open("/embed/router-playground/");
    await page.focus(".column-bars.movable");
    await alive(page, "router-playground");
    await page.keyboard.press("ArrowUp");
    await page.waitForFunction(() => location.search.includes("router-playground.bias=0.02"));
    // However fast the keys come, none is lost.
    for (let i = 0; i < 9; i++) await page.keyboard.press("ArrowUp");
    await page.waitForFunction(() => location.search.includes("router-playground.bias=0.2+"));
    const box = (await page.locator(".column-bars.movable").boundingBox())!;
    await page.mouse.move(box.x + box.width - 4, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width - 4, box.y + 2, { steps: 5 });
    await page.mouse.up();
    await page.waitForFunction(
      () => Number(new URLSearchParams(location.search).get("router-playground.bias")!.split(" ").at(-1)) > 0.8,
    );
    await page.context().close();
  });
  it("plays, pauses and steps", async () => {
    const { page } = await site.open("/embed/router-playground/");
    await page.hover(".figure-title");
    await alive(page, "router-playground");
    await page.click("[data-action=step-play]");
    await page.waitForFunction(() => Number(document.querySelector(".control-timeline output")!.textContent) >= 3);
    await page.click("[data-action=step-play]");
    const at = Number(await page.textContent(".control-timeline output"));
    await page.click("[data-action=step-step]");
    await page.waitForFunction(
      (step) => document.querySelector(".control-timeline output")!.textContent === String(step),
      at + 1,
    );
    await page.context().close();
  });
  it("runs 256 experts in a worker, and a newer input ends the older run", async () => {
    const { page, troubles } = await site.open("/embed/router-playground/");
    await page.hover(".figure-title");
    await alive(page, "router-playground");
    await page.click("text=As published");
    await page.click("text=256 experts, faster");
    await page.waitForFunction(
      () =>
        document.querySelector(".figure-summary")!.textContent!.includes("At step 40") &&
        document.querySelector(".readout data")!.textContent !== "",
    );
    await page.waitForFunction(() => document.querySelector("figure[aria-busy=true]") === null);
    await expect.poll(() => page.workers().length).toBe(1);
    expect(troubles).toEqual([]);
    await page.context().close();
  });
});

describe("tools", () => {
  it("cite the state, with address, version and day", async () => {
    const { page } = await site.open("/embed/gpu-hours/?gpu-hours.gpus=4096");
    await alive(page, "gpu-hours");
    await page.click("text=Cite");
    const bibtex = await page.textContent("#gpu-hours-cite pre");
    expect(bibtex).toContain(`url          = {${site.origin}/embed/gpu-hours/?gpu-hours.gpus=4096#gpu-hours}`);
    expect(bibtex).toContain(`version ${packageFile.version}`);
    await page.context().close();
  });
  it("copy the code of the state, as it stands there", async () => {
    const { page } = await site.open("/embed/gpu-hours/?gpu-hours.gpus=4096", {
      permissions: ["clipboard-read", "clipboard-write"],
    });
    await alive(page, "gpu-hours");
    await page.click(".figure-code summary");
    await page.waitForFunction(() => document.querySelector("[data-value=gpus]")!.textContent === "4096");
    const first = await page.getAttribute("[data-cell-link]", "href");
    await page.click("[data-copy=code]");
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toBe(await page.evaluate(() => document.querySelector(".figure-code pre")!.textContent));
    expect(copied).toContain("  gpus: 4096,\n");
    await page.focus("input[type=range][data-param=gpus]");
    await page.keyboard.press("End");
    await page.waitForFunction(() => document.querySelector("[data-value=gpus]")!.textContent === "1000000");
    await page.waitForFunction(
      (old) => document.querySelector("[data-cell-link]")!.getAttribute("href") !== old,
      first,
    );
    await page.context().close();
  });
  it("bring their code into a chapter when it is opened; where that fails, a link leads to it", async () => {
    const { page } = await site.open("/chapters/1-what-it-cost/");
    const code = page.locator('[data-figure="gpu-hours"] .figure-code');
    expect(await code.locator("pre").count()).toBe(0);
    await page.hover('[data-figure="gpu-hours"] .figure-title');
    await alive(page, "gpu-hours");
    await page.context().setOffline(true);
    await code.locator("summary").click();
    expect(await code.getByRole("link").getAttribute("href")).toBe("/embed/gpu-hours/");
    await page.context().setOffline(false);
    await code.locator("summary").click();
    await code.locator("summary").click();
    await code.locator("pre").waitFor();
    expect(await code.locator("pre").textContent()).toContain("const parameters = {");
    await page.context().close();
  });
  it.each(["svg", "png", "csv"] as const)("download a %s that says where it comes from", async (kind) => {
    const { page, troubles } = await site.open("/embed/gpu-hours/?gpu-hours.gpus=4096");
    await alive(page, "gpu-hours");
    await page.waitForFunction(() => document.querySelector(".figure-summary")!.textContent!.includes("4,096"));
    await page.click("text=Download");
    const [download] = await Promise.all([page.waitForEvent("download"), page.click(`[data-action=save-${kind}]`)]);
    const content = await import("node:fs").then(({ readFileSync }) =>
      download.path().then((path) => readFileSync(path)),
    );
    const text = content.toString("utf8");
    for (const part of ["§1, Table 1", "gpus=4096", "CC BY 4.0", "/embed/gpu-hours/?gpu-hours.gpus=4096#gpu-hours"])
      expect(text).toContain(part);
    if (kind === "png") expect(content.subarray(0, 8).toString("hex")).toBe("89504e470d0a1a0a");
    if (kind === "svg") {
      expect(text).not.toMatch(/var\(|<script|class=/);
      // What a lecturer needs on a slide: title, numbers, legend, result.
      for (const part of [
        "What a training run costs",
        "Utilization",
        "Context extension and post-training",
        "4,096 GPUs",
      ])
        expect(text.replace(/<desc>.*?<\/desc>/s, "")).toContain(part);
    }
    expect(troubles).toEqual([]);
    await page.context().close();
  });
  it.each(["light", "dark"] as const)("download a picture in %s colors, whatever the page has", async (theme) => {
    const { page } = await site.open("/embed/gpu-hours/", { colorScheme: theme === "light" ? "dark" : "light" });
    await page.hover(".figure-title");
    await alive(page, "gpu-hours");
    await page.click("text=Download");
    if (theme === "dark") await page.check(".figure-theme input[value=dark]");
    const [download] = await Promise.all([page.waitForEvent("download"), page.click("[data-action=save-svg]")]);
    const svg = readFileSync(await download.path(), "utf8");
    const ground = /<rect[^>]*fill="rgb\((\d+)/.exec(svg)!;
    const title = /<text[^>]*fill="rgb\((\d+)/.exec(svg)!;
    const [paper, ink] = [ground, title].map(([, red]) => Number(red));
    if (theme === "light") expect(paper - ink).toBeGreaterThan(150);
    else expect(ink - paper).toBeGreaterThan(150);
    await page.context().close();
  });
  it("open a panel before anything is loaded", async () => {
    const { page } = await site.open("/embed/gpu-hours/");
    await page.route("**/*.js", (route) => route.abort());
    await page.click(".figure-tools > [popovertarget=gpu-hours-embed]");
    expect(await page.locator("#gpu-hours-embed").isVisible()).toBe(true);
    await page.context().close();
  });
});

describe("presenting a figure", () => {
  const labels = (page: Page) =>
    page.evaluate(() =>
      [...document.querySelectorAll<SVGTextElement>("[data-presented] .plot text")]
        .filter((text) => text.getBoundingClientRect().width > 0)
        .map(
          (text) =>
            (Number.parseFloat(getComputedStyle(text).fontSize) * text.ownerSVGElement!.getBoundingClientRect().width) /
            text.ownerSVGElement!.viewBox.baseVal.width,
        ),
    );
  const presented = (page: Page) =>
    page.evaluate(() => document.querySelector<HTMLElement>("[data-presented]")?.id ?? null);

  it("fills a screen of 1920 × 1080 pixels, with labels of 20 pixels and without controls", async () => {
    const { page, troubles } = await site.open("/embed/gpu-hours/?present=gpu-hours&gpu-hours.gpus=4096", {
      viewport: { width: 1920, height: 1080 },
    });
    await page.waitForFunction(() => document.querySelector(".figure-summary")!.textContent!.includes("4,096 GPUs"));
    expect(await page.locator("[data-presented]").boundingBox()).toEqual({ x: 0, y: 0, width: 1920, height: 1080 });
    expect(Math.min(...(await labels(page)))).toBeGreaterThanOrEqual(20);
    expect(await page.locator(".figure-controls:visible, .figure-presets:visible, figcaption:visible").count()).toBe(0);
    // Its picture is low, so it has the width of the window but for the margins, until controls stand beside it.
    const width = async (): Promise<number> => (await page.locator(".plot:visible").first().boundingBox())!.width;
    expect(await width()).toBeGreaterThan(1750);
    await page.keyboard.press("c");
    expect(await width()).toBeLessThan(1300);
    expect(await page.locator(".figure-controls:visible").count()).toBe(1);
    // Nothing is lost past an edge, controls or not.
    expect(await page.evaluate(() => document.querySelector("[data-presented]")!.scrollWidth)).toBe(1920);
    expect(troubles).toEqual([]);
    await page.context().close();
  });
  it("steps through presets and figures by key, keeps that in the address, and ends with Escape", async () => {
    const { page, troubles } = await site.open("/chapters/3.1-filling-the-pipeline/");
    const ids = await page.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>("[data-figure]")].map(({ id }) => id),
    );
    expect(ids.length).toBeGreaterThan(1);
    await page.evaluate((id) => document.querySelector<HTMLElement>(`[data-present="${id}"]`)!.click(), ids[0]);
    await page.waitForFunction((id) => location.search === `?present=${id}`, ids[0]);
    await alive(page, ids[0]);
    await page.keyboard.press("ArrowRight");
    await page.waitForFunction((id) => location.search === `?present=${id}`, ids[1]);
    expect(await presented(page)).toBe(ids[1]);
    await alive(page, ids[1]);
    await page.keyboard.press("ArrowDown");
    await page.waitForFunction(
      (id) => location.search.includes(`present=${id}`) && location.search.includes(`${id}.`),
      ids[1],
    );
    // The rest of the page is out of reach meanwhile.
    expect(await page.evaluate(() => document.querySelector<HTMLElement>(".site-header")!.inert)).toBe(true);
    await page.keyboard.press("ArrowLeft");
    expect(await presented(page)).toBe(ids[0]);
    await page.evaluate(() => document.fullscreenElement && document.exitFullscreen());
    await page.keyboard.press("Escape");
    await page.waitForFunction(() => !location.search.includes("present"));
    expect(await presented(page)).toBe(null);
    expect(await page.evaluate(() => document.querySelectorAll("[inert]").length)).toBe(0);
    expect(troubles).toEqual([]);
    await page.context().close();
  });
  it("shows picture and result where a page is enlarged to 200%", async () => {
    const { page } = await site.open("/embed/kv-cache/?present=kv-cache", { viewport: { width: 640, height: 400 } });
    await page.waitForSelector("[data-presented]");
    expect(await page.locator(".figure-view svg:visible").count()).toBeGreaterThan(0);
    await page.locator(".figure-summary").scrollIntoViewIfNeeded();
    expect(await page.locator(".figure-summary").isVisible()).toBe(true);
    expect(await page.evaluate(() => document.querySelector("[data-presented]")!.scrollWidth)).toBeLessThanOrEqual(640);
    await page.context().close();
  });
});

describe("an embedded figure", () => {
  it("tells the page around how high it is, and its lines keep the frame fitting", async () => {
    const { page } = await site.open("/embed/gpu-hours/");
    await page.hover(".figure-title");
    await alive(page, "gpu-hours");
    await page.click(".figure-tools > [popovertarget=gpu-hours-embed]");
    const [frame, script] = await Promise.all(
      ["embed", "resize"].map((name) => page.textContent(`[data-text=${name}]`)),
    );
    expect(
      Math.abs(
        Number(/height="(\d+)"/.exec(frame!)![1]) -
          (await page.evaluate(() => document.documentElement.getBoundingClientRect().height)),
      ),
    ).toBeLessThan(12);
    await page.context().close();

    const host = await site.browser.newPage({ viewport: { width: 700, height: 900 } });
    await host.route("**/host.html", (route) =>
      route.fulfill({
        contentType: "text/html",
        body: `<!doctype html>${script}${frame!.replace(/src="https?:\/\/[^/]+/, `src="${site.origin}`).replace(' loading="lazy"', "")}`,
      }),
    );
    await host.goto(`${site.origin}/host.html`);
    const heights = () =>
      host.evaluate(() => {
        const frame = document.querySelector("iframe")!;
        return {
          frame: frame.clientHeight,
          inside: Math.ceil(frame.contentDocument!.documentElement.getBoundingClientRect().height),
        };
      });
    await expect
      .poll(async () => {
        const { frame, inside } = await heights();
        return inside > 300 && frame === inside;
      })
      .toBe(true);
    const { frame: wide } = await heights();
    await host.setViewportSize({ width: 380, height: 900 });
    await expect
      .poll(async () => {
        const { frame, inside } = await heights();
        return frame > wide && frame === inside;
      })
      .toBe(true);
    await host.close();
  });
  it("comes without controls, in a theme, on a chosen or a transparent ground", async () => {
    const { page, troubles } = await site.open("/embed/gpu-hours/?controls=hidden&theme=dark&background=fff8e7");
    expect(await page.locator(".figure-controls:visible, .figure-presets:visible").count()).toBe(0);
    const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    expect(await ground()).toBe("rgb(255, 248, 231)");
    expect(await page.evaluate(() => document.documentElement.dataset.theme)).toBe("dark");
    await page.goto(`${site.origin}/embed/gpu-hours/?background=transparent`);
    await expect.poll(ground).toBe("rgba(0, 0, 0, 0)");
    await page.goto(`${site.origin}/embed/gpu-hours/?background=url(x)`);
    expect(await ground()).not.toBe("rgba(0, 0, 0, 0)");
    expect(troubles).toEqual([]);
    await page.context().close();
  });
});
