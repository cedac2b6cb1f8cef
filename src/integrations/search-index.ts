/** @file Writes what the search knows, `search.json`, from the pages as they were built. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { AstroIntegration } from "astro";
import type { Entry, Place, SearchIndex } from "../search/entry.ts";
import { pageEntries } from "./page-entries.ts";

/** Folders whose pages are searched. */
const searched = [
  "chapters",
  "primer",
  "paths",
  "reference",
  "api",
  "report",
  "errata",
  "exercises",
  "figures",
  "scratch",
  "offline",
  "kept",
];

export function searchIndex(): AstroIntegration {
  return {
    name: "search-index",
    hooks: {
      "astro:build:done": ({ dir }) => {
        const folder = fileURLToPath(dir);
        writeFileSync(join(folder, "search.json"), JSON.stringify(indexOf(folder)));
      },
    },
  };
}

/** The index of a built site. */
function indexOf(folder: string): SearchIndex {
  const places: Place[] = [];
  const entries: Entry[] = [];
  for (const path of searched.flatMap((name) => pagesOf(folder, name))) {
    const page = pageEntries(readFileSync(join(folder, path, "index.html"), "utf8"));
    if (page.entries.length === 0) continue;
    const place = places.push({ title: page.title, path }) - 1;
    for (const { kind, anchor, title, text } of page.entries) entries.push([kind, place, anchor, title, text]);
  }
  return { places, entries };
}

/** Paths of the pages of a folder, with a slash at their ends, in one order on every machine. */
function pagesOf(folder: string, name: string): string[] {
  if (!existsSync(join(folder, name))) return [];
  const pages = readdirSync(join(folder, name), { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith("index.html"),
  );
  return pages
    .map((file) => `${name}/${file.replaceAll("\\", "/").replace(/index\.html$/, "")}`)
    .sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
}
