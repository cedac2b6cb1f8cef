import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { renderTree } from "../../../src/notebook/display/html.ts";
import { readTree, unreadable } from "../../../src/notebook/display/read-tree.ts";
import type { DisplayTree } from "../../../src/notebook/display/tree.ts";
import { Inputs } from "../../../src/notebook/inputs.ts";

const meta = {
  tag: "meta",
  svg: false,
  children: [],
  attributes: [
    ["http-equiv", "refresh"],
    ["content", "0;url=http://x.org/"],
  ],
};

const whole: DisplayTree[] = [
  { kind: "text", text: "a" },
  { kind: "error", message: "m", line: 3 },
  {
    kind: "value",
    value: {
      type: "record",
      name: "",
      entries: [["a", { type: "list", name: "Set", items: [{ type: "number", text: "1" }], more: 2 }]],
      more: 0,
    },
  },
  { kind: "table", columns: [{ name: "a", numeric: true }], rows: [["1"]], total: 5 },
  {
    kind: "element",
    node: {
      tag: "svg",
      svg: true,
      attributes: [["width", "1"]],
      children: ["t", { tag: "g", svg: true, attributes: [], children: [] }],
    },
  },
  ...[
    Inputs.range([0, 1]),
    Inputs.range([0, 9], { step: 1, label: "L" }),
    Inputs.select(["a", "b"]),
    Inputs.checkbox(["a"], { value: ["a"] }),
    Inputs.toggle(),
    Inputs.text({ placeholder: "p" }),
    Inputs.button(),
  ].map(({ control }): DisplayTree => ({ kind: "control", view: 1, control })),
];

describe("readTree(raw)", () => {
  it("gives back what an engine makes", () => {
    for (const tree of whole) expect(readTree(JSON.parse(JSON.stringify(tree)))).toEqual(tree);
  });
  it.each([
    null,
    1,
    "x",
    [],
    {},
    { kind: "table" },
    { kind: "element", node: { tag: "div", svg: false } },
    { kind: "unknown" },
    { kind: "__proto__" },
    { kind: "control", control: { kind: "select" } },
    { kind: "control", view: -1, control: { kind: "toggle", label: "" } },
    { kind: "value", value: { type: "constructor", text: "" } },
  ])("says so where there is no output to show: %j", (raw) => expect(readTree(raw)).toEqual(unreadable));
  it("takes nothing for text that is none", () => {
    const control = readTree({ kind: "control", view: 0, control: { kind: "toggle", label: meta, value: "yes" } });
    expect(control).toEqual({ kind: "control", view: 0, control: { kind: "toggle", label: "", value: false } });
    expect(
      readTree({ kind: "control", view: 0, control: { kind: "select", label: "L", options: [meta, 1], value: 0 } }),
    ).toMatchObject({ control: { options: ["", "1"] } });
    expect(readTree({ kind: "value", value: { type: "number", text: meta } })).toEqual({
      kind: "value",
      value: { type: "number", text: "" },
    });
    expect(readTree({ kind: "table", columns: [{ name: meta }], rows: [[meta]], total: 1 })).toEqual({
      kind: "table",
      columns: [{ name: "", numeric: false }],
      rows: [[""]],
      total: 1,
    });
  });
  it("leaves out what has no place", () => {
    expect(readTree({ kind: "text", text: "a", node: meta, toJSON: 1 })).toEqual({ kind: "text", text: "a" });
  });

  // Put a hostile element anywhere into any output: what comes into the page has no tag and no attribute of it.
  it("lets no element through in place of a text", () => {
    const places: [DisplayTree, (string | number)[]][] = whole.flatMap((tree) =>
      paths(tree).map((path): [DisplayTree, (string | number)[]] => [tree, path]),
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...places),
        fc.constantFrom<unknown>(meta, [meta], { ...meta, tag: "iframe" }, { toString: "x" }),
        ([tree, path], hostile) => {
          const html = renderTree(readTree(replaced(tree, path, hostile)), "p");
          expect(html).not.toMatch(/<(?:meta|iframe)|http-equiv/);
        },
      ),
      { numRuns: 300 },
    );
  });
});

/** The ways to all that is in a value. */
function paths(value: unknown): (string | number)[][] {
  if (typeof value !== "object" || value === null) return [[]];
  return [[], ...Object.entries(value).flatMap(([key, one]) => paths(one).map((rest) => [key, ...rest]))];
}

function replaced(value: unknown, [key, ...rest]: readonly (string | number)[], by: unknown): unknown {
  if (key === undefined) return by;
  const copy = (Array.isArray(value) ? [...(value as unknown[])] : { ...(value as object) }) as Record<
    string | number,
    unknown
  >;
  copy[key] = replaced(copy[key], rest, by);
  return copy;
}
