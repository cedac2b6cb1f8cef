/** @file What the outputs of one run of a cell may take of a page: counted in the sandbox, and again before anything is built. */
import type { DisplayTree, ElementNode, Inspected } from "./tree.ts";

export const mostOutputs = 100;
/** Elements and texts of all outputs of a run. */
export const mostElements = 10_000;
/** Characters of all outputs of a run, those of attributes included. */
export const mostCharacters = 1_000_000;

/** What an output takes, at least. */
export type Cost = { elements: number; characters: number };

export type Room = {
  /** The output that `make` gives, if there is room for it, which is then taken; null if not, which is counted. */
  take(make: () => DisplayTree): DisplayTree | null;
  /** One sentence on what did not fit; null if all did. */
  note(): DisplayTree | null;
};

/**
 * The room of one run of a cell.
 *
 * @param notes  what was counted once and is counted again has notes among its outputs: there is room for so many
 */
export function createRoom(notes = 0): Room {
  const most = {
    outputs: mostOutputs + notes,
    elements: mostElements + 2 * notes,
    characters: mostCharacters + 500 * notes,
  };
  const taken = { outputs: 0, elements: 0, characters: 0 };
  const leftOut = { outputs: 0, elements: 0, characters: 0 };
  return {
    take(make) {
      // What comes after that is no longer made: a loop may display without end.
      if (taken.outputs + leftOut.outputs >= most.outputs) {
        leftOut.outputs++;
        return null;
      }
      const tree = make();
      const { elements, characters } = costOf(tree);
      const fits = taken.elements + elements <= most.elements && taken.characters + characters <= most.characters;
      const count = fits ? taken : leftOut;
      count.outputs++;
      count.elements += elements;
      count.characters += characters;
      return fits ? tree : null;
    },
    note() {
      if (leftOut.outputs === 0) return null;
      const count = (n: number): string => n.toLocaleString("en-US");
      const what =
        leftOut.outputs === 1
          ? "1 more output, which is not shown"
          : `${count(leftOut.outputs)} more outputs, which are not shown`;
      const size =
        leftOut.elements === 0
          ? ""
          : ` A cell shows up to ${count(mostElements)} elements and ${count(mostCharacters)} characters; these have ${count(leftOut.elements)} and ${count(leftOut.characters)} or more.`;
      return { kind: "text", text: `… and ${what}.${size}` };
    },
  };
}

const known = new WeakMap<DisplayTree, Cost>();

/** What `tree` takes of a page. */
export function costOf(tree: DisplayTree): Cost {
  const cost = known.get(tree) ?? count(tree);
  known.set(tree, cost);
  return cost;
}

function count(tree: DisplayTree): Cost {
  const cost: Cost = { elements: 1, characters: 0 };
  const text = (value: string): void => {
    cost.elements++;
    cost.characters += value.length;
  };
  const value = (one: Inspected): void => {
    if (one.type === "list" || one.type === "record") {
      text(one.name);
      for (const entry of one.type === "list" ? one.items : one.entries) {
        if (Array.isArray(entry)) text(entry[0]);
        value(Array.isArray(entry) ? entry[1] : entry);
      }
    } else text(one.text);
  };
  const element = (node: ElementNode): void => {
    cost.elements++;
    for (const [, written] of node.attributes) cost.characters += written.length;
    for (const child of node.children)
      if (typeof child === "string") text(child);
      else element(child);
  };
  switch (tree.kind) {
    case "text":
      text(tree.text);
      break;
    case "error":
      text(tree.message);
      break;
    case "value":
      value(tree.value);
      break;
    case "table":
      for (const { name } of tree.columns) text(name);
      for (const row of tree.rows) for (const one of row) text(one);
      break;
    case "element":
      element(tree.node);
      break;
    case "figure":
      element(tree.wide);
      element(tree.narrow);
      break;
    case "control":
      text(tree.control.label);
      if ("options" in tree.control) for (const option of tree.control.options) text(option);
      break;
  }
  return cost;
}
