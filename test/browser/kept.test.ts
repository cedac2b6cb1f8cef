import { chromium, type Browser, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { scratchLink } from "../../src/notebook/formats/link.ts";
import { chromiumPath, launchArguments } from "./chromium.ts";
import { allKept, keptCells } from "./kept.ts";
import { goBack, settled, startSite, type TestSite } from "./site.ts";

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
const link = `/${scratchLink(cells)}`;
const oldKey = "v3-companion.scratch";
const oldText = JSON.stringify({ version: 1, cells: [["mine", "display('my own');"]] });

/** The scratchpad in a fresh browser, after `prepare` ran in a page of the same origin. */
async function open(path: string, prepare?: (page: Page) => Promise<void>) {
  const opened = await site.open("/404.html");
  await prepare?.(opened.page);
  await go(opened.page, path);
  return opened;
}

const withOwn = (page: Page): Promise<void> =>
  page.evaluate(([key, text]) => localStorage.setItem(key, text), [oldKey, oldText]);

async function go(page: Page, path: string): Promise<void> {
  await page.goto("about:blank");
  await page.goto(site.origin + path);
  await settled(page);
}

async function otherTab(page: Page, path: string): Promise<Page> {
  const other = await page.context().newPage();
  await other.goto(site.origin + path);
  await settled(other);
  return other;
}

async function reload(page: Page): Promise<void> {
  await page.reload();
  await settled(page);
}

const press = (page: Page, action: string): Promise<void> => page.click(`[data-scratch] [data-action="${action}"]`);

/** What stands there, cell by cell. */
const there = (page: Page): Promise<string[]> =>
  page.locator(".scratch-cell").evaluateAll((all) =>
    all.map((cell) => {
      const lines = [...cell.querySelectorAll<HTMLElement>(".cm-line")].map((line) => line.textContent);
      return `${(cell as HTMLElement).dataset.id}: ${lines.length > 0 ? lines.join("\n") : cell.querySelector("pre code")!.textContent}`;
    }),
  );

async function type(page: Page, id: string, text: string): Promise<void> {
  const cell = page.locator(`[data-cell="${id}"]`);
  if (await cell.locator('[data-do="edit"]').isVisible()) await cell.locator('[data-do="edit"]').click();
  await cell.locator(".cm-content").press("ControlOrMeta+a");
  await page.keyboard.insertText(text);
}

/** A browser that keeps pages in memory for the way back, as it does for readers: other tests have that switched off. */
function launchWithPageCache(): Promise<Browser> {
  return chromium.launch({
    executablePath: chromiumPath(),
    args: [...launchArguments, "--enable-features=BackForwardCache"],
    ignoreDefaultArgs: ["--disable-back-forward-cache"],
  });
}

describe("the list of cells", () => {
  it("keeps what was added and typed after a cell was deleted, when that is undone", async () => {
    const { page } = await open("/scratch/", withOwn);
    await press(page, "delete");
    await press(page, "add");
    await page.locator('[data-id="cell-1"] .cm-content').waitFor();
    await page.keyboard.insertText("typed");
    await page.evaluate(() => document.querySelector<HTMLElement>('[data-action="undo"]')!.click());
    expect(await there(page)).toEqual(["mine: display('my own');", "cell-1: typed"]);
    await expect.poll(() => keptCells(page)).toEqual(["mine: display('my own');", "cell-1: typed"]);
  });
  it("is the one that stands there, whatever is pressed while the notebook loads", async () => {
    const { page, troubles } = await open("/scratch/", withOwn);
    await page.route(/\/mount\..*\.js$/, async (route) => {
      await new Promise((later) => setTimeout(later, 800));
      await route.continue();
    });
    await page.evaluate(() => {
      const click = (selector: string): void => document.querySelector<HTMLElement>(selector)!.click();
      click('[data-id="mine"] [data-do="run"]');
      click('[data-action="add"]');
      click('[data-action="add"]');
    });
    await page.waitForFunction(() => document.querySelectorAll(".scratch-cell").length === 3);
    await page.click('[data-id="mine"] [data-action="delete"]');
    await press(page, "add");
    await page.locator('[data-part="cells"][data-notebook="live"]').waitFor();
    await expect.poll(() => there(page)).toEqual(["cell-1: ", "cell-2: ", "cell-3: "]);
    await expect.poll(() => keptCells(page)).toEqual(["cell-1: ", "cell-2: ", "cell-3: "]);
    await reload(page);
    expect(await there(page)).toEqual(["cell-1: ", "cell-2: ", "cell-3: "]);
    expect(troubles).toEqual([]);
  });
  it("offers Reset where there is something to reset to, and Undo after it", async () => {
    const { page } = await open("/scratch/", withOwn);
    await type(page, "mine", "changed");
    expect(await page.locator('[data-id="mine"] [data-do="reset"]').isVisible()).toBe(false);
    await go(page, link);
    await type(page, "sum", "changed");
    await page.click('[data-id="sum"] [data-do="reset"]');
    expect((await there(page))[0]).toBe("sum: display(a + b);");
    await page.click('[data-id="sum"] [data-do="undo"]');
    expect((await there(page))[0]).toBe("sum: changed");
    expect(await page.locator('[data-id="sum"] [data-do="undo"]').isVisible()).toBe(false);
  });
});

describe("two tabs", () => {
  it("show the same notebook, while either is written in", async () => {
    const { page } = await open("/scratch/", withOwn);
    const other = await otherTab(page, "/scratch/");
    await type(page, "mine", "from the first");
    await expect.poll(() => there(other)).toEqual(["mine: from the first"]);
    await press(other, "add");
    await other.locator('[data-id="cell-1"] .cm-content').waitFor();
    await other.keyboard.insertText("from the second");
    await expect.poll(() => there(page)).toEqual(["mine: from the first", "cell-1: from the second"]);
    await type(page, "mine", "again");
    await expect.poll(() => keptCells(page)).toEqual(["mine: again", "cell-1: from the second"]);
  });
  it("lose nothing when one keeps a copy of a link", async () => {
    const { page } = await open("/scratch/", withOwn);
    const other = await otherTab(page, link);
    await type(page, "mine", "newer");
    await press(other, "keep");
    await expect
      .poll(() => keptCells(page))
      .toEqual(["mine: newer", "sum: display(a + b);", "parts: const a = 40;\nconst b = 2;"]);
    await expect.poll(() => there(page)).toHaveLength(3);
  });
  it("that wrote in one cell unknown to each other keep both, the second as a notebook with a name", async () => {
    const { page } = await open("/scratch/", withOwn);
    const other = await otherTab(page, "/scratch/");
    // The other tab hears nothing, as one that sleeps.
    await other.evaluate(() => {
      BroadcastChannel.prototype.postMessage = () => {};
      dispatchEvent(new PageTransitionEvent("pagehide", { persisted: true }));
    });
    await type(page, "mine", "from the first");
    await expect.poll(() => keptCells(page)).toEqual(["mine: from the first"]);
    await type(other, "mine", "from the second");
    await other
      .getByText("Another tab had written in the same cell. Its notebook is kept as Copy of “My notebook”")
      .waitFor();
    const kept = Object.values(await allKept(page));
    expect(kept.map(({ name, cells: [{ source }] }) => [name.replace(/, .*/, ""), source]).sort()).toEqual([
      ["Copy of “My notebook”", "from the first"],
      ["My notebook", "from the second"],
    ]);
    await other.locator('[data-part="kept"] summary').click();
    await other.locator('[data-part="kept"] a').click();
    await expect.poll(() => there(other)).toEqual(["mine: from the first"]);
  });
});

describe("the way back", () => {
  /** Keeps a link in a second page of the tab, goes back, and writes into what stands there. */
  async function keepGoBackAndWrite(page: Page): Promise<boolean> {
    await page.evaluate(() =>
      addEventListener(
        "pageshow",
        ({ persisted }) => ((window as unknown as { persisted: boolean }).persisted = persisted),
      ),
    );
    await page.goto(site.origin + "/404.html");
    await page.goto(site.origin + link);
    await settled(page);
    await press(page, "keep");
    await expect.poll(() => keptCells(page)).toHaveLength(3);
    await goBack(page, 2, /\/scratch\/$/);
    const persisted = await page.evaluate(() => (window as unknown as { persisted?: boolean }).persisted ?? false);
    await expect.poll(() => there(page)).toHaveLength(3);
    await type(page, "mine", "typed after");
    await expect
      .poll(() => keptCells(page))
      .toEqual(["mine: typed after", "sum: display(a + b);", "parts: const a = 40;\nconst b = 2;"]);
    return persisted;
  }
  it("leaves what was kept meanwhile, where the page is loaded again", async () => {
    const { page } = await open("/scratch/", withOwn);
    expect(await keepGoBackAndWrite(page)).toBe(false);
  });
  it("leaves it where the page had waited in the browser's memory", async () => {
    const browser = await launchWithPageCache();
    try {
      const page = await browser.newPage();
      await page.goto(`${site.origin}/404.html`);
      await withOwn(page);
      await go(page, "/scratch/");
      await type(page, "mine", "before");
      expect(await keepGoBackAndWrite(page)).toBe(true);
    } finally {
      await browser.close();
    }
  });
});

describe("a notebook of somebody else", () => {
  it("keeps what was changed in it: on reload, after another link, a file and Back to mine", async () => {
    const { page } = await open(link, withOwn);
    await type(page, "parts", "const a = 1;\nconst b = 1;");
    expect(await page.locator('[data-part="guest-text"]').innerText()).toContain(
      "You changed one cell; that is kept here.",
    );
    const changed = ["sum: display(a + b);", "parts: const a = 1;\nconst b = 1;"];
    await reload(page);
    expect(await there(page)).toEqual(changed);
    await page.evaluate(
      (hash) => (location.hash = hash),
      new URL(`/${scratchLink([{ id: "else", source: "1" }])}`, site.origin).hash,
    );
    await expect.poll(() => there(page)).toEqual(["else: 1"]);
    await page.setInputFiles('[data-part="file"]', {
      name: "a.ts",
      mimeType: "text/plain",
      buffer: Buffer.from("display(2)"),
    });
    await expect.poll(() => there(page)).toEqual(["cell-1: display(2)"]);
    await type(page, "cell-1", "display(3)");
    await reload(page);
    expect(await there(page)).toEqual(["cell-1: display(3)"]);
    await press(page, "back");
    await expect.poll(() => there(page)).toEqual(["mine: display('my own');"]);
    await page.locator('[data-part="kept"] summary').click();
    await page.locator('[data-part="kept"] a', { hasText: "Link with sum, parts" }).click();
    await expect.poll(() => there(page)).toEqual(changed);
    await press(page, "restore");
    await expect.poll(() => there(page)).toEqual(["sum: display(a + b);", "parts: const a = 40;\nconst b = 2;"]);
    await press(page, "undo");
    await expect.poll(() => there(page)).toEqual(changed);
  });
});

describe("the storage", () => {
  it("takes over what earlier versions of the site kept, once", async () => {
    const { page } = await open("/scratch/", withOwn);
    expect(await there(page)).toEqual(["mine: display('my own');"]);
    expect(await keptCells(page)).toEqual(["mine: display('my own');"]);
    expect(await page.evaluate((key) => localStorage.getItem(key), oldKey)).toBeNull();
  });
  it("offers what it cannot read as a file, and writes nothing over it", async () => {
    const { page } = await open("/scratch/", (before) =>
      before.evaluate((key) => localStorage.setItem(key, '{"version":7,"what":"I wrote"}'), oldKey),
    );
    await press(page, "add");
    const notice = page.locator('[data-part="unreadable"]');
    expect(await notice.innerText()).toContain("cannot be read");
    await expect.poll(() => keptCells(page)).toHaveLength(3);
    await reload(page);
    expect(await notice.getByRole("button", { name: "Remove it" }).isDisabled()).toBe(true);
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      notice.getByRole("button", { name: "Save it as a file" }).click(),
    ]);
    expect(await (await file.createReadStream()).toArray().then((parts) => Buffer.concat(parts).toString())).toBe(
      '{"version":7,"what":"I wrote"}',
    );
    await notice.getByRole("button", { name: "Remove it" }).click();
    await notice.waitFor({ state: "hidden" });
    expect(await keptCells(page)).toHaveLength(3);
  });
  it("puts aside a record that it cannot read before it writes in its place", async () => {
    const { page } = await open("/scratch/", withOwn);
    await page.evaluate(
      () =>
        new Promise<void>((done) => {
          const request = indexedDB.open("v3-companion");
          request.onsuccess = () => {
            const transaction = request.result.transaction("notebooks", "readwrite");
            transaction.objectStore("notebooks").put({ format: 9, text: "of later" }, "mine");
            transaction.oncomplete = () => (request.result.close(), done());
          };
        }),
    );
    await reload(page);
    await press(page, "add");
    await expect
      .poll(async () => Object.keys(await allKept(page)).sort())
      .toEqual([expect.stringMatching(/^aside:mine:/), "mine"]);
    expect(Object.values(await allKept(page))).toContainEqual({ format: 9, text: "of later" });
  });
  it("of a newer version stays as it is, and can be saved", async () => {
    const { page } = await open("/scratch/", (before) =>
      before.evaluate(
        () =>
          new Promise<void>((done) => {
            const request = indexedDB.open("v3-companion", 2);
            request.onupgradeneeded = () => request.result.createObjectStore("later").put("precious", "key");
            request.onsuccess = () => (request.result.close(), done());
          }),
      ),
    );
    await press(page, "add");
    await expect
      .poll(() => page.locator('[data-part="unreadable"]').innerText())
      .toContain("of a newer version of this site");
    const [file] = await Promise.all([page.waitForEvent("download"), page.getByText("Save it as a file").click()]);
    expect(await (await file.createReadStream()).toArray().then((parts) => Buffer.concat(parts).toString())).toContain(
      "precious",
    );
  });
  it("gets the last letters of a page that goes before they are stored", async () => {
    const { page } = await open("/scratch/", withOwn);
    await type(page, "mine", "first");
    await expect.poll(() => keptCells(page)).toEqual(["mine: first"]);
    // Transactions that never come to their end, as in a page that is gone.
    await page.evaluate(
      () =>
        (IDBDatabase.prototype.transaction = () => {
          throw new DOMException("gone", "UnknownError");
        }),
    );
    await type(page, "mine", "last letters");
    await reload(page);
    expect(await there(page)).toEqual(["mine: last letters"]);
    await expect.poll(() => keptCells(page)).toEqual(["mine: last letters"]);
  });
});

