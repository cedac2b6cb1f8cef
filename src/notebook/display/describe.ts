/** @file From a value that a cell displays to a tree of plain data. */
import { formatCell } from "../../kit/view/format-cell.ts";
import { Input } from "../inputs.ts";
import { inspect, shortened } from "./inspect.ts";
import type { DisplayTree, ElementNode, TableTree } from "./tree.ts";

/** Rows and columns of a table that are shown. */
const mostRows = 100;
const mostColumns = 20;
/** Text of one output, in UTF-16 units. */
const mostText = 20_000;
/** Elements and texts of one picture. */
const mostNodes = 20_000;

/** Gives the drawing of a figure for a narrow column, if `element` is a figure whose width was left open. */
export type NarrowDrawing = (element: Element) => Element | null;

/** What is shown of `value`. Never throws: a value may refuse to be looked at. */
export function describe(value: unknown, narrowDrawing?: NarrowDrawing): DisplayTree {
  try {
    return described(value, narrowDrawing);
  } catch {
    return { kind: "text", text: "This value cannot be shown: it throws when it is looked at." };
  }
}

function described(value: unknown, narrowDrawing: NarrowDrawing = () => null): DisplayTree {
  if (typeof value === "string")
    return {
      kind: "text",
      text:
        value.length > mostText ? `${value.slice(0, mostText)}… (${value.length - mostText} more characters)` : value,
    };
  if (isNode(value)) return describeNode(value, narrowDrawing);
  if (value instanceof Error) return { kind: "error", message: shortened(`${value.name}: ${value.message}`) };
  if (value instanceof Input) return { kind: "text", text: "An input: view(…) makes it a control." };
  return tableOf(value) ?? { kind: "value", value: inspect(value) };
}

/** A list of plain objects as a table; null if `value` is none. */
function tableOf(value: unknown): TableTree | null {
  if (!Array.isArray(value) || value.length === 0 || !value.every(isPlainObject)) return null;
  const names = new Set<string>();
  for (const row of value.slice(0, mostRows)) for (const name of Object.keys(row)) names.add(name);
  if (names.size === 0) return null;
  const columns = [...names].slice(0, mostColumns);
  const rows = value.slice(0, mostRows) as Record<string, unknown>[];
  return {
    kind: "table",
    columns: columns.map((name) => ({
      name: shortened(name),
      numeric: rows.every((row) => typeof row[name] === "number" || row[name] == null),
    })),
    rows: rows.map((row) => columns.map((name) => cellText(row[name]))),
    total: value.length,
  };
}

function cellText(value: unknown): string {
  if (value === undefined) return "";
  if (value === null || typeof value === "number" || typeof value === "boolean") return formatCell(value, {});
  if (typeof value === "string") return shortened(value);
  const inspected = inspect(value, 3);
  return "text" in inspected
    ? inspected.text
    : inspected.type === "list"
      ? `${inspected.name || "list"} of ${inspected.items.length + inspected.more}`
      : inspected.name || "object";
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null || isNode(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

const elementType = 1;
const textType = 3;
const fragmentType = 11;

function isNode(value: unknown): value is Node {
  return (
    typeof value === "object" && value !== null && typeof (value as Node).nodeType === "number" && "childNodes" in value
  );
}

function describeNode(node: Node, narrowDrawing: NarrowDrawing): DisplayTree {
  if (node.nodeType === textType) return { kind: "text", text: String(node.nodeValue) };
  if (node.nodeType === fragmentType)
    return {
      kind: "element",
      node: { tag: "div", svg: false, attributes: [], children: childrenOf(node, { left: mostNodes }) },
    };
  if (node.nodeType !== elementType) return { kind: "value", value: inspect(node.nodeName) };
  const wide = elementOf(node as Element, { left: mostNodes });
  const narrow = narrowDrawing(node as Element);
  return narrow
    ? { kind: "figure", wide, narrow: elementOf(narrow, { left: mostNodes }) }
    : { kind: "element", node: wide };
}

/** Attributes whose numbers are places in a picture: a thousandth of a pixel is enough of them. */
const geometry = new Set("cx cy d height points r rx ry transform width x x1 x2 y y1 y2".split(" "));

function rounded(value: string): string {
  return value.replace(/-?\d+\.\d{4,}(?:e-?\d+)?/g, (number) => String(Number(Number(number).toFixed(3))));
}

function elementOf(element: Element, budget: { left: number }, inPicture = false): ElementNode {
  // What is parsed from text inside a picture carries no namespace here.
  const svg = inPicture || element.namespaceURI === "http://www.w3.org/2000/svg" || "ownerSVGElement" in element;
  return {
    tag: String(element.localName),
    svg,
    attributes: [...element.attributes].map(({ name, value }) => [
      String(name),
      geometry.has(name) ? rounded(String(value)) : String(value),
    ]),
    children: childrenOf(element, budget, svg),
  };
}

function childrenOf(node: Node, budget: { left: number }, inPicture = false): (ElementNode | string)[] {
  const children: (ElementNode | string)[] = [];
  for (const child of node.childNodes) {
    if (--budget.left < 0) break;
    if (child.nodeType === textType) children.push(String(child.nodeValue));
    else if (child.nodeType === elementType) children.push(elementOf(child as Element, budget, inPicture));
  }
  return children;
}
