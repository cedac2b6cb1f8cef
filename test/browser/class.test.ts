/** What a class gets: links with locks and questions, a handout, guesses before figures, and numbers by name. */
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { startSite, type TestSite } from "./site.ts";

let site: TestSite;
beforeAll(async () => {
  site = await startSite();
});
afterEach(() => site.closePages());
afterAll(() => site.close());

const query = (page: Page) => new URL(page.url()).searchParams;
const asked =
  "?figure=gpu-hours&gpu-hours.gpus=4096&gpu-hours.usdPerGpuHour=3&lock=usdPerGpuHour&hide=tokens&ask=How+many+days%3F";

/** The builder, once it has put an address together. */
async function openBuilder(search: string) {
  const opened = await site.open(`/class/${search}`);
  await opened.page.waitForFunction(
    () =>
      document.querySelector<HTMLInputElement>("[data-class=address]")!.value !== "" &&
      document.querySelector("[data-class=code] svg"),
  );
  return { ...opened, address: () => opened.page.inputValue("[data-class=address]") };
}

describe("a link for a class", () => {
  it("is put together from what is set in the frame and chosen beside it", async () => {
    const { page, troubles, address } = await openBuilder("");
    await page.selectOption("[data-class=figure]", "gpu-hours");
    await page.waitForSelector("select[name=usdPerGpuHour]");
    await page.selectOption("select[name=usdPerGpuHour]", "lock");
    await page.fill("[data-class=question]", "How many days?");
    const field = page.frameLocator("iframe").locator("#gpu-hours-gpus-field");
    await field.fill("4096");
    await expect
      .poll(address)
      .toMatch(/\/embed\/gpu-hours\/\?gpu-hours\.gpus=4096&lock=usdPerGpuHour&ask=How\+many\+days\?$/);
    expect(await page.inputValue("[data-class=embed]")).toContain("&amp;lock=usdPerGpuHour");
    expect(query(page).get("figure")).toBe("gpu-hours");
    expect(troubles).toEqual([]);
  });
  it("works in a browser that knows nothing, and its locks hold", async () => {
    const { address } = await openBuilder(asked);
    const { pathname, search } = new URL(await address());
    const { page, troubles } = await site.open(pathname + search);
    expect(await page.textContent(".class-question")).toBe("How many days?");
    expect(await page.textContent(".class-locks")).toMatch(/^Locked: .*Hidden and locked: .*address\.$/);
    expect(await page.isVisible("[data-control=tokens]")).toBe(false);
    const price = page.locator("[data-control=usdPerGpuHour]");
    expect(await price.textContent()).toContain("locked");
    expect(await price.locator("input:not([disabled])").count()).toBe(0);
    await page.hover(".figure-title");
    await page.waitForSelector("[data-state=alive]");
    expect(await page.inputValue("#gpu-hours-usdPerGpuHour-field")).toMatch(/^3/);
    // A free control moves, and takes nothing of the rest along.
    await page.fill("#gpu-hours-gpus-field", "1024");
    await page.waitForFunction(() => location.search.includes("gpus=1024"));
    // Even a script that gives a field back to the hand does not free what it stands for: the figure itself holds it.
    await price
      .locator("input")
      .first()
      .evaluate((input: HTMLInputElement) => {
        input.disabled = false;
        input.value = "9";
        input.dispatchEvent(new Event("input", { bubbles: true }));
      });
    await page.click("[data-action=reset]");
    for (const preset of await page.locator("[data-preset]").all()) await preset.click();
    for (const key of ["Home", "End", "ArrowRight", "r", "Escape"]) await page.keyboard.press(key);
    await page.waitForTimeout(400);
    expect(query(page).get("gpu-hours.usdPerGpuHour")).toBe("3");
    expect(query(page).get("lock")).toBe("usdPerGpuHour");
    expect(await page.inputValue("#gpu-hours-usdPerGpuHour-field")).toMatch(/^3/);
    expect(troubles).toEqual([]);
  });
  it("prints as a handout on one page, A4 and Letter", async () => {
    const { page } = await openBuilder(asked);
    await expectOnePage(page);
    await page.emulateMedia({ media: "print" });
    for (const part of ["code", "asked", "printed", "frame"])
      expect(await page.isVisible(`[data-class=${part}]`), part).toBe(true);
    expect(await page.isVisible(".handout .key")).toBe(true);
    expect(await page.isVisible("[data-class=question]")).toBe(false);
    // A sheet is light, whatever the screen is.
    await page.emulateMedia({ media: "print", colorScheme: "dark" });
    const frame = page.frameLocator("iframe").locator("html");
    expect(await frame.evaluate((html) => getComputedStyle(html).colorScheme)).toBe("light");
    // What is typed from paper leads to the same figure; the question stands on the paper.
    expect(await page.textContent("[data-class=printed]")).toMatch(/&lock=usdPerGpuHour&hide=tokens$/);
  });
  it("has room for the highest pictures, the longest state, wide tables and the longest question", async () => {
    const question =
      "Look at the picture. Change one control at a time, and write down what happens to the result! ".repeat(5);
    const high = ["adder", "ablation-forest", "mla-dataflow", "run-scrubber", "then-and-now"];
    const long = ["design-accelerator", "training-step"];
    for (const figure of [...high, ...long]) {
      const { page } = await openBuilder(`?figure=${figure}&lock=*&ask=${question}`);
      await expectOnePage(page);
      await page.emulateMedia({ media: "print" });
      // All of the figure is on the sheet, and nothing of it lies over something else or beside the frame.
      const { over, beside, answer } = await page.evaluate(() => {
        const { contentDocument, contentWindow } = document.querySelector("iframe")!;
        const { innerHeight, innerWidth } = contentWindow!;
        const box = (name: string) => contentDocument!.querySelector(name)!.getBoundingClientRect();
        return {
          over: Math.max(
            box("[data-figure]").bottom - innerHeight,
            box(".figure-view").bottom - box(".figure-result").top,
          ),
          beside:
            Math.max(
              ...[...contentDocument!.querySelectorAll(".figure-view *")].map(
                (part) => part.getBoundingClientRect().right,
              ),
            ) - innerWidth,
          answer: document.querySelector(".answer")!.clientHeight,
        };
      });
      expect(over, figure).toBeLessThan(2);
      expect(beside, figure).toBeLessThan(1);
      expect(answer, figure).toBeGreaterThan(40);
      await page.context().close();
    }
  });
});

