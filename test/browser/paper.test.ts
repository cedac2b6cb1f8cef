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
