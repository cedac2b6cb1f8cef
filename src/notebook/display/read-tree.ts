/**
 * @file What a worker says is an output, as one: a copy that has the shape of a display tree and nothing else. Text is
 * text, numbers are numbers, and what has no place is left out.
 */
import type { Control } from "../inputs.ts";
import type { DisplayTree, ElementNode, Inspected } from "./tree.ts";

/** Inspected values are never deeper, elements no deeper than they are shown. */
const mostDepth = 8;
const mostElementDepth = 210;

/** Stands for what cannot be shown. */
export const unreadable: DisplayTree = { kind: "text", text: "This output cannot be shown." };

/** The tree that `raw` is; one that says so if it is none. Never throws. */
export function readTree(raw: unknown): DisplayTree {
  try {
    return tree(raw);
  } catch {
    return unreadable;
  }
}

function tree(raw: unknown): DisplayTree {
  const given = record(raw);
  switch (given.kind) {
    case "text":
      return { kind: "text", text: text(given.text) };
    case "value":
      return { kind: "value", value: inspected(given.value, 0) };
    case "error": {
      const line = given.line === undefined ? undefined : whole(given.line);
      return { kind: "error", message: text(given.message), ...(line !== undefined && { line }) };
    }
    case "table":
      return {
        kind: "table",
        columns: list(given.columns).map((column) => ({
          name: text(record(column).name),
          numeric: record(column).numeric === true,
        })),
        rows: list(given.rows).map((row) => list(row).map(text)),
        total: whole(given.total),
      };
    case "element":
      return { kind: "element", node: elementNode(given.node, 0) };
    case "figure":
      return { kind: "figure", wide: elementNode(given.wide, 0), narrow: elementNode(given.narrow, 0) };
    case "control":
      return { kind: "control", view: whole(given.view), control: control(given.control) };
    default:
      throw new TypeError("no such kind of output");
  }
}

function inspected(raw: unknown, depth: number): Inspected {
  const given = record(raw);
  if (depth > mostDepth) throw new TypeError("too deep");
  switch (given.type) {
    case "number":
    case "string":
    case "keyword":
    case "other":
      return { type: given.type, text: text(given.text) };
    case "list":
      return {
        type: "list",
        name: text(given.name),
        items: list(given.items).map((item) => inspected(item, depth + 1)),
        more: whole(given.more),
      };
    case "record":
      return {
        type: "record",
        name: text(given.name),
        entries: list(given.entries).map((entry) => [text(list(entry)[0]), inspected(list(entry)[1], depth + 1)]),
        more: whole(given.more),
      };
    default:
      throw new TypeError("no such type of value");
  }
}

function elementNode(raw: unknown, depth: number): ElementNode {
  const given = record(raw);
  if (typeof given.tag !== "string") throw new TypeError("an element has a name");
  return {
    tag: given.tag,
    svg: given.svg === true,
    attributes: list(given.attributes).map((pair) => [text(list(pair)[0]), text(list(pair)[1])]),
    children:
      depth >= mostElementDepth
        ? []
        : list(given.children).map((child) =>
            typeof child === "object" ? elementNode(child, depth + 1) : text(child),
          ),
  };
}

function control(raw: unknown): Control {
  const given = record(raw);
  const label = text(given.label);
  const options = (): string[] => list(given.options).map(text);
  switch (given.kind) {
    case "range":
      return {
        kind: "range",
        label,
        min: number(given.min),
        max: number(given.max),
        step: given.step === null ? null : number(given.step),
        value: number(given.value),
      };
    case "select":
      return { kind: "select", label, options: options(), value: whole(given.value) };
    case "checkbox":
      return { kind: "checkbox", label, options: options(), value: list(given.value).map(whole) };
    case "toggle":
      return { kind: "toggle", label, value: given.value === true };
    case "text":
      return { kind: "text", label, placeholder: text(given.placeholder), value: text(given.value) };
    case "button":
      return { kind: "button", label, value: whole(given.value) };
    default:
      throw new TypeError("no such kind of control");
  }
}

function record(raw: unknown): Record<string, unknown> {
  if (typeof raw !== "object" || raw === null || Array.isArray(raw)) throw new TypeError("no record");
  return raw as Record<string, unknown>;
}

function list(raw: unknown): unknown[] {
  if (!Array.isArray(raw)) throw new TypeError("no list");
  return raw;
}

/** Text as text; of a thing that is none, nothing. */
function text(raw: unknown): string {
  return typeof raw === "string" ? raw : typeof raw === "number" || typeof raw === "boolean" ? String(raw) : "";
}

function number(raw: unknown): number {
  if (typeof raw !== "number" || !Number.isFinite(raw)) throw new TypeError("no number");
  return raw;
}

function whole(raw: unknown): number {
  if (!Number.isSafeInteger(raw) || (raw as number) < 0) throw new TypeError("no count");
  return raw as number;
}