async function expectOnePage(page: Page): Promise<void> {
  for (const format of ["A4", "Letter"]) {
    const pdf = (await page.pdf({ format })).toString("latin1");
    expect(pdf.match(/\/Type\s*\/Page\b(?!s)/g), format).toHaveLength(1);
  }
}

describe("a guess before a figure", () => {
  const chapter = "/chapters/6.3-limits-and-since-then/";
  it("is made by keyboard, uncovers the figure, and stays beside its result", async () => {
    const { page, troubles } = await site.open(chapter);
    const view = page.locator("#sparse-attention .figure-view");
    expect(await view.evaluate((element) => getComputedStyle(element).visibility)).toBe("hidden");
    await page.focus("#predict-sparse-attention input");
    await page.keyboard.press("Enter");
    await expect.poll(() => page.textContent("#predict-sparse-attention .guessed")).toMatch(/^Guess first/);
    await page.keyboard.type("5");
    await page.keyboard.press("Enter");
    expect(await view.evaluate((element) => getComputedStyle(element).visibility)).toBe("visible");
    expect(await page.textContent("#sparse-attention .figure-guess")).toBe("Your guess: 5 times less.");
    await page.reload();
    await page.waitForSelector("#sparse-attention .figure-guess");
    expect(troubles).toEqual([]);
  });
  it("can be one of several answers", async () => {
    const { page, troubles } = await site.open("/chapters/3.2-all-to-all/");
    const guess = page.locator("#predict-node-limited-dispatch");
    const view = page.locator("#node-limited-dispatch .figure-view");
    await guess.locator("[data-guess='']").click();
    await expect.poll(() => guess.locator(".guessed").textContent()).toMatch(/^Guess first/);
    expect(await view.evaluate((element) => getComputedStyle(element).visibility)).toBe("hidden");
    await page.keyboard.press("ArrowDown"); // from the first answer, which has the focus, to the second
    await page.keyboard.press("Enter");
    expect(await view.evaluate((element) => getComputedStyle(element).visibility)).toBe("visible");
    expect(await page.textContent("#node-limited-dispatch .figure-guess")).toBe("Your guess: About a quarter.");
    expect(await guess.locator("details").getAttribute("open")).toBe("");
    expect(troubles).toEqual([]);
  });
  it("is not asked for by a link that sets the figure, nor without script", async () => {
    const { page } = await site.open(`${chapter}?sparse-attention.selectedTokens=8192`);
    await page.waitForSelector("#predict-sparse-attention[data-done]");
    const { page: still } = await site.open(chapter, { javaScriptEnabled: false });
    expect(await still.isVisible("#sparse-attention .figure-view")).toBe(true);
    expect(await still.isVisible("#predict-sparse-attention input")).toBe(false);
  });
});

