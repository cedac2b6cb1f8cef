/** @file What the search finds on a built page: sections, figures, cells and claims of chapters and of the primer, and what reference pages list. */
import { parseHTML } from "linkedom";
import type { Kind } from "../search/entry.ts";
import { formula, readableText } from "./readable-text.ts";

export type PageEntry = { kind: Kind; anchor: string; title: string; text: string };

/** @param html  a page as it was built */
export function pageEntries(html: string): { title: string; entries: PageEntry[] } {
  const { document } = parseHTML(html);
  const main = document.querySelector("main")!;
  const heading = main.querySelector("h1")!;
  const number = /^Chapter (\S+)/.exec(main.querySelector(".chapter-number")?.textContent ?? "")?.[1];
  const title = [number, readableText(heading)].filter(Boolean).join(" ");
  const about = document.querySelector("meta[name=description]")?.getAttribute("content") ?? "";
  return {
    title,
    entries: main.querySelector(".chapter-head")
      ? [...ofChapter(main, title)]
      : [{ kind: "section", anchor: "", title, text: about }, ...ofReference(main)],
  };
}

function* ofChapter(main: Element, title: string): Generator<PageEntry> {
  for (const figure of main.querySelectorAll(".figure[data-figure]")) {
    const head = figure.querySelector(".figure-title")!;
    const said = [".figure-summary", ".figure-caption", "figcaption"]
      .flatMap((part) => [...figure.querySelectorAll(part)])
      .map(readableText);
    yield { kind: "figure", anchor: figure.id, title: readableText(head), text: [...new Set(said)].join(" ") };
  }
  for (const cell of main.querySelectorAll(".cell[data-cell]")) {
    yield {
      kind: "cell",
      anchor: cell.id,
      title: cell.getAttribute("data-cell")!,
      text: cell.querySelector("code")!.textContent!.replace(/\s+/g, " "),
    };
  }
  for (const row of main.querySelectorAll("tr[id^='claim-']")) {
    const [claim, where, printed, found, verdict] = [...row.children].map((cell) =>
      [...cell.childNodes]
        .filter((node) => (node as Element).localName !== "code")
        .map((node) => (node.nodeType === 1 ? readableText(node as Element) : node.textContent))
        .join(" ")
        .trim(),
    );
    yield {
      kind: "claim",
      anchor: row.id,
      title: row.querySelector("a")!.textContent!,
      text: `${claim.slice(row.querySelector("a")!.textContent!.length).trim()} ${where}, printed ${printed}, found ${found}: ${verdict}`.trim(),
    };
  }
  for (const away of main.querySelectorAll(".figure, .cell, .ledger, .told, .cite-this, .pager")) away.remove();
  yield* sections(main, title);
}

/** The text between two headings. */
function* sections(main: Element, title: string): Generator<PageEntry> {
  let section: PageEntry = { kind: "section", anchor: "", title, text: "" };
  for (const child of main.children) {
    if (child.matches(".chapter-head")) {
      section.text = readableText(child.querySelector(".chapter-summary")!);
    } else if (child.localName === "h2") {
      if (section.text) yield section;
      section = { kind: "section", anchor: child.id, title: readableText(child), text: "" };
    } else {
      section.text = `${section.text} ${readableText(child)}`.trim();
    }
  }
  if (section.text) yield section;
}

function* ofReference(main: Element): Generator<PageEntry> {
  // How a number or an export is called, and where it stands, is shown on its page.
  for (const away of main.querySelectorAll("details > pre, pre[data-example], .from, .origin")) away.remove();
  for (const found of main.querySelectorAll("[data-found]")) {
    const kind = found.getAttribute("data-found") as Kind;
    const [head, ...rest] = [...found.children];
    const math = kind === "symbol" ? head.querySelector("math") : null;
    yield {
      kind,
      anchor: found.id || (head.id ?? ""),
      title: math ? formula(math) : readableText(head),
      text: rest.map(readableText).join(" · "),
    };
  }
}
