/** The classroom copy, opened from its folder as a file: without a server, its figures move. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { unzipSync } from "fflate";
import { parseHTML } from "linkedom";
import { chromium, type Browser, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeClassroom } from "../../src/documents/classroom.ts";
import { browsers } from "./browsers.ts";
import { chromiumPath, launchArguments } from "./chromium.ts";
import { siteFolder } from "./site.ts";

let output: string;
let browser: Browser;
beforeAll(async () => {
  output = mkdtempSync(join(tmpdir(), "v3-classroom-"));
  await makeClassroom(siteFolder, output, "https://v3-companion.github.io/");
  browser = await chromium.launch({ executablePath: chromiumPath(), args: launchArguments });
});
afterAll(async () => {
  await browser.close();
  rmSync(output, { recursive: true });
});

async function open(path: string): Promise<{ page: Page; troubles: string[] }> {
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
  const troubles: string[] = [];
  page.on("pageerror", (error) => troubles.push(`exception: ${error.message}`));
  page.on("console", (message) => message.type() === "error" && troubles.push(`console: ${message.text()}`));
  page.on(
    "request",
    (request) => /^(?:file|blob|data):/.test(request.url()) || troubles.push(`request: ${request.url()}`),
  );
  await page.goto(pathToFileURL(join(output, "classroom", path)).href, { waitUntil: "load" });
  return { page, troubles };
}

describe("the classroom copy", () => {
  it("has figures that move, a link that sets one, and says that cells are off", async () => {
    const { page, troubles } = await open("chapters/1-what-it-cost/index.html");
    expect(await page.textContent(".from-folder")).toMatch(/Figures are on\. Live cells are off/);
    expect(await page.locator(".cell").count()).toBeGreaterThan(0);
    expect(await page.locator(".cell-tools, .search-open").count()).toBe(0);
    const before = await page.textContent("#gpu-hours .figure-summary");
    await page.locator("#gpu-hours input[type=range]").first().focus();
    await page.keyboard.press("ArrowRight");
    await page.waitForFunction(
      (text) => document.querySelector("#gpu-hours .figure-summary")!.textContent !== text,
      before,
    );
    await page.click("a[data-try]:has-text('eight times the GPUs')");
    await page.waitForFunction(() =>
      document.querySelector("#gpu-hours .figure-summary")!.textContent!.includes("16,384 GPUs"),
    );
    expect(troubles).toEqual([]);
    await page.context().close();
  });
  it("has every widget in its worker", () => {
    const worker = readFileSync(join(output, "classroom/scripts/worker.js"), "utf8");
    const widgets = readdirSync(join(import.meta.dirname, "../../src/widgets"))
      .filter((name) => name.endsWith(".tsx"))
      .map((name) => name.replace(".tsx", ""));
    expect(widgets.filter((id) => !worker.includes(`id:\`${id}\``) && !worker.includes(`id:\\"${id}\\"`))).toEqual([]);
  });
  it.each(["2.2-experts-and-their-router", "3.1-filling-the-pipeline"])(
    "wakes every figure of %s",
    async (chapter) => {
      const { page, troubles } = await open(`chapters/${chapter}/index.html`);
      for (const figure of await page.locator(".figure[data-figure]").all()) {
        await figure.dispatchEvent("focusin");
        await expect.poll(() => figure.getAttribute("data-state")).toBe("alive");
      }
      expect(troubles).toEqual([]);
      await page.context().close();
    },
    60_000,
  );
  describe.each(browsers.filter(({ name }) => name !== "Chromium"))("in $name", ({ path, start, install }) => {
    it.skipIf(!path)(`moves a figure (needs ${install})`, async () => {
      const other = await start();
      try {
        await other.open(pathToFileURL(join(output, "classroom/chapters/1-what-it-cost/index.html")).href);
        const said = () => other.run(() => document.querySelector("#gpu-hours .figure-summary")!.textContent);
        const before = await said();
        await other.press("#gpu-hours input[type=range]", "ArrowRight");
        await expect.poll(said).not.toBe(before);
      } finally {
        await other.close();
      }
    });
  });
  it("leads from file to file, and to the site for what it has not", () => {
    const files = unzipSync(readFileSync(join(output, "v3-companion-classroom.zip")));
    const pages = Object.keys(files).filter((name) => name.endsWith(".html"));
    expect(pages.length).toBeGreaterThan(40);
    for (const name of pages) {
      const { document } = parseHTML(new TextDecoder().decode(files[name]));
      // A frame would show a page of a figure alone, which the folder has not.
      expect(document.querySelectorAll("iframe"), name).toHaveLength(0);
      // What paper sets anew comes after the page's own styles.
      expect(document.querySelector("head > link[rel=stylesheet][media=print]"), name).toBeNull();
      for (const link of document.querySelectorAll("a[href]")) {
        const address = new URL(link.getAttribute("href")!, `zip:///${name}`);
        if (address.protocol === "zip:")
          expect(
            Object.hasOwn(files, decodeURIComponent(address.pathname.slice(1))),
            `${name}: ${link.getAttribute("href")}`,
          ).toBe(true);
        else expect(address.protocol).toMatch(/^https?:$/);
      }
    }
  });
});
