/** On paper: what is printed of chapters and of the reference. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import packageFile from "../../package.json" with { type: "json" };
import { startSite, type TestSite } from "./site.ts";

let site: TestSite;
beforeAll(async () => {
  site = await startSite();
});
afterEach(() => site.closePages());
afterAll(() => site.close());

describe("a chapter on paper", () => {
  it("is by day after Dark, says the state of its figures, and has the answers at its end", async () => {
    const { page } = await site.open("/chapters/1-what-it-cost/?gpu-hours.gpus=16384", { colorScheme: "dark" });
    await page.locator("#gpu-hours[data-state=alive]").waitFor();
    await expect.poll(() => page.textContent("#gpu-hours .figure-summary")).toContain("16,384 GPUs");
    const folder = mkdtempSync(join(tmpdir(), "paper-"));
    const file = join(folder, "chapter.pdf");
    writeFileSync(file, await page.pdf({ format: "A4", printBackground: false, tagged: true }));
    const text = execFileSync("pdftotext", ["-layout", file, "-"], { encoding: "utf8" });
    execFileSync("pdftoppm", ["-r", "20", "-singlefile", file, join(folder, "page")]);
    const paper = readFileSync(join(folder, "page.ppm"));
    rmSync(folder, { recursive: true });
    expect([...paper.subarray(-3)]).toEqual([255, 255, 255]);
    expect(text).toMatch(/Parameters: .*16,384/s);
    expect(text).toContain(`The V3 Companion ${packageFile.version}`);
    const exercises = text.split("\n").findIndex((line) => line.trim() === "Exercises");
    const answers = text.split("\n").findIndex((line) => line.trim() === "Answers");
    expect(answers).toBeGreaterThan(exercises);
    expect(await page.locator(".exercise > .solution").count(), "after printing").toBeGreaterThan(0);
  });
  it("has all its styles if it is printed before its first paint", async () => {
    const { page } = await site.open("/offline/");
    // What asks for late styles never comes.
    await page.addInitScript(() => {
      const wait = setTimeout;
      Object.assign(window, {
        PerformanceObserver: class {
          observe() {}
        },
        setTimeout: (...[run, time, ...rest]: Parameters<typeof setTimeout>) =>
          time === 3000 ? 0 : wait(run, time, ...rest),
      });
    });
    await page.goto(`${site.origin}/chapters/3.7-where-memory-goes/`);
    expect(await page.locator("head > link[media=print]").count()).toBe(0);
    const pages = await printed(page);
    expect(pages[0]).toContain(`The V3 Companion ${packageFile.version}`);
    expect(pages.join("")).toContain("Figure 3.7.1");
  });
  it("ends with its last answer, on no empty page", async () => {
    const { page } = await site.open("/chapters/2.1-one-latent-for-all-heads/");
    await page.waitForLoadState("networkidle");
    const lines = (await printed(page)).map((text) => text.split("\n").filter((line) => line.trim() !== "").length);
    expect(Math.min(...lines)).toBeGreaterThan(3);
  });
});

describe("figures on paper", () => {
  it("go on at the next page where their table is long, with their caption in one", async () => {
    const { page } = await site.open("/chapters/3.6-wishes-for-hardware/");
    await page.waitForLoadState("networkidle");
    const pages = await printed(page);
    const before = pages.find((text) => text.includes("What came of it"))!;
    expect(before.split("\n").filter((line) => line.trim() !== "").length).toBeGreaterThan(25);
    const withCaption = pages.filter(
      (text) => text.includes("Upper pair of bars") || text.includes("read does not mean"),
    );
    expect(withCaption).toHaveLength(1);
  });
  it("leave free no room that another state would need, and part of the column", async () => {
    const { page } = await site.open("/chapters/4.1-nearly-fifteen-trillion-tokens/");
    await page.waitForLoadState("networkidle");
    await page.emulateMedia({ media: "print" });
    const said = page.locator("#tokenizer-window .figure-view .said").first();
    expect(await said.evaluate((element) => getComputedStyle(element).minHeight)).toBe("0px");
    const share = await page.evaluate(() => {
      const picture = document.querySelector("#run-scrubber .figure-view svg:not(.only-narrow *)")!;
      return picture.getBoundingClientRect().width / document.querySelector("#run-scrubber")!.clientWidth;
    });
    expect(share).toBeLessThan(0.83);
  });
  it("say where they are from when one is printed alone, without what only the screen has", async () => {
    const { page } = await site.open("/embed/schedule-player/");
    await page.waitForLoadState("networkidle");
    const text = (await printed(page)).join("");
    expect(text).toContain(`version ${packageFile.version}`);
    expect(text).toMatch(/Parameters: Schedule/);
    expect(text).toMatch(/After §3\.2\.1/);
    expect(text).not.toContain("Whole");
  });
});

describe("text on paper", () => {
  it("parts no label from its number", async () => {
    for (const path of ["/chapters/2.2-experts-and-their-router/", "/errata/", "/teaching/"]) {
      const { page } = await site.open(path);
      const parted = await page.evaluate(() =>
        [...document.querySelectorAll("main :is(p, li, dd, figcaption)")]
          .filter(
            (element) =>
              !element.matches(".figure-title, .figure-panel *, .chapter-number") &&
              !element.querySelector("p, li, dd"),
          )
          .map((element) => element.textContent!)
          .flatMap((text) => text.match(/(?:[Cc]hapter|Table|Figure|[Ee]q\.|Appendix) [\dABC](?!\p{L})[\d.]*/gu) ?? []),
      );
      expect(parted, path).toEqual([]);
    }
  });
  it("has a question in one piece where a cell follows it", async () => {
    const { page } = await site.open("/chapters/0-what-this-is/");
    await page.waitForLoadState("networkidle");
    const pages = await printed(page);
    const asked = pages.filter((text) => text.includes("Only whole tokens count"));
    expect(asked).toHaveLength(1);
    expect(asked[0]).toContain("of the zero and run the cell");
  });
  it("has no buttons, no ways within the page, and nothing that only leads on", async () => {
    for (const [path, kept, left] of [
      ["/kept/", "What this browser keeps", /Save all|Open a file/],
      ["/offline/", "Offline", /Keep for offline/],
      ["/scratch/", "Scratchpad", /Run all|Add a cell|Delete/],
      ["/errata/", "Myths", /· link/],
      ["/chapters/5.3-what-was-learned/", "How to cite", /As files|Report a mistake/],
    ] as const) {
      const { page } = await site.open(path);
      await page.waitForLoadState("networkidle");
      const text = (await printed(page)).join("");
      expect(text, path).toContain(kept);
      expect(text, path).not.toMatch(left);
    }
  });
});

