/**
 * @file Pictures for links: each figure as it is published, drawn by a browser from its built page, and named in the head of
 * that page, of its oEmbed file, and of the chapters that begin with it. A host of files cannot draw the state of an address.
 */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { chromium, type Page } from "playwright-core";
import sirv from "sirv";
import { chromiumPath, launchArguments } from "../../test/browser/chromium.ts";

/** Of a picture, in pixels: what sites that show links ask for. */
export const previewSize = { width: 1200, height: 630 };

/** Around the figure, in pixels. */
const margin = 24;
/** Width at which the figure is laid out, in pixels. */
const column = 984;

/** Draws the figures of a built site and lets its pages name the pictures. @returns how many there are */
export async function writePreviews(built: string, address: string): Promise<number> {
  const ids = readdirSync(join(built, "embed")).sort();
  const folder = join(built, "previews");
  mkdirSync(folder, { recursive: true });
  const root = new URL(address).pathname;
  const serve = sirv(built, { dev: false });
  const server = createServer((request, response) => {
    if (request.url!.startsWith(root)) request.url = `/${request.url!.slice(root.length)}`;
    serve(request, response, () => void response.writeHead(404).end());
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const { port } = server.address() as AddressInfo;
  const browser = await chromium.launch({ executablePath: chromiumPath(), args: launchArguments });
  try {
    const page = await browser.newPage({
      viewport: previewSize,
      bypassCSP: true,
      colorScheme: "light",
    });
    for (const id of ids) {
      await page.goto(`http://127.0.0.1:${port}${root}embed/${id}/`, { waitUntil: "load" });
      writeFileSync(join(folder, `${id}.png`), await drawn(page));
    }
  } finally {
    await browser.close();
    server.closeAllConnections();
    server.close();
  }
  for (const id of ids) nameIn(built, address, id);
  for (const chapter of readdirSync(join(built, "chapters"))) nameInChapter(built, address, chapter);
  return ids.length;
}

/** Title, picture and result, as large as there is room for both. */
async function drawn(page: Page): Promise<Uint8Array> {
  await page.addStyleTag({
    content: `
      html { background: var(--paper); overflow: hidden; }
      .figure-presets, .figure-side, .figure-tools, figcaption, .figure-data, .figure-code, .figure-timeline, .from { display: none !important; }
      .embed { position: absolute; margin: 0; padding: 0; width: ${column}px; max-width: none; transform-origin: 0 0; }
      .figure { border: 0 !important; padding: 0 !important; }
      .figure figure { display: block !important; }`,
  });
  const height = await page.evaluate("document.querySelector('.figure figure').getBoundingClientRect().height");
  const { left, scale } = placeOf(height as number);
  await page.addStyleTag({
    content: `.embed { transform: translate(${left}px, ${margin}px) scale(${scale}); }`,
  });
  await page.evaluate("document.fonts.ready.then(() => {})");
  return page.screenshot({ type: "png" });
}

/** Where a figure of some height, laid out in its column, fits into the picture. */
export function placeOf(height: number): { left: number; scale: number } {
  const { width: w, height: h } = previewSize;
  const scale = Math.min((w - 2 * margin) / column, (h - 2 * margin) / height);
  return { left: (w - column * scale) / 2, scale };
}

/** The head of a page with another picture. */
export function withPreview(html: string, image: string): string {
  const meta = (property: string, content: string | number): [RegExp, string] => [
    new RegExp(`<meta property="${property}" content="[^"]*"`),
    `<meta property="${property}" content="${content}"`,
  ];
  const { width, height } = previewSize;
  return [meta("og:image", image), meta("og:image:width", width), meta("og:image:height", height)].reduce(
    (html, [old, now]) => html.replace(old, now),
    html,
  );
}

function nameIn(built: string, address: string, id: string): void {
  const image = `${address}previews/${id}.png`;
  const page = join(built, "embed", id, "index.html");
  writeFileSync(page, withPreview(readFileSync(page, "utf8"), image));
  const file = join(built, "oembed", `${id}.json`);
  const response = {
    ...(JSON.parse(readFileSync(file, "utf8")) as object),
    thumbnail_url: image,
    thumbnail_width: previewSize.width,
    thumbnail_height: previewSize.height,
  };
  writeFileSync(file, `${JSON.stringify(response, null, 2)}\n`);
}

/** A chapter shows its first figure. */
function nameInChapter(built: string, address: string, chapter: string): void {
  const page = join(built, "chapters", chapter, "index.html");
  if (!existsSync(page)) return;
  const html = readFileSync(page, "utf8");
  const id = firstFigure(html);
  if (id !== null) writeFileSync(page, withPreview(html, `${address}previews/${id}.png`));
}

/** The widget of the first figure of a page; `null` if there is none. */
export function firstFigure(html: string): string | null {
  return /"widget":"([a-z0-9-]+)"/.exec(html)?.[1] ?? null;
}
