import { type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { cell, cellWith as openCell, rest, run } from "./one-cell.ts";
import { startSite, type TestSite } from "./site.ts";

let site: TestSite;

beforeAll(async () => {
  site = await startSite();
});
afterAll(() => site.close());
afterEach(() => site.closePages());

const cellWith = async (source: string): Promise<Page> => (await openCell(site, source)).page;

describe("a cell", () => {
  it("may call display a million times", async () => {
    const page = await cellWith("for (let i = 0; i < 1e6; i++) display(i)");
    await run(page);
    await rest(page);
    expect(await cell(page).locator(".output").count()).toBe(101);
    expect(await cell(page).locator(".output").last().textContent()).toBe(
      "… and 999,900 more outputs, which are not shown.",
    );
  });

  it("may display from a timer without end, and the page stays quick", async () => {
    const page = await cellWith("setInterval(() => { for (let i = 0; i < 10; i++) display(i); }, 0); display('begun')");
    await run(page);
    await rest(page);
    await page.waitForTimeout(1_000);
    expect(await cell(page).locator(".output").count()).toBeLessThanOrEqual(101);
    await cell(page).locator('[data-do="edit"]').click();
    await cell(page).locator(".cm-content").waitFor();
  });

  it("that never ends leaves the page free, can be stopped, and loses nothing that was typed", async () => {
    const page = await cellWith("display('before');\nfor (;;) {}");
    await run(page);
    const stop = cell(page).locator('[data-do="stop"]');
    expect(await stop.isVisible()).toBe(false);
    await stop.waitFor({ state: "visible" });
    // The page answers while the cell spins: ten frames, none of which waits for it.
    const slowest = await page.evaluate(async () => {
      let longest = 0;
      for (let i = 0; i < 10; i++) {
        const begin = performance.now();
        await new Promise(requestAnimationFrame);
        longest = Math.max(longest, performance.now() - begin);
      }
      return longest;
    });
    expect(slowest).toBeLessThan(1_000); // a loop in the page's own thread would never let a frame through
    await stop.click();
    expect(await cell(page).locator(".cell-state").textContent()).toContain("Stopped.");
    expect(await stop.isVisible()).toBe(false);
    expect(await cell(page).locator(".cell-code").textContent()).toContain("for (;;) {}");
    await cell(page).locator('[data-do="edit"]').click();
    await cell(page).locator(".cm-content").press("ControlOrMeta+a");
    await page.keyboard.insertText("display('again')");
    await page.keyboard.press("Shift+Enter");
    await page.locator(".output-text", { hasText: "again" }).waitFor();
  });

  it("that loops in a timer after its end can be stopped, and says so", async () => {
    const page = await cellWith("setTimeout(() => { for (;;) {} }, 100); display('ended')");
    await run(page);
    await rest(page);
    const stop = cell(page).locator('[data-do="stop"]');
    await stop.waitFor({ state: "visible", timeout: 20_000 });
    expect(await cell(page).locator(".cell-state").textContent()).toContain("Still at work, after its end");
    await stop.click();
    expect(await cell(page).locator(".cell-state").textContent()).toContain("Stopped.");
    expect(await stop.isVisible()).toBe(false);
  });

  it("that goes on in timers with pauses between them, or begins to late, can be stopped as well", async () => {
    const page = await cellWith(
      "const round = () => { const end = Date.now() + 200; while (Date.now() < end); setTimeout(round, 50); }; setTimeout(round, 4_000); display('ended')",
    );
    await run(page);
    await rest(page);
    const stop = cell(page).locator('[data-do="stop"]');
    await stop.waitFor({ state: "visible", timeout: 20_000 });
    await page.waitForTimeout(6_000); // the loop has begun, and answers every question
    expect(await stop.isVisible()).toBe(true);
    expect(await cell(page).locator(".cell-state").textContent()).toContain("Still at work, after its end");
    await stop.click();
    expect(await cell(page).locator(".cell-state").textContent()).toContain("Stopped.");
    await page.waitForTimeout(2_500);
    expect(await stop.isVisible()).toBe(false);
  });

  it("that has nothing left to do offers no Stop", async () => {
    const page = await cellWith("setTimeout(() => display('later'), 300); display('ended')");
    await run(page);
    await cell(page).locator(".output", { hasText: "later" }).waitFor();
    await expect.poll(() => cell(page).locator(".cell-state").textContent()).toBe("");
    expect(await cell(page).locator('[data-do="stop"]').isVisible()).toBe(false);
  });

  it("that uses up all memory ends with a message, and the page lives on", async () => {
    const page = await cellWith("const all = []; for (;;) all.push(new Array(1e6).fill(Math.random()))");
    // Playwright takes the crash of the frame's process for the page's: the page itself is asked past it.
    const session = await page.context().newCDPSession(page);
    const ask = async (expression: string): Promise<unknown> =>
      ((await session.send("Runtime.evaluate", { expression, returnByValue: true })) as { result: { value: unknown } })
        .result.value;
    await run(page);
    let state = "";
    for (let second = 0; second < 90 && !/memory|sign of life/.test(state); second++) {
      await new Promise((passed) => setTimeout(passed, 1_000));
      state = String(await ask("document.querySelector('.cell-state').textContent"));
    }
    expect(state).toMatch(/It ended without a word: it may have used up the memory there is\.|It gave no sign of life/);
    expect(await ask("document.querySelector('.cell-code').textContent")).toContain("all.push");
  }, 120_000);
});

describe("/sandbox/", () => {
  it("does nothing as a page of the site", async () => {
    const { page } = await site.open("/sandbox/");
    const answered = await page.evaluate(async () => {
      const { port1, port2 } = new MessageChannel();
      window.postMessage({ is: "notebook", worker: "postMessage('ran')" }, "*", [port2]);
      return Promise.race([
        new Promise((said) => {
          port1.onmessage = () => said("answered");
        }),
        new Promise((passed) => setTimeout(() => passed("silent"), 500)),
      ]);
    });
    expect(answered).toBe("silent");
  });
  it("does nothing in a frame that shares the site's origin", async () => {
    const { page } = await site.open("/scratch/");
    const answered = await page.evaluate(async () => {
      const frame = document.createElement("iframe");
      frame.src = "/sandbox/";
      await new Promise((loaded) => {
        frame.onload = loaded;
        document.body.append(frame);
      });
      const { port1, port2 } = new MessageChannel();
      frame.contentWindow!.postMessage({ is: "notebook", worker: "postMessage('ran')" }, "*", [port2]);
      return Promise.race([
        new Promise((said) => {
          port1.onmessage = () => said("answered");
        }),
        new Promise((passed) => setTimeout(() => passed("silent"), 500)),
      ]);
    });
    expect(answered).toBe("silent");
  });
  it("is made anew when it is led elsewhere", async () => {
    const page = await cellWith("await new Promise(() => {})");
    await run(page);
    await cell(page).locator('[data-do="stop"]').waitFor({ state: "visible" });
    const frame = page.frames().find((one) => one.url().endsWith("/sandbox/"))!;
    await frame.evaluate(() => {
      location.href = "about:blank";
    });
    await page.locator(".cell-state", { hasText: "The sandbox was left, and made anew." }).waitFor();
    expect(await page.locator("iframe").count()).toBe(0);
  });
});
