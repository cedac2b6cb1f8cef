/** @file The chapters of a built site, as documents take them: prose, figures at rest and answers, without what wants a hand. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseHTML } from "linkedom";
import { nameFormulas } from "./pdf-formulas.ts";

export type PrintedChapter = {
  /** As in its address: "3.1-filling-the-pipeline". */
  id: string;
  /** "3.1 Filling the pipeline". */
  title: string;
  language: string;
  /** Address of the page on the site. */
  address: string;
  /** Style elements and links to style sheets, as HTML. */
  styles: readonly string[];
  /** What stands in `main`; ids begin with the chapter's, links lead within the document where they can, and else to the site. */
  html: string;
};

/** All chapters, in their order. @param folder  of the built site */
export function printedChapters(folder: string): PrintedChapter[] {
  const ids = readdirSync(join(folder, "chapters"))
    .filter((id) => /^\d/.test(id))
    .sort((a, b) => parseFloat(a) - parseFloat(b));
  return ids.map((id) => readChapter(folder, id, new Set(ids)));
}

function readChapter(folder: string, id: string, ids: ReadonlySet<string>): PrintedChapter {
  const { document } = parseHTML(readFileSync(join(folder, "chapters", id, "index.html"), "utf8"));
  const address = document.querySelector("link[rel=canonical]")!.getAttribute("href")!;
  const main = document.querySelector("main")!;
  const styles = [...document.querySelectorAll("style, link[rel=stylesheet]")].map((element) => element.outerHTML);
  for (const element of main.querySelectorAll(
    "script, noscript, style, link, .pager, .figure-presets, .figure-side, .figure-timeline, .figure-tools, .figure-code, .figure-data, .cell-tools, .notes, .mistake",
  ))
    element.remove();
  moveAnswers(document, main);
  nameFormulas(main);
  for (const element of [main, ...main.querySelectorAll("*")])
    for (const { name, value } of [...element.attributes]) {
      const placed = inDocument(name, value, { id, ids, address });
      if (placed !== value) element.setAttribute(name, placed);
    }
  const number = id.split("-")[0];
  return {
    id,
    title: `${number} ${main.querySelector("h1")!.textContent}`,
    language: document.documentElement.getAttribute("lang") ?? "en",
    address,
    styles,
    html: main.innerHTML,
  };
}

/** As `layouts/print.ts` does in a browser. */
function moveAnswers(document: Document, main: Element): void {
  const answers = main.querySelectorAll(".exercise > .solution");
  if (answers.length === 0) return;
  const section = document.createElement("section");
  section.className = "printed-answers";
  section.innerHTML = "<h2>Answers</h2><ol></ol>";
  main.append(section);
  for (const answer of answers) {
    const item = document.createElement("li");
    section.querySelector("ol")!.append(item);
    item.append(answer);
  }
}

type Place = { id: string; ids: ReadonlySet<string>; address: string };

/** The value of an attribute, for a document that holds several chapters. */
function inDocument(name: string, value: string, { id, ids, address }: Place): string {
  if (name === "id") return anchor(id, value);
  if (["for", "aria-labelledby", "aria-describedby", "aria-controls", "headers"].includes(name))
    return value
      .split(" ")
      .map((part) => anchor(id, part))
      .join(" ");
  if (name === "href") return linkInDocument(value, { id, ids, address });
  return value.replaceAll(/url\(#([^)]+)\)/g, (_, part: string) => `url(#${anchor(id, part)})`);
}

function linkInDocument(value: string, { id, ids, address }: Place): string {
  const target = new URL(value, address);
  const chapter =
    target.origin === new URL(address).origin && target.search === ""
      ? /\/chapters\/([^/]+)\/$/.exec(target.pathname)?.[1]
      : undefined;
  if (value.startsWith("#")) return `#${anchor(id, value.slice(1))}`;
  return chapter !== undefined && ids.has(chapter)
    ? `#${target.hash ? anchor(chapter, target.hash.slice(1)) : chapter}`
    : target.href;
}

function anchor(chapter: string, id: string): string {
  return `${chapter}--${id}`;
}
