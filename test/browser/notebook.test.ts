import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { BrowserContextOptions, Locator, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { violations, wcag } from "./axe.ts";
import { siteFolder, startSite, type OpenPage, type TestSite } from "./site.ts";

let site: TestSite;

beforeAll(async () => {
  site = await startSite();
});
afterAll(() => site.close());
afterEach(() => site.closePages());

/** The chapter whose second cell of these three uses a control of the first; the last stands alone. */
const chapter = "/chapters/1-what-it-cost/";
const control = "flop-per-token";
const dependent = "utilization-at-context";
const alone = "printed-figures";

async function open(options?: BrowserContextOptions, path = chapter): Promise<OpenPage> {
  const one = await site.open(path, options);
  return one;
}

const cell = (page: Page, id: string): Locator => page.locator(`[data-cell="${id}"]`);
const button = (page: Page, id: string, action: string): Locator => cell(page, id).locator(`[data-do="${action}"]`);
const outputs = (page: Page, id: string): Locator => cell(page, id).locator(".cell-outputs");
const state = async (page: Page, id: string): Promise<string> =>
  (await cell(page, id).locator(".cell-state").textContent())!;
const ended = (page: Page): Promise<unknown> =>
  page.waitForFunction(
    () => document.querySelector("iframe.notebook-frame") && !document.querySelector(".cell.is-running"),
    null,
    { timeout: 20_000 },
  );

async function run(page: Page, id: string): Promise<void> {
  await button(page, id, "run").click();
  await ended(page);
}

async function type(page: Page, id: string, code: string): Promise<void> {
  if (await button(page, id, "edit").isVisible()) await button(page, id, "edit").click();
  await cell(page, id).locator(".cm-content").press("ControlOrMeta+a");
  await page.keyboard.insertText(code);
}

describe("cells of a chapter at rest", () => {
  it("show code and output without JavaScript, and no buttons that do nothing", async () => {
    const { page } = await open({ javaScriptEnabled: false });
    expect(await cell(page, alone).locator("pre").textContent()).toContain("checkTable1");
    expect(await outputs(page, alone).locator("tbody tr").count()).toBeGreaterThan(3);
    expect(await outputs(page, control).locator("input[type=range]").inputValue()).toBe("4096");
    expect(await page.locator(".cell-tools").first().isVisible()).toBe(false);
  });

  it("load neither editor nor runtime", async () => {
    const context = await site.browser.newContext();
    const page = await context.newPage();
    const requested: string[] = [];
    page.on("request", (request) => requested.push(new URL(request.url()).pathname));
    await page.goto(site.origin + chapter, { waitUntil: "networkidle" });
    expect(await page.locator("iframe").count()).toBe(0);
    expect(requested.filter((path) => /editor|mount|worker|sandbox/.test(path))).toEqual([]);
  });
});

describe("running a cell of a chapter", () => {
  it("shows what the build showed", async () => {
    const { page, troubles } = await open();
    const before = await outputs(page, alone).innerHTML();
    await run(page, alone);
    expect(await outputs(page, alone).innerHTML()).toBe(before);
    expect(await state(page, alone)).toBe("");
    expect(troubles).toEqual([]);
  });

  it("runs first what it needs", async () => {
    const { page } = await open();
    const before = await outputs(page, dependent).textContent();
    await run(page, dependent);
    expect(await outputs(page, dependent).textContent()).toBe(before);
    expect(await cell(page, dependent).locator(".cell-error").isVisible()).toBe(false);
  });

  it("updates what depends on it", async () => {
    const { page } = await open();
    const before = await outputs(page, dependent).textContent();
    await type(page, control, "const context = 131072;");
    await page.keyboard.press("Shift+Enter");
    await ended(page);
    await page.waitForFunction(
      ([id, old]) => document.querySelector<HTMLElement>(`[data-cell="${id}"] .cell-outputs`)!.textContent !== old,
      [dependent, before],
    );
    expect(await outputs(page, control).locator("input").count()).toBe(0);
  });

  it("follows a control that is moved before anything ran", async () => {
    const { page } = await open();
    const before = await outputs(page, dependent).textContent();
    await outputs(page, control).locator("input[type=range]").press("End");
    await page.waitForFunction(
      ([id, old]) => document.querySelector<HTMLElement>(`[data-cell="${id}"] .cell-outputs`)!.textContent !== old,
      [dependent, before],
      { timeout: 20_000 },
    );
    expect(await outputs(page, control).locator("input[type=number]").inputValue()).toBe("131072");
    const atEnd = await outputs(page, dependent).textContent();
    await outputs(page, control).locator("input[type=range]").press("ArrowLeft");
    await page.waitForFunction(
      ([id, old]) => document.querySelector<HTMLElement>(`[data-cell="${id}"] .cell-outputs`)!.textContent !== old,
      [dependent, atEnd],
    );
  });
});

describe("editing a cell", () => {
  it("marks what was edited and what no longer fits, and Reset restores all of it", async () => {
    const { page, troubles } = await open();
    const [code, output] = [
      (await cell(page, alone).locator("pre").textContent())!,
      await outputs(page, alone).innerHTML(),
    ];
    expect(await button(page, alone, "reset").isVisible()).toBe(false);
    await type(page, alone, "display(6 * 7)");
    expect(await state(page, alone)).toBe("Edited · Output is of earlier code");
    expect(await outputs(page, alone).innerHTML()).toBe(output);
    await page.keyboard.press("ControlOrMeta+Enter");
    await cell(page, alone).locator(".output-value", { hasText: "42" }).waitFor();
    expect(await state(page, alone)).toBe("Edited");
    await button(page, alone, "reset").click();
    await cell(page, alone).locator("table").waitFor();
    expect(await outputs(page, alone).innerHTML()).toBe(output);
    expect((await cell(page, alone).locator(".cm-content").innerText()).trim()).toBe(code.trim());
    expect(await state(page, alone)).toBe("");
    expect(troubles).toEqual([]);
  });

  it("restores what was never run as well", async () => {
    const { page } = await open();
    const output = await outputs(page, alone).innerHTML();
    await type(page, alone, "nonsense (");
    await button(page, alone, "reset").click();
    expect(await outputs(page, alone).innerHTML()).toBe(output);
    expect(await page.locator("iframe").count()).toBe(0);
  });

  it("shows message and line of an error, and marks the line", async () => {
    const { page } = await open();
    await type(page, alone, "const fine: number = 1;\n\nv3.createRandom(-1);");
    await page.keyboard.press("Shift+Enter");
    const error = cell(page, alone).locator(".cell-error");
    await error.waitFor();
    expect(await error.textContent()).toMatch(/^RangeError: seed must be .* \(got -1\) \(line 3\)$/);
    expect(await cell(page, alone).locator(".cm-line.cell-error-line").innerText()).toBe("v3.createRandom(-1);");
    await type(page, alone, "const = 1;");
    await page.keyboard.press("Shift+Enter");
    await cell(page, alone).locator(".cell-error", { hasText: "Unexpected token (line 1)" }).waitFor();
    expect(await cell(page, alone).locator(".cm-content").innerText()).toContain("const = 1;");
  });

  // Whether a list opens by itself depends on how fast the keys come after the editor: on a busy machine, once in ten runs, it does not.
  it("highlights, closes brackets, takes back, and completes names with their documentation", async () => {
    const { page } = await open();
    await type(page, alone, "");
    await page.keyboard.type("const x = v3.kvC");
    // On a busy machine the list is that of the first letters for a while.
    await page.locator(".cm-tooltip-autocomplete", { hasText: "kvCacheBytesPerToken" }).waitFor();
    await page.locator(".cm-completionInfo", { hasText: "Bytes cached for one token" }).waitFor();
    await page.waitForTimeout(150); // a list that has just come takes no key, so that nothing is chosen by mistake
    await page.keyboard.press("Enter");
    await page.keyboard.type("(");
    const content = cell(page, alone).locator(".cm-content");
    expect(await content.textContent()).toBe("const x = v3.kvCacheBytesPerToken()");
    expect(await content.locator(".tok-keyword").textContent()).toBe("const");
    await page.keyboard.press("ControlOrMeta+z");
    expect(await content.textContent()).not.toContain("()");
  });

  it("needs no mouse, and is no trap", async () => {
    const { page } = await open();
    await button(page, alone, "edit").focus();
    await page.keyboard.press("Enter");
    await cell(page, alone).locator(".cm-content:focus").waitFor();
    await page.keyboard.press("ControlOrMeta+a");
    await page.keyboard.type("display(1 + 1)");
    await page.keyboard.press("Tab"); // indents
    await page.keyboard.press("Shift+Enter");
    await cell(page, alone).locator(".output-value", { hasText: "2" }).waitFor();
    await page.keyboard.press("Escape");
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => (document.activeElement as HTMLElement).dataset.do)).toBe("run");
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => (document.activeElement as HTMLElement).dataset.do)).toBe("reset");
    await page.keyboard.press("Enter");
    await cell(page, alone).locator("table").waitFor();
  });
});