describe("the cells of a chapter", () => {
  const chapter = "/chapters/1-what-it-cost/";
  const [control, dependent, alone] = ["flop-per-token", "utilization-at-context", "printed-figures"];
  const slider = (page: Page) => page.locator(`[data-cell="${control}"] input[type=range]`);
  const notice = (page: Page) => page.locator(".cells-kept");
  /** What stands in a cell, whether its editor is open or not. */
  const code = (page: Page, id: string): Promise<string> =>
    page.locator(`[data-cell="${id}"]`).evaluate((cell) => {
      const lines = [...cell.querySelectorAll<HTMLElement>(".cm-line")].map((line) => line.textContent);
      return lines.length > 0 ? lines.join("\n") : cell.querySelector("pre code")!.textContent!;
    });

  it("keep code and places of controls, count them, and give back the author's", async () => {
    const { page, troubles } = await site.open(chapter);
    const [author, first] = [await code(page, alone), await slider(page).inputValue()];
    await type(page, alone, "display(6 * 7);");
    await slider(page).press("End");
    await notice(page).getByText("You changed 2 cells of this page.").waitFor();
    await expect.poll(() => keptCells(page, `page:${chapter}`)).toHaveLength(2);
    await reload(page);
    await notice(page).getByText("You changed 2 cells of this page.").waitFor();
    expect(await code(page, alone)).toBe("display(6 * 7);");
    expect(await slider(page).inputValue()).toBe("131072");
    expect(await page.locator("iframe").count()).toBe(0); // nothing ran
    await page.click(`[data-cell="${control}"] [data-do="run"]`);
    await page.waitForFunction(
      () => document.querySelector("iframe.notebook-frame") && !document.querySelector(".cell.is-running"),
    );
    expect(await slider(page).inputValue()).toBe("131072");
    await notice(page).getByText("Restore the author's").click();
    expect(await code(page, alone)).toBe(author);
    expect(await slider(page).inputValue()).toBe(first);
    await notice(page).getByText("Undo").click();
    expect(await code(page, alone)).toBe("display(6 * 7);");
    await notice(page).getByText("Restore the author's").click();
    await reload(page);
    expect(await code(page, alone)).toBe(author);
    expect(await notice(page).count()).toBe(0);
    expect(troubles).toEqual([]);
  });
  it("take over what another tab writes in other cells, whichever was there first", async () => {
    const { page, troubles } = await site.open(chapter);
    const other = await otherTab(page, chapter);
    await type(page, alone, "display(6 * 7);");
    await expect.poll(() => keptCells(page, `page:${chapter}`)).toHaveLength(1);
    await type(other, dependent, "display('from the other');"); // which has loaded nothing until now
    for (const tab of [page, other]) {
      await notice(tab).getByText("You changed 2 cells of this page.").waitFor();
      await expect
        .poll(async () => [await code(tab, alone), await code(tab, dependent)])
        .toEqual(["display(6 * 7);", "display('from the other');"]);
    }
    await slider(other).press("End");
    await expect.poll(() => slider(page).inputValue()).toBe("131072");
    await notice(page).getByText("Restore the author's").click();
    await expect.poll(() => slider(other).inputValue()).toBe("4096");
    await expect.poll(() => code(other, dependent)).not.toContain("from the other");
    expect(troubles).toEqual([]);
  });
  it("keep both versions where two tabs that do not hear of each other write in one cell", async () => {
    const { page } = await site.open(chapter);
    const other = await otherTab(page, chapter);
    for (const tab of [page, other]) await tab.evaluate(() => (BroadcastChannel.prototype.postMessage = () => {}));
    // Awake before anything was changed: else it would find what the first has written, and go on from there.
    await slider(other).focus();
    await other.locator("body[data-notebook]").waitFor();
    await type(page, alone, "display('from the first');");
    await expect.poll(() => keptCells(page, `page:${chapter}`)).toEqual([`${alone}: display('from the first');`]);
    await type(other, alone, "display('from the second');");
    await notice(other)
      .getByText("Another tab had written in the same cell. Its code is kept in the scratchpad as")
      .waitFor();
    const sources = Object.values(await allKept(page))
      .map(({ cells: [{ source }] }) => source)
      .sort();
    expect(sources).toEqual(["display('from the first');", "display('from the second');"]);
    await reload(page);
    await expect.poll(() => code(page, alone)).toBe("display('from the second');");
  });

  /** Writes in a cell, leaves the page, has another tab write in another one, comes back and goes on writing. */
  async function leaveAndComeBack(page: Page): Promise<boolean> {
    const other = await otherTab(page, chapter);
    await page.bringToFront();
    await type(page, alone, "display('before');");
    await expect.poll(() => keptCells(page, `page:${chapter}`)).toHaveLength(1);
    await page.evaluate(() =>
      addEventListener(
        "pageshow",
        ({ persisted }) => ((window as unknown as { persisted: boolean }).persisted = persisted),
      ),
    );
    await page.goto(`${site.origin}/404.html`);
    await other.bringToFront();
    await type(other, dependent, "display('meanwhile');");
    await expect.poll(() => keptCells(other, `page:${chapter}`)).toHaveLength(2);
    await other.close();
    await page.bringToFront();
    await goBack(page, 1, `**${chapter}`);
    const persisted = await page.evaluate(() => (window as unknown as { persisted?: boolean }).persisted ?? false);
    await expect
      .poll(async () => [await code(page, alone), await code(page, dependent)])
      .toEqual(["display('before');", "display('meanwhile');"]);
    await type(page, alone, "display('after');");
    await expect
      .poll(async () => (await keptCells(page, `page:${chapter}`))!.toSorted())
      .toEqual([`${alone}: display('after');`, `${dependent}: display('meanwhile');`]);
    return persisted;
  }
  it("lose nothing on the way back, where the page is loaded again", async () => {
    const { page } = await site.open(chapter);
    expect(await leaveAndComeBack(page)).toBe(false);
  });
  it("lose nothing on the way back, where the page had waited in the browser's memory", async () => {
    const browser = await launchWithPageCache();
    try {
      const page = await (await browser.newContext()).newPage();
      await page.goto(site.origin + chapter);
      await settled(page);
      expect(await leaveAndComeBack(page)).toBe(true);
    } finally {
      await browser.close();
    }
  });
  it("open in the scratchpad as they are, and run there", async () => {
    const { page, troubles } = await site.open(chapter);
    await slider(page).press("End");
    await type(page, alone, "display(6 * 7);");
    await notice(page).getByText("Open in the scratchpad").click();
    await page.waitForURL(/\/scratch\/#c=/);
    await settled(page);
    expect(await there(page)).toContain(`${alone}: display(6 * 7);`);
    await press(page, "run-all");
    await page.locator(`[data-id="${alone}"] .output`).getByText("42", { exact: true }).waitFor();
    await expect.poll(() => slider(page).inputValue()).toBe("131072");
    expect(troubles).toEqual([]);
  });
});
