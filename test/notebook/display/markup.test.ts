import { parseHTML } from "linkedom";
import * as Plot from "@observablehq/plot";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { showOutputs } from "../../../src/notebook/display/show.ts";
import { describe as describeValue } from "../../../src/notebook/display/describe.ts";
import { renderOutputs, renderTree } from "../../../src/notebook/display/html.ts";
import { placeOf } from "../../../src/notebook/display/markup.ts";
import { renderText } from "../../../src/notebook/display/text.ts";
import type { DisplayTree } from "../../../src/notebook/display/tree.ts";
import { Inputs } from "../../../src/notebook/inputs.ts";
import { plotFor } from "../../../src/notebook/plot.ts";

const { document } = parseHTML("<!doctype html><html><body></body></html>");
beforeAll(() => void Object.assign(globalThis, { document }));
afterAll(() => void Reflect.deleteProperty(globalThis, "document"));

const circular: Record<string, unknown> = { name: "me" };
circular.self = circular;
const { Plot: ownPlot, narrowDrawing } = plotFor(Plot, document);
const values: [string, unknown, string][] = [
  ["text", "two\nlines <b>", "two\nlines <b>"],
  ["a number", 37_552_297_472, "37552297472"],
  ["negative zero", -0, "-0"],
  ["a big integer", 2n ** 70n, "1180591620717411303424n"],
  ["nothing", undefined, "undefined"],
  ["a record", { a: 1, b: ["x", null, true], c: { d: -1.5 } }, '{a: 1, b: ["x", null, true], c: {d: -1.5}}'],
  ["a typed array", new Float32Array([1, 0.5]), "Float32Array [1, 0.5]"],
  ["a set", new Set([1, "a"]), 'Set [1, "a"]'],
  [
    "a map",
    new Map<unknown, unknown>([
      ["a", 1],
      [{ b: 1 }, 2],
    ]),
    "Map {a: 1, {… 1 more}: 2}",
  ],
  [
    "a function",
    function add(a: number, b: number) {
      return a + b;
    },
    "add(…)",
  ],
  ["a circle", circular, '{name: "me", self: (circular)}'],
  ["a date", new Date(0), "1970-01-01T00:00:00.000Z"],
  ["an error", new RangeError("x must be 1 (got 2)"), "RangeError: x must be 1 (got 2)"],
  [
    "a list of objects",
    [
      { a: 1, b: "x" },
      { a: 1234567.25, c: null },
    ],
    "a\tb\tc\n1\tx\t\n1,234,570\t\t–",
  ],
];

/** An element without the order of its attributes, which parsers do not keep. */
function shape(node: Node): unknown {
  if (node.nodeType === 3) return node.nodeValue;
  const element = node as Element;
  return [
    element.localName,
    [...element.attributes].map(({ name, value }) => `${name}=${value}`).sort(),
    joined([...element.childNodes].map(shape)),
  ];
}

/** Parsers cut texts where an entity stood, and have no empty ones. */
function joined(children: unknown[]): unknown[] {
  return children
    .filter((child) => child !== "")
    .reduce<unknown[]>((all, child) => {
      if (typeof child === "string" && typeof all.at(-1) === "string")
        return [...all.slice(0, -1), `${all.at(-1)}${child}`];
      return [...all, child];
    }, []);
}

describe("describe(value)", () => {
  it.each(values)("shows %s", (_, value, text) => {
    expect(renderText(describeValue(value))).toBe(text);
  });
  it("caps long lists, deep objects and long tables", () => {
    expect(renderText(describeValue(Array.from({ length: 250 }, () => 0)))).toBe(`[${"0, ".repeat(100)}… 150 more]`);
    expect(renderText(describeValue({ a: { b: { c: { d: { e: 1 } } } } }))).toBe("{a: {b: {c: {d: {… 1 more}}}}}");
    const table = describeValue(Array.from({ length: 1_000 }, (_, i) => ({ i })));
    expect(table).toMatchObject({ kind: "table", total: 1_000 });
    expect(renderText(table).split("\n")).toHaveLength(102); // head, 100 rows, the rest
    expect(renderTree(table)).toContain("<p>The first 100 of 1,000 rows.</p>");
  });
  it("survives what throws when it is looked at", () => {
    const value = {
      get bad(): number {
        throw new Error("no");
      },
    };
    expect(renderText(describeValue(value))).toBe("{bad: Error: no}");
  });
  it("draws figures of open width twice, others once", () => {
    const marks = [Plot.dot([{ x: 1 }], { x: "x", r: 2, clip: true })];
    const open = describeValue(ownPlot.plot({ marks }), narrowDrawing);
    expect(open).toMatchObject({ kind: "figure", wide: { tag: "svg" }, narrow: { tag: "svg" } });
    const html = renderTree(open, "cell-0");
    expect(html).toContain('viewBox="0 0 680');
    expect(html).toContain('viewBox="0 0 360');
    expect(html).not.toContain("<style");
    const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(describeValue(ownPlot.plot({ marks, width: 500 }), narrowDrawing).kind).toBe("element");
    expect(describeValue(ownPlot.dot([1]).plot(), narrowDrawing).kind).toBe("figure");
  });
});

