/** @file What a cell shows, as data: it crosses from the sandbox to the page, and is drawn there and at build time alike. */
import type { Control } from "../inputs.ts";

/** One output of a cell. */
export type DisplayTree =
  | { kind: "text"; text: string }
  | { kind: "value"; value: Inspected }
  | { kind: "error"; message: string; line?: number }
  | TableTree
  | { kind: "element"; node: ElementNode }
  /** A figure, drawn for a wide and for a narrow column. */
  | { kind: "figure"; wide: ElementNode; narrow: ElementNode }
  /** The `view`-th control of its cell, from 0. */
  | { kind: "control"; view: number; control: Control };

/** A list of objects. */
export type TableTree = {
  kind: "table";
  columns: { name: string; numeric: boolean }[];
  rows: string[][];
  /** Rows of the list: there may be more than are shown. */
  total: number;
};

/** A value as the inspector shows it. */
export type Inspected =
  | { type: "number" | "string" | "keyword" | "other"; text: string }
  /** Lists and objects; `name` is "" for plain ones. `more` counts what is left out. */
  | { type: "list"; name: string; items: Inspected[]; more: number }
  | { type: "record"; name: string; entries: [key: string, value: Inspected][]; more: number };

/** An element of the page or of a picture. */
export type ElementNode = {
  tag: string;
  /** Whether it belongs to SVG. */
  svg: boolean;
  attributes: [name: string, value: string][];
  children: (ElementNode | string)[];
};