describe("numbers by name", () => {
  const numbersIn = (page: Page, exercise: string) =>
    page.locator(`[data-exercise="${exercise}"] [data-drawn]:not([data-drawn="key"])`).allTextContents();
  const keyIn = (page: Page) => page.locator("[data-exercise='cost-days'] [data-drawn='key']").textContent();
  it("are the same in the list and in the chapter, other ones for another name, and each has its key", async () => {
    const { page, troubles } = await site.open("/exercises/");
    const printed = await numbersIn(page, "cost-days");
    await page.fill("#student", "Ada Lovelace");
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.querySelector(".said")!.textContent!.includes("Ada Lovelace"));
    const ada = await numbersIn(page, "cost-days");
    const { pathname, search, hash } = new URL((await page.getAttribute("#cost-days a.kind", "href"))!, site.origin);
    const href = pathname + search + hash;
    // A second browser, without storage: the link alone says the name.
    const keys: (string | null)[] = [];
    const seen: string[][] = [printed];
    for (const address of [href, href.replace("Ada+Lovelace", "Grace+Hopper")]) {
      const { page } = await site.open(address);
      await page.waitForSelector("#exercise-cost-days .whose");
      seen.push(await numbersIn(page, "cost-days"));
      keys.push(await keyIn(page));
      const key = (await keyIn(page))!.replace(/ days$/, "");
      await page.fill("#exercise-cost-days .answer input", key);
      await page.keyboard.press("Enter");
      await page.waitForSelector("#exercise-cost-days .judgment[data-verdict=right]");
    }
    expect(seen[1]).toEqual(ada);
    expect(new Set(seen.map(String)).size).toBe(3);
    expect(keys[0]).not.toBe(keys[1]);
    expect(troubles).toEqual([]);
  });
});

describe("presenting", () => {
  it("shows the notes of the speaker at N, and goes on with the figures of the chapter", async () => {
    const { page, troubles } = await site.open("/chapters/2.2-experts-and-their-router/?present=router-playground", {
      viewport: { width: 1920, height: 1080 },
    });
    await page.waitForSelector("#router-playground[data-presented]");
    expect(await page.isVisible(".present-notes")).toBe(false);
    await page.keyboard.press("n");
    expect((await page.textContent(".present-notes"))!.length).toBeGreaterThan(80);
    await page.keyboard.press("PageDown");
    await page.waitForSelector("#expert-layer[data-presented]");
    await page.keyboard.press("PageDown");
    await page.waitForSelector("#broken-router[data-presented]");
    expect(await page.textContent(".present-notes")).toContain("mask of zero");
    expect(troubles).toEqual([]);
  });
});
