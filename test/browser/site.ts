/** @file The built site on a port of its own, and a browser to open it with. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium, type Browser, type BrowserContextOptions, type Page } from "playwright-core";
import sirv from "sirv";
import { chromiumPath, launchArguments } from "./chromium.ts";
import { headersOf, readHeaders } from "./headers.ts";

/** Where `astro build` leaves the site; `SITE_DIR` names another place. */
export const siteFolder = process.env.SITE_DIR ?? fileURLToPath(new URL("../../dist/", import.meta.url));

/** The HTML of a built page. */
export const htmlOf = (path: string): string =>
  readFileSync(join(siteFolder, path.endsWith("/") ? `${path}index.html` : path), "utf8");

const viewport = { width: 1280, height: 900 };

export type TestSite = {
  /** `http://127.0.0.1:<port>`, without a slash at the end. */
  origin: string;
  browser: Browser;
  /** A page in a fresh context; it collects what went wrong in it. */
  open(path: string, options?: BrowserContextOptions): Promise<OpenPage>;
  /** Runs `ask` in a page that earlier asks of the same options were in: it knows their files, but nothing of what they stored. */
  visit<Result>(
    path: string,
    ask: (opened: OpenPage) => Promise<Result>,
    options?: BrowserContextOptions,
  ): Promise<Result>;
  /** Closes all pages: for `afterEach`, where tests do not close their pages themselves. */
  closePages(): Promise<void>;
  close(): Promise<void>;
};

export type OpenPage = {
  page: Page;
  /** Errors on the console, exceptions, violations of the page's policy, requests to other hosts. */
  troubles: string[];
};

/** Serves the built site on loopback and starts a browser. Close it in `afterAll`. */
export async function startSite(): Promise<TestSite> {
  if (!existsSync(siteFolder))
    throw new Error(`The site is not built: ${siteFolder} does not exist. Run \`npm run build\`.`);
  const serve = sirv(siteFolder, { dev: false, etag: true });
  const headers = join(siteFolder, "_headers");
  const rules = existsSync(headers) ? readHeaders(readFileSync(headers, "utf8")) : [];
  const server: Server = createServer((request, response) => {
    for (const [name, value] of headersOf(rules, new URL(request.url!, "http://site").pathname))
      response.setHeader(name, value);
    serve(request, response, () => void response.writeHead(404).end("not found"));
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const browser = await chromium.launch({ executablePath: chromiumPath(), args: launchArguments });

  async function closePages(): Promise<void> {
    for (const context of browser.contexts()) await context.close();
  }

  async function open(path: string, options: BrowserContextOptions = {}): Promise<OpenPage> {
    const context = await browser.newContext({ viewport, ...options });
    const page = await context.newPage();
    const troubles: string[] = [];
    page.on("pageerror", (error) => troubles.push(`exception: ${error.message}`));
    page.on("console", (message) => message.type() === "error" && troubles.push(`console: ${message.text()}`));
    page.on("request", (request) => {
      const { protocol, origin: target } = new URL(request.url());
      if (!["data:", "blob:"].includes(protocol) && target !== origin)
        troubles.push(`request to another host: ${request.url()}`);
    });
    if (options.javaScriptEnabled !== false) {
      await page.addInitScript(() => {
        document.addEventListener("securitypolicyviolation", (event) =>
          console.error(`policy violation: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`),
        );
      });
    }
    await go(page, path, options);
    return { page, troubles };
  }

  async function go(page: Page, path: string, options: BrowserContextOptions): Promise<void> {
    await page.goto(origin + path, { waitUntil: "load" });
    if (options.javaScriptEnabled !== false) await settled(page);
  }

  /** Pages that wait for their next visit, by their options. A page is new for who asks first, and after an ask that failed. */
  const waiting = new Map<string, OpenPage[]>();
  async function visit<Result>(
    path: string,
    ask: (opened: OpenPage) => Promise<Result>,
    options: BrowserContextOptions = {},
  ): Promise<Result> {
    const key = JSON.stringify(options);
    const known = waiting.get(key)?.pop();
    if (known) {
      known.troubles.length = 0;
      const session = await known.page.context().newCDPSession(known.page);
      await session.send("Storage.clearDataForOrigin", { origin, storageTypes: "all" });
      await session.detach();
      await known.page.emulateMedia({ colorScheme: options.colorScheme ?? null });
      await known.page.setViewportSize(options.viewport ?? viewport);
      await go(known.page, path, options);
    }
    const opened = known ?? (await open(path, options));
    let result: Result;
    try {
      result = await ask(opened);
    } catch (error) {
      await opened.page.context().close();
      throw error;
    }
    waiting.set(key, [...(waiting.get(key) ?? []), opened]);
    return result;
  }

  async function close(): Promise<void> {
    await browser.close();
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  }

  return { origin, browser, open, visit, closePages, close };
}

/** Waits until a page that was loaded has its late scripts, and is laid out. `open` does it; after `goto` and `reload` tests do. */
export async function settled(page: Page): Promise<void> {
  for (;;) {
    try {
      return await page.evaluate(lateScripts);
    } catch (error) {
      // A page that comes by the way back may take its place only after its address is there: what was asked goes with the old one.
      if (!(error as Error).message.includes("Execution context was destroyed")) throw error;
      await page.waitForLoadState("load");
    }
  }
}

/** Goes back in the page's history, and waits for the page of that address. It may come out of memory, where it loads nothing. */
export async function goBack(page: Page, steps: number, address: string | RegExp): Promise<void> {
  // The page answers first and leaves then: an answer of a page that is gone is an error.
  await page.evaluate((back) => void setTimeout(() => history.go(-back), 50), steps);
  await page.waitForURL(address, { waitUntil: "commit" });
  await page.waitForTimeout(500);
  await settled(page);
}

/** In the page, as text that no tool rewrites: resolves once the scripts that wait for the first paint have run, and all is laid out. */
const lateScripts = `Promise.all((document.querySelector("script[data-late]")?.dataset.late ?? "").split(" ").filter(Boolean).map((address) => import(address))).then(async () => {
  const blocks = [...document.querySelectorAll(".prose > *, .in-parts > *")];
  // As if it had another size: blocks that are far down are laid out then, and no figure comes alive as it does near a scroll.
  dispatchEvent(new Event("resize"));
  const waits = () => blocks.length > 0 && !document.documentElement.classList.contains("laid-out");
  while (waits()) await new Promise((later) => setTimeout(later, 20));
  // Figures far from the screen are in pictures of the whole page, too.
  for (const { style } of blocks) style.contentVisibility = "visible";
})`;