/** What the page shows of one output, drawn to its end. */
function drawn(tree: DisplayTree): Element {
  const host = document.createElement("div");
  for (const _ of showOutputs(host, "p", [tree]));
  return host.firstElementChild!.firstElementChild!;
}

describe("showOutputs(host, id, outputs)", () => {
  const trees: [string, DisplayTree][] = [
    ...values.map(([name, value]): [string, DisplayTree] => [name, describeValue(value)]),
    ["a long record", describeValue(Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`key${i}`, i])))],
    ["a figure", describeValue(ownPlot.plot({ marks: [Plot.barY([1, 2, 3])], title: "A title" }), narrowDrawing)],
    ...[
      Inputs.range([0, 1], { label: "A <b>" }),
      Inputs.select(["a", "b"]),
      Inputs.checkbox(["a"], { value: ["a"] }),
      Inputs.toggle({ label: "T" }),
      Inputs.text({ value: '"' }),
      Inputs.button("Go"),
    ].map(({ control }): [string, DisplayTree] => [control.kind, { kind: "control", view: 0, control }]),
  ];
  it.each(trees)("makes in the page what renderTree makes at build time: %s", (_, tree) => {
    const { document: parsed } = parseHTML(
      `<!doctype html><html><body>${renderTree(tree, placeOf("p", 0))}</body></html>`,
    );
    expect(shape(drawn(tree))).toEqual(shape(parsed.body.firstElementChild!));
  });
  it.each([
    {},
    { kind: "table" },
    { kind: "element", node: { tag: "div", svg: false } },
    { kind: "unknown" },
    { kind: "control", control: { kind: "select" } },
  ])("says so if a tree is broken: %j", (tree) => {
    expect(drawn(tree as unknown as DisplayTree).textContent).toBe("This output cannot be shown.");
  });
  it("builds no more than 500 elements at a time, and the rest of a hundred; a large output is seen while it grows, a smaller one when it is whole", () => {
    const list = (items: number): DisplayTree => ({
      kind: "element",
      node: {
        tag: "ul",
        svg: false,
        attributes: [],
        children: Array.from({ length: items }, () => ({ tag: "li", svg: false, attributes: [], children: ["x"] })),
      },
    });
    const host = document.createElement("div");
    const seen: [built: number, inPage: number][] = [];
    for (const built of showOutputs(host, "p", [list(600), list(3_000)]))
      seen.push([Math.floor(built), host.querySelectorAll("li").length]);
    // An item and its text are two: the first list is whole in the third piece, in which the other one begins.
    expect(Math.max(...seen.map(([built]) => built))).toBeLessThanOrEqual(603);
    expect(seen.slice(0, 2).map(([, inPage]) => inPage)).toEqual([0, 0]);
    expect(seen[2][1]).toBeGreaterThan(600);
    expect(host.querySelectorAll("li").length).toBe(3_600);
  });
  it("leaves what is there already", () => {
    const host = document.createElement("div");
    const [same, other]: DisplayTree[] = [
      { kind: "text", text: "same" },
      { kind: "text", text: "other" },
    ];
    for (const _ of showOutputs(host, "p", [same, same]));
    const [first, second] = host.children;
    for (const _ of showOutputs(host, "p", [same, other, same]));
    expect([...host.children].map((child) => child.textContent)).toEqual(["same", "other", "same"]);
    expect([host.children[0] === first, host.children[1] === second]).toEqual([true, false]);
    for (const _ of showOutputs(host, "p", [same]));
    expect([...host.children]).toEqual([first]);
  });
});

describe("renderOutputs(id, outputs)", () => {
  it("wraps each output", () => {
    expect(renderOutputs("a", [{ kind: "text", text: "x" }])).toBe(
      '<div class="output" data-kind="text"><p class="output-text">x</p></div>',
    );
  });
});
