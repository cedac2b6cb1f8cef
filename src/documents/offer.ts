/**
 * @file Offers documents for download: copies them into the built site, and puts links into its pages. Pages have a place for
 * them, `<!--documents-->`, which is empty until there is something to link to.
 */
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * @param built  folder of the built site
 * @param output  folder of the documents
 * @param names  of those to offer: PDFs of chapters by their ids, and what holds the whole
 * @param root  path of the site: "/"
 */
export function offerDocuments(built: string, output: string, names: readonly string[], root: string): void {
  mkdirSync(join(built, "documents"), { recursive: true });
  for (const name of names) copyFileSync(join(output, name), join(built, "documents", name));
  for (const file of readdirSync(built, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith("index.html"),
  )) {
    const path = join(built, file);
    const html = readFileSync(path, "utf8");
    if (!html.includes(place)) continue;
    const chapter = /chapters[/\\]([^/\\]+)[/\\]index\.html$/.exec(file)?.[1];
    writeFileSync(path, withLinks(html, linksTo(names, root, chapter)));
  }
}

const place = "<!--documents-->";
const end = "<!--/documents-->";

/** The page with these links in its place for them, and none of those that stood there. */
export function withLinks(html: string, links: string): string {
  const [before, after] = html.split(place, 2);
  return before + place + links + end + after.slice(after.includes(end) ? after.indexOf(end) + end.length : 0);
}

/** "This chapter as PDF. The whole as PDF, EPUB, ZIP with live figures." */
export function linksTo(names: readonly string[], root: string, chapter?: string): string {
  const link = (name: string, text: string): string => `<a href="${root}documents/${name}" download>${text}</a>`;
  const own =
    chapter !== undefined && names.includes(`${chapter}.pdf`)
      ? `This chapter as ${link(`${chapter}.pdf`, "PDF")}. `
      : "";
  const whole = (
    [
      ["v3-companion.pdf", "PDF"],
      ["v3-companion.epub", "EPUB"],
      ["v3-companion-classroom.zip", "folder with live figures"],
    ] as const
  )
    .filter(([name]) => names.includes(name))
    .map(([name, text]) => link(name, text));
  return own + (whole.length > 0 ? `The whole as ${whole.join(", ")}.` : "");
}
