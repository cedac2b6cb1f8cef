/**
 * @file Two renderings of a view, for a wide and for a narrow column, as one: what is the same stands there once, what
 * differs twice, and CSS shows the one that fits (`only-wide`, `only-narrow`). For the build; a worker draws one width.
 */
type Element = { tag: string; attributes: string; children: Node[] | null; html: string };
type Node = Element | string;

const token = /<(\/?)([^\s/>]+)((?:[^>"]|"[^"]*")*?)(\/?)>|[^<]+/g;
/** Elements of HTML without an end. */
const isVoid = /^(?:area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr)$/;
/** What is one picture or formula, and what no element may be put around. */
const isWhole = /^(?:svg|math|canvas|select)$/;

/**
 * One element of two.
 *
 * @throws Error if one of them is none or several: the page replaces one element at a time; or if an element is not closed,
 *   as `renderToString` never leaves it
 */
export function mergeWidths(wide: string, narrow: string): string {
  const [a, b] = [wide, narrow].map((html) => {
    const nodes = parse(html);
    if (nodes.length !== 1) throw new Error(`each part of a view must be one element (got ${nodes.length})`);
    return nodes[0];
  });
  if (wide === narrow) return wide;
  return isAlike(a, b) ? mergeNode(a, b) : `<div>${mergeNode(a, b)}</div>`;
}

function mergeNodes(wide: readonly Node[], narrow: readonly Node[]): string {
  if (wide.length === narrow.length) return wide.map((node, i) => mergeNode(node, narrow[i])).join("");
  return [...wide.map((node) => only("wide", node)), ...narrow.map((node) => only("narrow", node))].join("");
}

function mergeNode(wide: Node, narrow: Node): string {
  if (htmlOf(wide) === htmlOf(narrow)) return htmlOf(wide);
  if (isAlike(wide, narrow)) {
    const [a, b] = [wide as Element, narrow as Element];
    return `<${a.tag}${a.attributes}>${mergeNodes(a.children!, b.children!)}</${a.tag}>`;
  }
  return only("wide", wide) + only("narrow", narrow);
}

/** Whether two nodes differ at most in what they hold. */
function isAlike(wide: Node, narrow: Node): boolean {
  if (typeof wide === "string" || typeof narrow === "string" || !wide.children || !narrow.children) return false;
  return wide.tag === narrow.tag && wide.attributes === narrow.attributes && !isWhole.test(wide.tag);
}

function only(width: "wide" | "narrow", node: Node): string {
  const name = `only-${width}`;
  if (typeof node === "string") return `<span class="${name}">${node}</span>`;
  const own = / class="([^"]*)"/.exec(node.attributes);
  const attributes = own
    ? node.attributes.replace(own[0], ` class="${own[1]} ${name}"`)
    : `${node.attributes} class="${name}"`;
  return `<${node.tag}${attributes}${node.html.slice(1 + node.tag.length + node.attributes.length)}`;
}

function htmlOf(node: Node): string {
  return typeof node === "string" ? node : node.html;
}

/** Reads what `renderToString` and `SvgElement` write: elements that are all closed, attributes in double quotes. */
function parse(html: string): Node[] {
  const top: Node[] = [];
  const open: (Element & { children: Node[]; begin: number })[] = [];
  for (const { 0: whole, 1: end, 2: tag, 3: attributes, 4: closed, index } of html.matchAll(token)) {
    const siblings = open.at(-1)?.children ?? top;
    if (tag === undefined) siblings.push(whole);
    else if (end) {
      const element = open.pop();
      if (element?.tag !== tag) throw new Error(`markup must close what it opens (got </${tag}> in <${element?.tag}>)`);
      element.html = html.slice(element.begin, index + whole.length);
    } else if (closed || isVoid.test(tag)) siblings.push({ tag, attributes, children: null, html: whole });
    else {
      const element = { tag, attributes, children: [], html: "", begin: index };
      siblings.push(element);
      open.push(element);
    }
  }
  if (open.length > 0) throw new Error(`markup must close what it opens (got <${open[0].tag}>)`);
  return top;
}