describe("a page of the reference on paper", () => {
  it("parts no claim from what it rests on", async () => {
    const { page } = await site.open("/reference/claims/4-pre-training/");
    const pages = await printed(page);
    expect(pages.length).toBeGreaterThan(3);
    for (const text of pages) {
      const lines = text.split("\n").filter((line) => line.trim() !== "");
      // Above the number of the page.
      expect(lines.at(-2)).toMatch(/\.test\.ts$/);
    }
  });
  it("names pages of the report, and no addresses of them", async () => {
    const { page } = await site.open("/reference/glossary/");
    const text = (await printed(page)).join("");
    expect(text).toContain("§3.2.1");
    expect(text).not.toContain("#page=");
    expect(text).toContain("arxiv.org/abs/2505.09343");
  });
  it("names our files, and no addresses of them", async () => {
    const { page } = await site.open("/api/attention/");
    const text = (await printed(page)).join("");
    expect(text).toContain("tested by");
    expect(text).not.toContain("/blob/");
  });
});

/** The text of each page of what a page prints. */
async function printed(page: Page): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), "paper-"));
  const file = join(folder, "page.pdf");
  writeFileSync(file, await page.pdf({ format: "A4" }));
  const text = execFileSync("pdftotext", ["-layout", file, "-"], { encoding: "utf8" });
  rmSync(folder, { recursive: true });
  return text.split("\f").slice(0, -1);
}
