/** @file The whole companion as a book, EPUB 3: chapters with their figures at rest, the glossary, symbols and references. */
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { zipSync, type Zippable } from "fflate";
import { parseHTML } from "linkedom";
import { escaped, lightColors, validId, withoutActs, xhtml, type Book } from "./xhtml.ts";

const day = new Date("2026-01-01T12:00:00");

type Part = { file: string; title: string; path: string };

const sheet = `body { line-height: 1.45; }
h1 small { display: block; font-weight: normal; font-size: 0.6em; }
pre { white-space: pre-wrap; font-size: 0.8em; }
svg { max-width: 100%; height: auto; }
table { border-collapse: collapse; font-size: 0.85em; }
th, td { border-bottom: 1px solid #dcd8cd; padding: 0.2em 0.5em; text-align: left; vertical-align: top; }
.figure-title, .readout dt { font-weight: bold; }
.figure-caption, figcaption { font-size: 0.85em; }
.figure, .cell { border-top: 1px solid #8b867a; padding: 0.5em 0; margin: 1em 0; }
`;

/**
 * @param built  folder of the built site
 * @param file  the book's
 * @param about  what the book says of itself: the address is that of the site on the network
 */
export function makeEpub(
  built: string,
  file: string,
  about: { title: string; authors: string; version: string; released: string; address: string },
): void {
  const root = new URL(about.address).pathname;
  const parts: Part[] = [
    ...readdirSync(join(built, "chapters"))
      .sort((a, b) => a.localeCompare(b, "en", { numeric: true }))
      .map((id) => ({ path: `chapters/${id}/` })),
    ...["glossary", "symbols", "works"].map((id) => ({ path: `reference/${id}/` })),
  ].map(({ path }) => ({ path, file: `${validId(path.split("/")[1])}.xhtml`, title: "" }));
  const colors = lightColors(readFileSync(new URL("../styles/tokens.css", import.meta.url), "utf8"));
  const files: Zippable = { mimetype: [new TextEncoder().encode("application/epub+zip"), { level: 0, mtime: day }] };
  const add = (name: string, text: string): void =>
    void (files[name] = [new TextEncoder().encode(text), { level: 9, mtime: day }]);
  const documents = parts.map((part) =>
    parseHTML(readFileSync(join(built, part.path, "index.html"), "utf8")).document.querySelector("main")!,
  );
  const ids = new Map(
    parts.map((part, i) => [part.path, new Set([...documents[i].querySelectorAll("[id]")].map(({ id }) => id))]),
  );

  const properties = parts.map((part, i) => {
    const main = documents[i];
    withoutActs(main);
    const kept = new Set([...main.querySelectorAll("[id]")].map(({ id }) => id));
    ids.set(part.path, kept);
    const number = /^Chapter (\S+)/.exec(main.querySelector(".chapter-number")?.textContent ?? "")?.[1];
    part.title = [number, main.querySelector("h1")!.textContent!.trim()].filter(Boolean).join(" ");
    return { math: main.querySelector("math") !== null, svg: main.querySelector("svg") !== null };
  });
  parts.forEach((part, i) => {
    const book: Book = { colors, link: (address) => linkOf(address, part) };
    add(
      `EPUB/${part.file}`,
      page(part.title, [...documents[i].childNodes].map((child) => xhtml(child, book)).join("")),
    );
  });

  function linkOf(address: string, from: Part): string {
    const target = new URL(address, `book://site${root}${from.path}`);
    if (target.protocol !== "book:" || !target.pathname.startsWith(root)) return target.href;
    const path = target.pathname.slice(root.length);
    const part = parts.find((one) => one.path === path);
    // A state of a figure is one of the site.
    if (!part || target.search) return about.address + path + target.search + target.hash;
    const id = decodeURIComponent(target.hash.slice(1));
    return part.file + (ids.get(path)!.has(id) ? `#${validId(id)}` : "");
  }

  const items = parts.map(
    ({ file }, i) =>
      `<item id="part-${i + 1}" href="${file}" media-type="application/xhtml+xml"${propertiesOf(properties[i])}/>`,
  );
  add(
    "META-INF/container.xml",
    `<?xml version="1.0" encoding="utf-8"?>\n<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles></container>\n`,
  );
  add("EPUB/book.css", sheet);
  add(
    "EPUB/title.xhtml",
    page(
      about.title,
      `<h1>${escaped(about.title)}</h1><p>A companion to the DeepSeek-V3 Technical Report. Version ${about.version}, ${about.released}.</p><p>Figures stand at rest here. <a href="${about.address}">On the site</a> they move, cells run, and numbers say where they are from. Text and figures CC BY 4.0.</p>`,
    ),
  );
  add(
    "EPUB/contents.xhtml",
    page(
      "Contents",
      `<nav epub:type="toc" id="toc"><h1>Contents</h1><ol>${parts.map(({ file, title }) => `<li><a href="${file}">${escaped(title)}</a></li>`).join("")}</ol></nav>`,
    ),
  );
  add(
    "EPUB/package.opf",
    `<?xml version="1.0" encoding="utf-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="en">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier id="id">${about.address}#${about.version}</dc:identifier>
<dc:title>${escaped(about.title)}</dc:title>
<dc:creator>${escaped(about.authors)}</dc:creator>
<dc:language>en</dc:language>
<dc:date>${about.released}</dc:date>
<dc:rights>CC BY 4.0</dc:rights>
<dc:source>https://arxiv.org/abs/2412.19437</dc:source>
<meta property="dcterms:modified">${about.released}T00:00:00Z</meta>
</metadata>
<manifest>
<item id="contents" href="contents.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="title" href="title.xhtml" media-type="application/xhtml+xml"/>
<item id="sheet" href="book.css" media-type="text/css"/>
${items.join("\n")}
</manifest>
<spine><itemref idref="title"/><itemref idref="contents"/>${parts.map((_, i) => `<itemref idref="part-${i + 1}"/>`).join("")}</spine>
</package>
`,
  );
  writeFileSync(file, zipSync(files));
}

function propertiesOf({ math, svg }: { math: boolean; svg: boolean }): string {
  const names = [math && "mathml", svg && "svg"].filter(Boolean);
  return names.length > 0 ? ` properties="${names.join(" ")}"` : "";
}

function page(title: string, body: string): string {
  return `<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="en" xml:lang="en">
<head><title>${escaped(title)}</title><link rel="stylesheet" href="book.css"/></head>
<body>${body}</body>
</html>
`;
}