describe("cells, edited and run", () => {
  it.each([
    ["phone, light", { viewport: { width: 390, height: 844 }, colorScheme: "light" }],
    ["desktop, dark", { viewport: { width: 1280, height: 900 }, colorScheme: "dark" }],
  ] as const)("are accessible and do not scroll the page sideways: %s", async (_, options) => {
    const { page } = await open({ ...options });
    await type(
      page,
      alone,
      `const rows = [{ a: 1, b: "x" }];\ndisplay(rows);\ndisplay({ long: Array.from({ length: 50 }, (_, i) => i) });\ndisplay(Plot.dot([1, 2, 3]).plot());\nthrow new Error("no");`,
    );
    await page.keyboard.press("Shift+Enter");
    await cell(page, alone).locator(".cell-error:not([hidden])").waitFor();
    expect(await violations(page, { tags: wcag, within: `[data-cell="${alone}"]` })).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(
      0,
    );
  });
});

describe("what a reader downloads", () => {
  const sizeOf = (pattern: RegExp): number => {
    const files = readdirSync(join(siteFolder, "_astro")).filter((name) => pattern.test(name));
    expect(files.length).toBeGreaterThan(0);
    return files.reduce(
      (sum, name) => sum + gzipSync(readFileSync(join(siteFolder, "_astro", name)), { level: 9 }).length,
      0,
    );
  };
  it("is at most 250 KB for the editor", () => {
    expect(sizeOf(/^(editor|editor-language|mount|cell-markup)\..*\.js$/)).toBeLessThan(250 * 1000);
  });
  it("is at most 55 KB for the names to complete from", () => {
    expect(gzipSync(readFileSync(join(siteFolder, "sandbox/names.json"))).length).toBeLessThan(55 * 1000);
  });
});
