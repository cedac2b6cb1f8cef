import { type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { cell, cellWith as openCell, error, rest, run } from "./one-cell.ts";
import { startOtherHost, type OtherHost } from "./other-host.ts";
import { startSite, type TestSite } from "./site.ts";

let site: TestSite;
let other: OtherHost;

beforeAll(async () => {
  site = await startSite();
  other = await startOtherHost();
});
afterAll(async () => {
  await site.close();
  await other.close();
});
afterEach(() => site.closePages());

const cellWith = async (source: string): Promise<Page> => (await openCell(site, source)).page;

describe("code that came in by a link", () => {
  it("does not run by itself, and nothing to run it with is loaded", async () => {
    const page = await cellWith(`fetch("http://${other.address}/"); display("ran")`);
    await page.waitForTimeout(500);
    expect(await cell(page).locator(".output").count()).toBe(0);
    expect(await page.locator("iframe").count()).toBe(0);
  });
});

describe("a cell", () => {
  it.each([
    ["fetch", 'await fetch("http://OTHER/fetch")', /^fetch is not there: cells run apart/],
    ["import() of another host", 'await import("http://OTHER/import.js")', /Failed to fetch dynamically imported module|error loading/],
    ["WebSocket", 'new WebSocket("ws://OTHER/socket")', /^WebSocket is not there/],
    ["EventSource", 'new EventSource("http://OTHER/events")', /^EventSource is not there/],
    ["XMLHttpRequest", "new XMLHttpRequest()", /^XMLHttpRequest is not there/],
    ["importScripts", 'importScripts("http://OTHER/script.js")', /^importScripts is not there/],
    ["an image beacon", 'new Image().src = "http://OTHER/beacon.png"', /^Image is not there/],
    ["a beacon", 'navigator.sendBeacon("http://OTHER/beacon")', /is not a function/],
    ["parent.document", "parent.document.title", /^parent is not there: cells run apart from the page/],
    ["top.location", 'top.location.href = "http://OTHER/top"', /^top is not there/],
    ["localStorage", 'localStorage.setItem("a", "b")', /^localStorage is not there/],
    ["indexedDB", 'indexedDB.open("a")', /denied|insecure|SecurityError/],
    ["caches", 'await caches.open("a")', /denied|SecurityError|undefined|not defined/],
    ["the frame's port", 'postMessage("[]")', /is not a function/],
    ["a worker of its own", 'new Worker("data:text/javascript,1")', /^Worker is not there/],
    ["what was taken away, by its prototype", "Object.getPrototypeOf(Object.getPrototypeOf(self)).fetch.call(self, 'http://OTHER/prototype')", /undefined/],
    ["a module of its own that fetches", 'await (await import(URL.createObjectURL(new Blob(["export default () => fetch(\'http://OTHER/blob\')"], { type: "text/javascript" })))).default()', /^fetch is not there/],
    ["2 GB at once", "new Uint8Array(2 ** 31)", /^RangeError: length of Uint8Array must be at most/],
    ["3 GB in three arrays", "const all = [1, 2, 3].map(() => new Uint8Array(2 ** 30))", /^RangeError: large arrays must have at most/],
    ["a buffer that may grow to 2 GB", "new ArrayBuffer(8, { maxByteLength: 2 ** 31 })", /^RangeError: length of ArrayBuffer must be at most/],
    ["2 GB by way of a prototype", "new (new Uint8Array(1).constructor)(2 ** 31)", /^RangeError: length of Uint8Array must be at most/],
  ])("is refused %s, with a message", async (_, source, message) => {
    const before = other.heard.length;
    const page = await cellWith(source.replaceAll("OTHER", other.address));
    await run(page);
    await error(page).waitFor();
    expect(await error(page).textContent()).toMatch(message);
    expect(new URL(page.url()).origin).toBe(site.origin);
    expect(await page.evaluate(() => localStorage.getItem("a"))).toBeNull();
    expect(other.heard.slice(before)).toEqual([]);
  });

  it("is kept off the network by the policy alone", async () => {
    // What the seal takes away for the message's sake, the frame's policy would refuse too: asked of the frame itself.
    const page = await cellWith("1");
    await run(page);
    await rest(page);
    const frame = page.frames().find((one) => one.url().endsWith("/sandbox/"))!;
    const tried = await frame.evaluate(async (host) => {
      const outcome = async (what: () => unknown): Promise<string> => {
        try {
          return await Promise.race([Promise.resolve(what()).then(() => "worked"), new Promise<string>((passed) => setTimeout(() => passed("nothing came"), 3_000))]);
        } catch (thrown) {
          return (thrown as Error).name;
        }
      };
      const image = (): Promise<void> => new Promise((loaded, failed) => {
        const one = new Image();
        one.onload = () => loaded();
        one.onerror = () => failed(new Error("blocked"));
        one.src = `http://${host}/image.png`;
      });
      const text = `fetch("http://${host}/worker").then(() => postMessage("worked"), (thrown) => postMessage(thrown.name))`;
      const worker = new Worker(URL.createObjectURL(new Blob([text], { type: "text/javascript" })));
      // The test runner rewrites a plain import().
      const load = new Function("address", "return import(address)") as (address: string) => Promise<unknown>;
      return {
        origin: self.origin,
        fetch: await outcome(() => fetch(`http://${host}/frame`)),
        import: await outcome(() => load(`http://${host}/frame.js`)),
        image: await outcome(image),
        storage: await outcome(() => localStorage.length),
        parent: await outcome(() => parent.document.title),
        top: await outcome(() => { top!.location.href = `http://${host}/top`; }),
        worker: await outcome(() => new Promise((_, said) => { worker.onmessage = ({ data }) => said({ name: data }); })),
      };
    }, other.address);
    expect(tried).toEqual({ origin: "null", fetch: "TypeError", import: "TypeError", image: "Error", storage: "SecurityError", parent: "SecurityError", top: "SecurityError", worker: "TypeError" });
    expect(other.heard).toEqual([]);
  });

  it("shows no element that loads or runs anything", async () => {
    const page = await cellWith(`const box = document.createElement("div");
box.setAttribute("onclick", "document.title = 'taken'");
box.setAttribute("style", "position: fixed; background: url(http://${other.address}/style)");
box.innerHTML = '<img src="http://${other.address}/img"><script>document.title = "taken"</script><iframe src="http://${other.address}/frame"></iframe><a href="javascript:document.title=1">link</a><b>kept</b>';
display(box);`);
    const title = await page.title();
    await run(page);
    await rest(page);
    const html = await cell(page).locator(".output-element").innerHTML();
    expect(html).toBe("<div><a>link</a><b>kept</b></div>");
    await cell(page).locator(".output-element b").click();
    expect(await page.title()).toBe(title);
    expect(other.heard).toEqual([]);
  });

  it("may call display a million times", async () => {
    const page = await cellWith("for (let i = 0; i < 1e6; i++) display(i)");
    await run(page);
    await rest(page);
    expect(await cell(page).locator(".output").count()).toBe(101);
    expect(await cell(page).locator(".output").last().textContent()).toBe("… and 999,900 more outputs, which are not shown.");
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

  it("that uses up all memory ends with a message, and the page lives on", async () => {
    const page = await cellWith("const all = []; for (;;) all.push(new Array(1e6).fill(Math.random()))");
    // Playwright takes the crash of the frame's process for the page's: the page itself is asked past it.
    const session = await page.context().newCDPSession(page);
    const ask = async (expression: string): Promise<unknown> => ((await session.send("Runtime.evaluate", { expression, returnByValue: true })) as { result: { value: unknown } }).result.value;
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
      return Promise.race([new Promise((said) => { port1.onmessage = () => said("answered"); }), new Promise((passed) => setTimeout(() => passed("silent"), 500))]);
    });
    expect(answered).toBe("silent");
  });
  it("does nothing in a frame that shares the site's origin", async () => {
    const { page } = await site.open("/scratch/");
    const answered = await page.evaluate(async () => {
      const frame = document.createElement("iframe");
      frame.src = "/sandbox/";
      await new Promise((loaded) => { frame.onload = loaded; document.body.append(frame); });
      const { port1, port2 } = new MessageChannel();
      frame.contentWindow!.postMessage({ is: "notebook", worker: "postMessage('ran')" }, "*", [port2]);
      return Promise.race([new Promise((said) => { port1.onmessage = () => said("answered"); }), new Promise((passed) => setTimeout(() => passed("silent"), 500))]);
    });
    expect(answered).toBe("silent");
  });
  it("is made anew when it is led elsewhere", async () => {
    const page = await cellWith("await new Promise(() => {})");
    await run(page);
    await cell(page).locator('[data-do="stop"]').waitFor({ state: "visible" });
    const frame = page.frames().find((one) => one.url().endsWith("/sandbox/"))!;
    await frame.evaluate(() => { location.href = "about:blank"; });
    await page.locator(".cell-state", { hasText: "The sandbox was left, and made anew." }).waitFor();
    expect(await page.locator("iframe").count()).toBe(0);
  });
});
