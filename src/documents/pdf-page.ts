/** @file A page to print: one chapter, or all of them behind a title and a table of contents, each with its own running head. */
import type { PrintedChapter } from "./printed-chapters.ts";

export type Edition = { site: string; version: string; address: string; released: string };

export function pageToPrint(
  title: string,
  chapters: readonly PrintedChapter[],
  { site, version, address, released }: Edition,
): string {
  // On paper no text moves: faces are waited for.
  const styles = [...new Set(chapters.flatMap((chapter) => chapter.styles))].map((style) =>
    style.replaceAll(/font-display:\s*(?:optional|fallback|swap)/g, "font-display:block"),
  );
  const pages = chapters.map(
    ({ title }, i) =>
      `@page chapter-${i} { @top-right { content: ${JSON.stringify(title)}; } } .chapter-${i} { page: chapter-${i}; }`,
  );
  const isWhole = chapters.length > 1;
  const front = `<header class="front"><p class="front-title">${escape(site)}</p><p>An interactive companion to the DeepSeek-V3 Technical Report. Version ${escape(version)}, ${escape(released)}.</p><p>${escape(address)}</p><nav aria-label="Contents"><ol>${chapters.map(({ id, title }) => `<li><a href="#${id}">${escape(title)}</a></li>`).join("")}</ol></nav></header>`;
  return `<!doctype html>
<html lang="${chapters[0].language}" class="own-faces" style='--running-site: ${quote(`${site} ${version}`)}; --running-page: ""'>
<head><meta charset="utf-8"><title>${escape(title)}</title>${styles.join("")}
<style>${pages.join("\n")}
main + main { break-before: page; }
/* Addresses are printed of what lies elsewhere, not of the states and pages of this site. */
.prose a[href^=${JSON.stringify(address)}]::after { content: none !important; }
.front { break-after: page; }
.front-title { font: 600 2.4rem/1.2 var(--sans); margin: 4rem 0 1rem; }
.front ol { list-style: none; padding: 0; }
</style></head>
<body>${isWhole ? front : ""}${chapters.map(({ id, html }, i) => `<main class="prose chapter-${i}" id="${id}">${html}</main>`).join("")}</body>
</html>`;
}

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}

/** A string of CSS in an attribute that stands in single quotes. */
function quote(text: string): string {
  return JSON.stringify(text).replaceAll("'", "&#39;");
}
