/** @file Display trees as HTML, when the site is built. `show.ts` makes the same elements in the page. */
import { controlKey } from "./control-markup.ts";
import { requireOwn, type OwnElement } from "./element.ts";
import { markup, placeOf } from "./markup.ts";
import type { DisplayTree } from "./tree.ts";

const empty = new Set(["br", "col", "hr", "input", "wbr"]);

/**
 * One output as HTML.
 *
 * @param place  begins every id; unique on the page
 */
export function renderTree(tree: DisplayTree, place = "output"): string {
  return renderElement(markup(tree, place));
}

/** All outputs of a cell as HTML, each in the element that the live page replaces. */
export function renderOutputs(id: string, outputs: readonly DisplayTree[]): string {
  return outputs
    .map(
      (tree, i) =>
        `<div class="output" data-kind="${tree.kind}"${tree.kind === "control" ? ` data-control="${attribute(controlKey(tree))}"` : ""}>${renderTree(tree, placeOf(id, i))}</div>`,
    )
    .join("");
}

/**
 * An element as HTML.
 *
 * @throws TypeError unless our own code has made `node`
 */
export function renderElement(node: OwnElement): string {
  requireOwn(node);
  const { tag, attributes, children } = node;
  const open = `<${tag}${attributes.map(([name, value]) => ` ${name}="${attribute(value)}"`).join("")}>`;
  if (empty.has(tag)) return open;
  // The parser drops a line end right after <pre>.
  const first = tag === "pre" && typeof children[0] === "string" && children[0].startsWith("\n") ? "\n" : "";
  return `${open}${first}${children.map((child) => (typeof child === "string" ? escape(child) : renderElement(child))).join("")}</${tag}>`;
}

function attribute(value: string): string {
  return escape(value).replaceAll('"', "&quot;");
}

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
