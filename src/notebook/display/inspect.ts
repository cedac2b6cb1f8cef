/** @file A value as the inspector shows it: capped in width, depth and length, and never running what it looks at for long. */
import type { Inspected } from "./tree.ts";

const mostItems = 100;
const mostDepth = 4;
const mostCharacters = 2_000;

/** What can be seen of `value`. */
export function inspect(value: unknown, depth = 0, above: readonly object[] = []): Inspected {
  switch (typeof value) {
    case "number":
      return { type: "number", text: Object.is(value, -0) ? "-0" : String(value) };
    case "bigint":
      return { type: "number", text: `${shortened(String(value))}n` };
    case "string":
      return { type: "string", text: JSON.stringify(shortened(value)) };
    case "boolean":
    case "undefined":
      return { type: "keyword", text: String(value) };
    case "symbol":
      return { type: "other", text: String(value) };
    case "function":
      return {
        type: "other",
        text: /^class\b/.test(Function.prototype.toString.call(value))
          ? `class ${value.name}`
          : `${value.name || "function"}(${"…".repeat(Math.min(1, value.length))})`,
      };
  }
  if (value === null) return { type: "keyword", text: "null" };
  if (value instanceof Date)
    return { type: "other", text: Number.isNaN(value.valueOf()) ? "Invalid Date" : value.toISOString() };
  if (value instanceof RegExp) return { type: "other", text: shortened(String(value)) };
  if (value instanceof Error) return { type: "other", text: shortened(`${value.name}: ${value.message}`) };
  if (value instanceof Promise || value instanceof WeakMap || value instanceof WeakSet)
    return { type: "other", text: nameOf(value) };
  if (above.includes(value!)) return { type: "other", text: "(circular)" };
  return inspectObject(value!, depth, [...above, value!]);
}

function inspectObject(value: object, depth: number, above: readonly object[]): Inspected {
  const inner = (one: unknown): Inspected => inspect(one, depth + 1, above);
  const room = depth < mostDepth ? mostItems : 0;
  if (Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView))) {
    const list = value as ArrayLike<unknown>;
    const shown = Math.min(list.length, room);
    return {
      type: "list",
      name: Array.isArray(value) ? "" : nameOf(value),
      items: Array.from({ length: shown }, (_, i) => inner(list[i])),
      more: list.length - shown,
    };
  }
  if (value instanceof Set) {
    return {
      type: "list",
      name: "Set",
      items: [...take(value, room)].map(inner),
      more: Math.max(0, value.size - room),
    };
  }
  if (value instanceof Map) {
    return {
      type: "record",
      name: "Map",
      entries: [...take(value, room)].map(([key, one]) => [keyText(key), inner(one)]),
      more: Math.max(0, value.size - room),
    };
  }
  const keys = Object.keys(value);
  return {
    type: "record",
    name: nameOf(value) === "Object" ? "" : nameOf(value),
    entries: keys.slice(0, room).map((key) => [keyText(key), inner(property(value, key))]),
    more: Math.max(0, keys.length - room),
  };
}

/** The inspected value on one line: `{a: 1, b: [1, 2, … 98 more]}`. */
export function inspectedText(value: Inspected): string {
  const more = (count: number, some: boolean): string => (count > 0 ? `${some ? ", " : ""}… ${count} more` : "");
  switch (value.type) {
    case "list":
      return `${value.name && `${value.name} `}[${value.items.map(inspectedText).join(", ")}${more(value.more, value.items.length > 0)}]`;
    case "record":
      return `${value.name && `${value.name} `}{${value.entries.map(([key, one]) => `${inspectedKey(key)}: ${inspectedText(one)}`).join(", ")}${more(value.more, value.entries.length > 0)}}`;
    default:
      return value.text;
  }
}

/** A key as it could stand in code. */
export function inspectedKey(key: string): string {
  return /^(?:[\w$]+|[[{].*)$/.test(key) ? key : JSON.stringify(key);
}

function property(value: object, key: string): unknown {
  try {
    return (value as Record<string, unknown>)[key];
  } catch (error) {
    return error;
  }
}

function nameOf(value: object): string {
  const prototype = Object.getPrototypeOf(value) as { constructor?: unknown } | null;
  const maker = prototype?.constructor;
  return typeof maker === "function" && typeof maker.name === "string" && maker.name ? shortened(maker.name) : "Object"; // a class may have a static `name`
}

function keyText(key: unknown): string {
  return typeof key === "string" ? shortened(key) : inspectedText(inspect(key, mostDepth));
}

export function shortened(text: string): string {
  return text.length <= mostCharacters
    ? text
    : `${text.slice(0, mostCharacters)}… (${text.length - mostCharacters} more characters)`;
}

function* take<T>(items: Iterable<T>, count: number): Generator<T> {
  let left = count;
  for (const item of items) {
    if (left-- <= 0) return;
    yield item;
  }
}
