/** @file A PDF of each chapter, and one of the whole: tagged, formulas in words, with bookmarks, from the pages that were built, as they are printed. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { chromium, type Browser, type Page } from "playwright-core";
import sirv from "sirv";
import { chromiumPath, launchArguments } from "../../test/browser/chromium.ts";
import type { PrintedChapter } from "./printed-chapters.ts";
import { pageToPrint, type Edition } from "./pdf-page.ts";
import { tagFormulas } from "./pdf-formulas.ts";
import { samePdf } from "./same-pdf.ts";

/** Writes the PDFs. @returns their names */
export async function writePdfs(
  site: string,
  folder: string,
  chapters: readonly PrintedChapter[],
  edition: Edition,
): Promise<string[]> {
  const pages = new Map<string, string>(
    chapters.map((chapter) => [
      `${chapter.id}.pdf`,
      pageToPrint(`${chapter.title} · ${edition.site}`, [chapter], edition),
    ]),
  );
  pages.set("v3-companion.pdf", pageToPrint(edition.site, chapters, edition));
  const root = new URL(edition.address).pathname;
  const serve = sirv(site, { dev: false });
  const server = createServer((request, response) => {
    const page = pages.get(decodeURIComponent(request.url!.slice(1)));
    if (page !== undefined)
      return void response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(page);
    if (request.url!.startsWith(root)) request.url = `/${request.url!.slice(root.length)}`;
    serve(request, response, () => void response.writeHead(404).end());
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const { port } = server.address() as AddressInfo;
  const browser = await chromium.launch({ executablePath: chromiumPath(), args: launchArguments });
  try {
    for (const name of pages.keys())
      writeFileSync(
        join(folder, name),
        samePdf(tagFormulas(await printed(browser, `http://127.0.0.1:${port}/${name}`)), edition.released),
      );
  } finally {
    await browser.close();
    server.closeAllConnections();
    server.close();
  }
  return [...pages.keys()];
}

async function printed(browser: Browser, address: string): Promise<Uint8Array> {
  const context = await browser.newContext({ javaScriptEnabled: false, colorScheme: "light" });
  const page = await context.newPage();
  await openWhole(page, address);
  const bytes = await page.pdf({
    format: "A4",
    preferCSSPageSize: true,
    printBackground: true,
    tagged: true,
    outline: true,
  });
  await context.close();
  return bytes;
}

/** Opens a page and waits until all of it is there: the network may be idle while a slow machine still reads what came. */
export async function openWhole(page: Page, address: string): Promise<void> {
  await page.goto(address, { waitUntil: "load" });
  await page.waitForLoadState("networkidle");
}
