import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import type { BrowserContextOptions, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { fromJupyter } from "../../src/notebook/formats/jupyter.ts";
import { scratchLink } from "../../src/notebook/formats/link.ts";
import { readLink } from "../../src/notebook/formats/read-link.ts";
import { fromScript, toScript } from "../../src/notebook/formats/script.ts";
import packageFile from "../../package.json" with { type: "json" };
import { highlight } from "../../src/kit/shell/highlight.ts";
import { nbformatProblems } from "../notebook/formats/nbformat.ts";
import { sizeAndColorRules, violations, wcag } from "./axe.ts";
import { keptCells } from "./kept.ts";
import { settled, startSite, type OpenPage, type TestSite } from "./site.ts";

const { version } = packageFile;

let site: TestSite;

beforeAll(async () => {
  site = await startSite();
});
afterAll(() => site.close());
afterEach(() => site.closePages());

const cells = [
  { id: "sum", source: "display(a + b);" },
  { id: "parts", source: "const a = 40;\nconst b = 2;" },
];
const linkTo = (list = cells): string => `/${scratchLink(list)}`;
const storageKey = "v3-companion.scratch";

async function open(path: string, options?: BrowserContextOptions): Promise<OpenPage> {
  const site_ = await site.open(path, options);
  return site_;
}

/** Puts a notebook into the browser's storage, as if the reader had been here before notebooks were kept where they are now. */
async function openWithOwn(path: string, own = [{ id: "mine", source: "display('my own');" }]): Promise<OpenPage> {
  const first = await open("/scratch/");
  await first.page.evaluate(([key, text]) => localStorage.setItem(key, text), [
    storageKey,
    JSON.stringify({ version: 1, cells: own.map(({ id, source }) => [id, source]) }),
  ] as const);
  await first.page.goto("about:blank");
  await first.page.goto(site.origin + path);
  await settled(first.page);
  return first;
}

const ids = (page: Page): Promise<string[]> =>
  page.locator(".scratch-cell").evaluateAll((all) => all.map((element) => (element as HTMLElement).dataset.id!));
const said = (page: Page): Promise<string> => page.locator('[data-part="said"]').innerText();
const stored = (page: Page): Promise<string[] | null> => keptCells(page);
const outputOf = (page: Page, id: string) => page.locator(`[data-id="${id}"] .cell-outputs`);
const press = (page: Page, action: string): Promise<void> => page.click(`[data-scratch] [data-action="${action}"]`);

async function typeInto(page: Page, id: string, text: string): Promise<void> {
  await page.click(`[data-id="${id}"] [data-do="edit"]`);
  await page.locator(`[data-id="${id}"] .cm-content`).waitFor();
  await page.locator(`[data-id="${id}"] .cm-content`).press("ControlOrMeta+a");
  await page.keyboard.insertText(text);
}

describe("/scratch/ at rest", () => {
  it("loads neither editor nor runtime, runs nothing, and stores nothing", async () => {
    const requested: string[] = [];
    const context = await site.browser.newContext();
    const page = await context.newPage();
    page.on("request", (request) => requested.push(request.url()));
    await page.goto(`${site.origin}/scratch/`, { waitUntil: "networkidle" });
    await settled(page);
    expect(await page.locator(".scratch-cell").count()).toBeGreaterThan(0);
    expect(await page.locator(".cm-editor, iframe").count()).toBe(0);
    expect(await page.locator(".cell-outputs .output").count()).toBe(0);
    expect(await stored(page)).toBeNull();
    const scripts = requested.filter((address) => new URL(address).pathname.endsWith(".js"));
    const sizes = await Promise.all(
      scripts.map(async (address) => gzipSync(Buffer.from(await (await fetch(address)).arrayBuffer())).length),
    );
    // The foundation's budget for JavaScript before the first interaction.
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(15 * 1024);
  });
  it("says without JavaScript what it needs", async () => {
    const { page } = await open("/scratch/", { javaScriptEnabled: false });
    expect(await page.locator("noscript, .scratch-notice").allInnerTexts()).toContainEqual(
      expect.stringContaining("The scratchpad needs JavaScript"),
    );
    expect(await page.locator("[data-scratch]").isVisible()).toBe(false);
  });
});

describe("code before it is edited", () => {
  it("is colored as in chapters, as soon as there is a sign of the reader", async () => {
    const { page } = await open(linkTo());
    expect(await page.locator('[data-id="parts"] pre code span').count()).toBe(0);
    await page.locator('[data-id="parts"]').hover();
    await page.locator('[data-id="parts"] pre code .tok-keyword').first().waitFor();
    expect(await page.locator('[data-id="parts"] pre code').innerHTML()).toBe(highlight(cells[1].source));
    await press(page, "add");
    await page.locator('[data-id="cell-1"] .cm-content').waitFor();
    // The notebook has made all cells anew, and they have their colors again.
    await expect.poll(() => page.locator('[data-id="parts"] pre code').innerHTML()).toBe(highlight(cells[1].source));
  });
});

describe("/scratch/ and axe", () => {
  it.each([
    [1280, "light", "dark"],
    [390, "dark", "light"],
  ] as const)("%d px wide, %s, then %s: nothing is found, at rest and alive", async (width, colorScheme, other) => {
    const { page } = await open(linkTo([...cells, { id: "table", source: "display([{ a, b }]);" }]), {
      viewport: { width, height: 900 },
      colorScheme,
    });
    expect(await violations(page, { tags: wcag })).toEqual([]);
    await press(page, "run-all");
    await outputOf(page, "table").locator("table").waitFor();
    await page.click('[data-id="parts"] [data-do="edit"]');
    await page.locator('[data-id="parts"] .cm-content').waitFor();
    expect(await violations(page, { tags: wcag })).toEqual([]);
    await page.emulateMedia({ colorScheme: other });
    expect(await violations(page, { rules: sizeAndColorRules })).toEqual([]);
  });
});

describe("a notebook of one's own", () => {
  it("runs, is changed, and is there again after a reload, not run", async () => {
    const { page, troubles } = await open("/scratch/");
    await press(page, "add");
    await page.locator(".scratch-cell").last().locator(".cm-content").waitFor();
    await page.keyboard.insertText("display(v3.deepseekV3.layers * 2);");
    await page.keyboard.press("Shift+Enter");
    await page.locator(".scratch-cell").last().locator(".output").getByText("122", { exact: true }).waitFor(); // 61 layers (§4.2)
    await page.reload();
    await settled(page);
    expect(await page.locator(".scratch-cell").last().locator("pre code").innerText()).toBe(
      "display(v3.deepseekV3.layers * 2);",
    );
    expect(await page.locator(".output").count()).toBe(0);
    expect(troubles).toEqual([]);
  });
  it("moves, deletes and brings back cells, and keeps the order", async () => {
    const { page } = await openWithOwn("/scratch/", [...cells, { id: "third", source: "" }]);
    await page.click('[data-id="sum"] [data-action="down"]');
    await expect.poll(() => ids(page)).toEqual(["parts", "sum", "third"]);
    expect(await said(page)).toBe("sum is now cell 2 of 3.");
    await page.click('[data-id="third"] [data-action="delete"]');
    await expect.poll(() => ids(page)).toEqual(["parts", "sum"]);
    await expect.poll(() => stored(page)).toEqual(["parts: const a = 40;\nconst b = 2;", "sum: display(a + b);"]);
    await press(page, "undo");
    await page.reload();
    await settled(page);
    await expect.poll(() => ids(page)).toEqual(["parts", "sum", "third"]);
    await page.click('[data-id="parts"] [data-action="up"]', { force: true }); // it says that it is off
    await expect.poll(() => ids(page)).toEqual(["parts", "sum", "third"]);
  });
  it("runs cells in the order of dependency, and again what depends on a change", async () => {
    const { page } = await openWithOwn("/scratch/", cells);
    await press(page, "run-all");
    await outputOf(page, "sum").getByText("42", { exact: true }).waitFor();
    await typeInto(page, "parts", "const a = 40;\nconst b = 3;");
    await page.keyboard.press("Control+Enter");
    await outputOf(page, "sum").getByText("43", { exact: true }).waitFor();
  });
  it("says when the browser stores nothing, and goes on", async () => {
    const context = await site.browser.newContext();
    const page = await context.newPage();
    await page.addInitScript(() =>
      ["localStorage", "indexedDB"].forEach((name) =>
        Object.defineProperty(window, name, {
          get: () => {
            throw new DOMException("no", "SecurityError");
          },
        }),
      ),
    );
    await page.goto(`${site.origin}/scratch/`);
    await settled(page);
    expect(await said(page)).toContain("This browser stores nothing for this site");
    await page.click(".scratch-cell [data-action='delete']");
    expect(await page.locator(".scratch-cell").count()).toBe(1);
  });
});

describe("a link", () => {
  it("brings its code, which runs only when the reader says so", async () => {
    const { page, troubles } = await open(
      linkTo([{ id: "told", source: 'display("it ran");\nconsole.log("it ran");' }]),
    );
    expect(await page.locator('[data-part="guest"]').innerText()).toContain(
      "This code came with the link. Read it, then press Run.",
    );
    expect(await page.locator('[data-id="told"] pre code').innerText()).toBe(
      'display("it ran");\nconsole.log("it ran");',
    );
    await page.waitForTimeout(1500);
    expect(await page.locator(".output, iframe").count()).toBe(0);
    await page.click('[data-id="told"] [data-do="run"]');
    await outputOf(page, "told").getByText("it ran").first().waitFor();
    expect(troubles).toEqual([]);
  });
  it("is made by Copy link, and opens the same cells elsewhere", async () => {
    const { page } = await openWithOwn("/scratch/", cells);
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await press(page, "link");
    await page.getByText(/^Link copied: \d+ characters\.$/).waitFor();
    const address = await page.evaluate(() => navigator.clipboard.readText());
    expect(await readLink(new URL(address).hash)).toEqual({ cells });
    const elsewhere = await open(new URL(address).pathname + new URL(address).hash);
    await expect.poll(() => ids(elsewhere.page)).toEqual(["sum", "parts"]);
  });
  it("shows the link to copy by hand where the clipboard is closed", async () => {
    const { page } = await openWithOwn("/scratch/", cells);
    await page.evaluate(() =>
      Object.defineProperty(navigator, "clipboard", { value: { writeText: () => Promise.reject(new Error("no")) } }),
    );
    await press(page, "link");
    await page.locator('[data-part="by-hand"]').waitFor({ state: "visible" });
    expect(await readLink(new URL(await page.inputValue('[data-part="by-hand"]')).hash)).toEqual({ cells });
  });
  it("leaves the reader's own notebook as it is, and gives it back", async () => {
    const { page } = await openWithOwn(linkTo());
    await expect.poll(() => ids(page)).toEqual(["sum", "parts"]);
    const before = await stored(page);
    await page.click('[data-id="sum"] [data-action="delete"]');
    await typeInto(page, "parts", "const changed = 1;");
    expect(await stored(page)).toEqual(before);
    await press(page, "back");
    await expect.poll(() => ids(page)).toEqual(["mine"]);
    expect(new URL(page.url()).hash).toBe("");
    await page.reload();
    await settled(page);
    await expect.poll(() => ids(page)).toEqual(["mine"]);
  });
  it("is added to the reader's own notebook by Keep a copy, with the changes made meanwhile", async () => {
    const { page } = await openWithOwn(linkTo([...cells, { id: "mine", source: "1" }]));
    await typeInto(page, "parts", "const a = 1;");
    await press(page, "keep");
    await expect.poll(() => ids(page)).toEqual(["mine", "sum", "parts", "cell-1"]);
    await page.reload();
    await settled(page);
    await expect.poll(() => ids(page)).toEqual(["mine", "sum", "parts", "cell-1"]);
    expect(await page.locator('[data-id="parts"] pre code').innerText()).toBe("const a = 1;");
  });
  it("that is damaged says so, and shows one's own notebook", async () => {
    const { page, troubles } = await openWithOwn(linkTo().slice(0, -10));
    expect(await said(page)).toBe(
      "The link is damaged: part of it is missing or was changed on the way. Your own notebook is shown.",
    );
    await expect.poll(() => ids(page)).toEqual(["mine"]);
    await page.evaluate(() => (location.hash = "#c=%00%ff<script>"));
    await page.getByText("The link is damaged").waitFor();
    expect(troubles).toEqual([]);
  });
  it("opens in the page that is there already", async () => {
    const { page } = await openWithOwn("/scratch/");
    await page.evaluate((hash) => (location.hash = hash), new URL(linkTo(), site.origin).hash);
    await page.locator('[data-id="sum"]').waitFor();
    await expect.poll(() => ids(page)).toEqual(["sum", "parts"]);
  });
  it("is not left by going to a place of the page", async () => {
    const { page } = await openWithOwn(linkTo());
    await typeInto(page, "parts", "const a = 1;");
    await page.evaluate(() => (location.hash = "#main"));
    await page.waitForTimeout(300);
    await expect.poll(() => ids(page)).toEqual(["sum", "parts"]);
    expect(await page.locator('[data-id="parts"] .cm-content').innerText()).toBe("const a = 1;");
  });
  it("cannot bring markup into the page", async () => {
    const { page, troubles } = await open(
      linkTo([
        { id: "markup", source: '</code><img src=x onerror="document.title=1"><script>document.title=1</script>' },
      ]),
    );
    expect(await page.locator(".scratch-cell img, .scratch-cell script").count()).toBe(0);
    expect(await page.title()).toContain("Scratchpad");
    expect(troubles).toEqual([]);
  });
});

describe("files", () => {
  async function save(page: Page, action: string): Promise<{ name: string; text: string }> {
    const [file] = await Promise.all([page.waitForEvent("download"), press(page, action)]);
    return { name: file.suggestedFilename(), text: readFileSync(await file.path(), "utf8") };
  }
  const openFile = (page: Page, name: string, text: string): Promise<void> =>
    page.setInputFiles('[data-part="file"]', { name, mimeType: "text/plain", buffer: Buffer.from(text) });

  it("of TypeScript come back exactly", async () => {
    const { page, troubles } = await openWithOwn("/scratch/", cells);
    const { name, text } = await save(page, "save-ts");
    expect(name).toBe("v3-notebook.ts");
    expect(text).toBe(toScript(cells, version));
    const elsewhere = await openWithOwn("/scratch/");
    await openFile(elsewhere.page, name, text);
    await elsewhere.page.getByText("This code came from the file v3-notebook.ts. Read it, then press Run.").waitFor();
    await expect.poll(() => ids(elsewhere.page)).toEqual(["sum", "parts"]);
    await press(elsewhere.page, "keep");
    await expect.poll(() => ids(elsewhere.page)).toEqual(["mine", "sum", "parts"]);
    expect(fromScript((await save(elsewhere.page, "save-ts")).text)).toEqual({
      cells: [{ id: "mine", source: "display('my own');" }, ...cells],
    });
    expect(troubles).toEqual([]);
  });
  it("for Jupyter hold the outputs, are valid, and come back exactly", async () => {
    const own = [
      ...cells,
      { id: "figure", source: "display(Plot.plot({ marks: [Plot.barX([a, b])] }));\ndisplay([{ a, b }]);" },
    ];
    const { page, troubles } = await openWithOwn("/scratch/", own);
    await press(page, "run-all");
    await outputOf(page, "sum").getByText("42", { exact: true }).waitFor();
    await outputOf(page, "figure").locator("table").waitFor();
    const { name, text } = await save(page, "save-ipynb");
    expect(name).toBe("v3-notebook.ipynb");
    const notebook = JSON.parse(text);
    expect(nbformatProblems(notebook)).toEqual([]);
    const outputs = (id: string) => notebook.cells.find((cell: { id: string }) => cell.id === id).outputs;
    expect(outputs("sum")[0].data["text/plain"]).toEqual(["42"]);
    expect(outputs("figure")[0].data["image/svg+xml"].join("")).toMatch(/^<svg/);
    expect(outputs("figure")[1].data["text/html"].join("")).toContain("<table>");
    expect(fromJupyter(text)).toEqual({ cells: own });
    const elsewhere = await open("/scratch/");
    await openFile(elsewhere.page, name, text);
    await elsewhere.page.locator('[data-id="figure"]').waitFor();
    await press(elsewhere.page, "keep");
    await elsewhere.page.reload();
    await settled(elsewhere.page);
    await expect.poll(() => ids(elsewhere.page)).toEqual(["sum", "parts", "figure"]);
    expect(troubles).toEqual([]);
  });
  it("hold where a slider was moved, and only outputs of the code beside them", async () => {
    const own = [
      {
        id: "tokens",
        source: "const tokens = view(Inputs.range([1024, 131072], { step: 1024, value: 4096, label: 'Context' }));",
      },
      { id: "twice", source: "display(tokens * 2);" },
      { id: "alone", source: "display(3);" },
    ];
    const { page } = await openWithOwn("/scratch/", own);
    await press(page, "run-all");
    await outputOf(page, "twice").getByText("8192", { exact: true }).waitFor();
    await outputOf(page, "tokens").locator("input[type=number]").fill("7168");
    await outputOf(page, "twice").getByText("14336", { exact: true }).waitFor();
    const { text } = await save(page, "save-ipynb");
    expect(fromJupyter(text)).toEqual({ cells: [{ ...own[0], controls: [7168] }, ...own.slice(1)] });
    const outputs = (json: string, id: string) =>
      JSON.parse(json)
        .cells.find((cell: { id: string }) => cell.id === id)
        .outputs.map(({ data }: { data: Record<string, string[]> }) => data["text/plain"].join(""));
    expect([outputs(text, "tokens"), outputs(text, "twice")]).toEqual([["Context: 7168"], ["14336"]]);
    expect(fromScript((await save(page, "save-ts")).text)).toEqual(fromJupyter(text));
    await typeInto(page, "tokens", "const tokens = 1;"); // and not run
    const edited = (await save(page, "save-ipynb")).text;
    expect([outputs(edited, "tokens"), outputs(edited, "twice"), outputs(edited, "alone")]).toEqual([[], [], ["3"]]);
  });
  it("that cannot be read say why, and change nothing", async () => {
    const { page } = await openWithOwn("/scratch/");
    await openFile(page, "broken.ipynb", "{}");
    await page.getByText("The file cannot be opened. It is no Jupyter notebook: it has no list of cells.").waitFor();
    await expect.poll(() => ids(page)).toEqual(["mine"]);
  });
});

describe("on a phone", () => {
  it("nothing scrolls sideways and every button can be reached", async () => {
    const long = [
      {
        id: "a-cell-with-a-name-that-is-rather-long-for-a-telephone-indeed",
        source: `const x = "${"wide ".repeat(60)}";\ndisplay(x);`,
      },
      ...cells,
    ];
    const { page } = await open(linkTo(long), {
      viewport: { width: 390, height: 780 },
      hasTouch: true,
      isMobile: true,
    });
    await press(page, "run-all");
    await outputOf(page, "sum").getByText("42", { exact: true }).waitFor();
    await page.click('[data-id="sum"] [data-do="edit"]');
    await page.locator('[data-id="sum"] .cm-content').waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    for (const button of await page.locator("[data-scratch] button:visible").all()) {
      const box = (await button.boundingBox())!;
      expect(box.x).toBeGreaterThanOrEqual(0);
      expect(box.x + box.width).toBeLessThanOrEqual(390);
      expect(Math.min(box.width, box.height)).toBeGreaterThanOrEqual(24); // WCAG 2.5.8
    }
  });
});

describe("with the keyboard alone", () => {
  /** Presses Tab until the focus is on a match, as a reader would. */
  async function tabTo(page: Page, selector: string): Promise<void> {
    for (let i = 0; i < 60; i++) {
      if (await page.evaluate((wanted) => document.activeElement?.matches(wanted), selector)) return;
      await page.keyboard.press("Tab");
    }
    throw new Error(`Tab does not reach ${selector}`);
  }

  it("cells are added, written, run, moved and deleted", async () => {
    const { page, troubles } = await openWithOwn("/scratch/", [{ id: "mine", source: "const x = 6;" }]);
    await tabTo(page, '[data-action="add"]');
    await page.keyboard.press("Enter");
    await page.locator('[data-id="cell-1"] .cm-content').waitFor();
    await page.keyboard.type("display(x * 7);");
    await page.keyboard.press("Shift+Enter");
    await outputOf(page, "cell-1").getByText("42", { exact: true }).waitFor();
    await page.keyboard.press("Escape");
    await page.keyboard.press("Tab"); // leaves the editor
    expect(await page.evaluate(() => document.activeElement!.closest(".cm-editor"))).toBeNull();
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    await tabTo(page, '[data-id="cell-1"] [data-action="up"]');
    await page.keyboard.press("Enter");
    await expect.poll(() => ids(page)).toEqual(["cell-1", "mine"]);
    expect(await page.evaluate(() => (document.activeElement as HTMLElement).dataset.action)).toBe("up");
    await tabTo(page, '[data-id="cell-1"] [data-action="delete"]');
    await page.keyboard.press("Space");
    await expect.poll(() => ids(page)).toEqual(["mine"]);
    expect(await page.evaluate(() => document.activeElement!.closest<HTMLElement>("[data-id]")!.dataset.id)).toBe(
      "mine",
    );
    expect(troubles).toEqual([]);
  });
  it("a link is kept or left", async () => {
    const { page } = await openWithOwn(linkTo());
    await tabTo(page, '[data-action="back"]');
    await page.keyboard.press("Enter");
    await expect.poll(() => ids(page)).toEqual(["mine"]);
    expect(await page.evaluate(() => document.activeElement!.closest<HTMLElement>("[data-id]")!.dataset.id)).toBe(
      "mine",
    );
  });
});

describe("Open as a cell", () => {
  it("leads from a figure's code to the scratchpad, where it runs", async () => {
    const { page, troubles } = await open("/embed/gpu-hours/");
    await page.locator("[data-figure]").hover();
    await page.locator('[data-figure][data-state="alive"]').waitFor();
    await page.locator("details.figure-code > summary").click();
    await page.locator('a[href*="/scratch/#c="]').getByText("Open as a cell").click();
    await page.getByText("This code came with the link. Read it, then press Run.").waitFor();
    await page.click('[data-id="gpu-hours"] [data-do="run"]');
    await outputOf(page, "gpu-hours").locator(".output").first().waitFor();
    expect(await page.locator(".cell-error:visible").count()).toBe(0);
    expect(troubles).toEqual([]);
  });
});
