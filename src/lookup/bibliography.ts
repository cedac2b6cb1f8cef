/** @file The works that chapters cite, formatted as at the end of a chapter. Build time only. */
import { readFileSync } from "node:fs";
import { toHtml } from "hast-util-to-html";
import { toText } from "hast-util-to-text";
import rehypeCitation from "rehype-citation";
import { visit } from "unist-util-visit";
import { VFile } from "vfile";
import type { Element, Root } from "hast";

/** One work: its key in `content/references.bib`, its entry as HTML, and what a text calls it: "Su et al., 2021". */
export type Work = { key: string; html: string; name: string };

type Options = { bibliography: string; path: string; csl: string; noCite: string[] };

/** The plugin of the chapters, called by itself: on a text without citations it makes the list alone. */
const format = rehypeCitation as unknown as (options: Options) => (tree: Root, file: VFile) => Promise<unknown>;

const bibliographyFile = "content/references.bib";

/** Every work, in the order of the list. */
export async function works(): Promise<Work[]> {
  const tree: Root = { type: "root", children: [] };
  await format({ bibliography: bibliographyFile, path: process.cwd(), csl: "apa", noCite: ["@*"] })(
    tree,
    new VFile(""),
  );
  const found: Work[] = [];
  visit(tree, "element", (node: Element) => {
    const id = String(node.properties.id ?? "");
    if (!id.startsWith("bib-")) return;
    found.push({
      key: keyOf(id.slice("bib-".length)),
      name: nameOf(toText(node)),
      html: toHtml(node.children).replace(
        /https?:\/\/[^\s<]*[^\s<.,]/g,
        (address) => `<a href="${address}">${address}</a>`,
      ),
    });
  });
  if (found.length !== keys().length)
    throw new Error(`The list of references must have ${keys().length} works (got ${found.length}).`);
  return found;
}

/** Authors and year, from an entry: "Brown, N. J. L., & Heathers, J. A. J. (2017). …" is "Brown & Heathers, 2017". */
function nameOf(entry: string): string {
  const [, authors, year] = /^(.*?)\s*\((\d{4}[a-z]?)/.exec(entry)!;
  const names = authors.split(/(?<=\.), (?:& )?/).map((author) => author.split(",")[0].replace(/\.$/, ""));
  return `${names.length > 2 || names[1] === "others" ? `${names[0]} et al.` : names.join(" & ")}, ${year}`;
}

export function bibliographyText(): string {
  return readFileSync(bibliographyFile, "utf8");
}

function keys(): string[] {
  return [...bibliographyText().matchAll(/^@\w+\{\s*([^,\s]+)\s*,/gm)].map(([, key]) => key);
}

/** Ids of entries are in small letters. */
function keyOf(id: string): string {
  return keys().find((key) => key.toLowerCase() === id.toLowerCase()) ?? id;
}
