/** @file Display trees as HTML, when the site is built. `build.ts` makes the same elements in the page. */
import { markup } from "./markup.ts";
import type { DisplayTree, ElementNode } from "./tree.ts";

const empty = new Set(["br", "col", "hr", "input", "wbr"]);

/**
 * One output as HTML.
 *
 * @param place  begins every id; unique on the page
 */
export function renderTree(tree: DisplayTree, place = "output"): string {
  return html(markup(tree, place));
}

/** All outputs of a cell as HTML, each in the element that the live page replaces. */
export function renderOutputs(id: string, outputs: readonly DisplayTree[]): string {
  return outputs.map((tree, i) => `<div class="output" data-kind="${tree.kind}">${renderTree(tree, `${id}-${i}`)}</div>`).join("");
}

function html({ tag, attributes, children }: ElementNode): string {
  const open = `<${tag}${attributes.map(([name, value]) => ` ${name}="${escape(value).replaceAll('"', "&quot;")}"`).join("")}>`;
  if (empty.has(tag)) return open;
  // The parser drops a line end right after <pre>.
  const first = tag === "pre" && typeof children[0] === "string" && children[0].startsWith("\n") ? "\n" : "";
  return `${open}${first}${children.map((child) => (typeof child === "string" ? escape(child) : html(child))).join("")}</${tag}>`;
}

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
