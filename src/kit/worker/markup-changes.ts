/**
 * @file What differs between two renderings of one element, found in their markup: the worker looks for it, so that the
 * page need not parse, compare or drop anything that stays (`page/apply-changes.ts` is the other side).
 *
 * Nodes are numbered in the order in which they begin, elements and texts alike; 0 is the element itself.
 */

/** One difference. Numbers are those of the older rendering; an `inside` comes after all else that it replaces. */
export type Change =
  | readonly [kind: "text", node: number, text: string]
  /** `null`: it has the attribute no more. */
  | readonly [kind: "attribute", node: number, name: string, value: string | null]
  /** Everything inside of an element is another. */
  | readonly [kind: "inside", node: number, html: string];

export type MarkupElement = {
  number: number;
  tag: string;
  /** As written. */
  attributes: string;
  children: readonly MarkupNode[];
  /** Markup of the children. */
  inside: string;
};

type MarkupNode = MarkupElement | { number: number; text: string };

const token = /<(\/?)([^\s/>]+)((?:[^>"]|"[^"]*")*?)(\/?)>|[^<]+/g;
/** Elements of HTML without an end. */
const isVoid = /^(?:area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr)$/;

/**
 * Reads what `renderToString` and `SvgElement` write: elements that are all closed, attributes in double quotes.
 *
 * @throws Error if it is not one element, from beginning to end
 */
export function parseMarkup(html: string): MarkupElement {
  type Open = Omit<MarkupElement, "children" | "inside"> & { children: MarkupNode[]; inside: string; begin: number };
  const top: MarkupNode[] = [];
  const open: Open[] = [];
  let count = 0;
  for (const { 0: whole, 1: end, 2: tag, 3: attributes, 4: closed, index } of html.matchAll(token)) {
    const siblings = open.at(-1)?.children ?? top;
    if (tag === undefined) {
      siblings.push({ number: count++, text: whole });
    } else if (end) {
      const element = open.pop();
      if (element?.tag !== tag) throw new Error(`markup must close what it opens (got </${tag}> in <${element?.tag}>)`);
      element.inside = html.slice(element.begin, index);
    } else {
      const element: Open = { number: count++, tag, attributes, children: [], inside: "", begin: index + whole.length };
      siblings.push(element);
      if (!closed && !isVoid.test(tag)) open.push(element);
    }
  }
  if (open.length > 0 || top.length !== 1 || !("tag" in top[0])) throw new Error(`markup must be one element (got "${html.slice(0, 40)}")`);
  return top[0];
}

/**
 * What makes one element another.
 *
 * @returns in the order in which to do it; `null` if it is an element of another kind, and must be replaced
 */
export function markupChanges(from: MarkupElement, to: MarkupElement): Change[] | null {
  if (from.tag !== to.tag) return null;
  const changes: Change[] = [];
  const insides: Change[] = [];
  compare(from, to, changes, insides);
  return [...changes, ...insides];
}

function compare(from: MarkupElement, to: MarkupElement, changes: Change[], insides: Change[]): void {
  if (from.attributes !== to.attributes) compareAttributes(from, to, changes);
  if (from.inside === to.inside) return;
  if (from.children.length !== to.children.length || from.children.some((child, i) => !isAlike(child, to.children[i]))) {
    insides.push(["inside", from.number, to.inside]);
    return;
  }
  for (const [i, child] of from.children.entries()) {
    const other = to.children[i];
    if ("tag" in child) compare(child, other as MarkupElement, changes, insides);
    else if (child.text !== (other as typeof child).text) changes.push(["text", child.number, decoded((other as typeof child).text)]);
  }
}

function isAlike(a: MarkupNode, b: MarkupNode): boolean {
  return ("tag" in a ? a.tag : null) === ("tag" in b ? b.tag : null);
}

function compareAttributes(from: MarkupElement, to: MarkupElement, changes: Change[]): void {
  const [before, after] = [from, to].map(({ attributes }) => new Map([...attributes.matchAll(/([^\s=]+)(?:="([^"]*)")?/g)].map(([, name, value]) => [name, value ?? ""])));
  for (const name of before.keys()) if (!after.has(name)) changes.push(["attribute", from.number, name, null]);
  for (const [name, value] of after) if (before.get(name) !== value) changes.push(["attribute", from.number, name, decoded(value)]);
}

const characters: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"' };

function decoded(text: string): string {
  return text.includes("&") ? text.replace(/&(amp|lt|gt|quot);/g, (_, name: string) => characters[name]) : text;
}
