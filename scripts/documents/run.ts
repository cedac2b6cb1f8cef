/**
 * @file `npm run documents`: what a reader takes along, made from the built site (`npm run build` comes first) and offered by it.
 * Pages have a place for the links, `<!--documents-->`, which is empty until the documents are there.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { builtChapters } from "./chapters.ts";
import { writePdfs } from "./pdf.ts";

const site = process.env.SITE_DIR ?? fileURLToPath(new URL("../../dist/", import.meta.url));
if (!existsSync(join(site, "index.html"))) throw new Error(`The site must be built first: ${site} has no index.html. Run \`npm run build\`.`);

const { version, released } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as { version: string; released: string };
const folder = join(site, "documents");
mkdirSync(folder, { recursive: true });

const chapters = builtChapters(site);
const address = new URL("../../", chapters[0].address).href;
const names = await writePdfs(site, folder, chapters, { site: "The V3 Companion", version, address, released });
offer(new URL(address).pathname);
console.log(`${names.length} documents in ${folder}`);

/** Puts links into the pages' places for them. */
function offer(root: string): void {
  for (const file of readdirSync(site, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith("index.html"))) {
    const path = join(site, file);
    const html = readFileSync(path, "utf8");
    if (!html.includes("<!--documents-->")) continue;
    const chapter = /chapters[/\\]([^/\\]+)[/\\]index\.html$/.exec(file)?.[1];
    const own = chapter === undefined ? "" : `This chapter as <a href="${root}documents/${chapter}.pdf">PDF</a>. `;
    const links = `${own}The whole as <a href="${root}documents/v3-companion.pdf">PDF</a>.`;
    writeFileSync(path, html.replace(/<!--documents-->(?:[\s\S]*?<!--\/documents-->)?/, `<!--documents-->${links}<!--/documents-->`));
  }
}
