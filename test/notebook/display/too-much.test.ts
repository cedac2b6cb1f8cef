import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { markup } from "../../../src/notebook/display/markup.ts";
import { expandedSize } from "../../../src/notebook/display/expanded-size.ts";
import { mostCharacters, mostElements } from "../../../src/notebook/display/room.ts";
import type { ElementNode } from "../../../src/notebook/display/tree.ts";
import { createReportReader } from "../../../src/notebook/sandbox/read-report.ts";

const svg = (tag: string, attributes: [string, string][], children: unknown[] = []) => ({
  tag,
  svg: true,
  attributes,
  children,
});

/** Pictures whose parts refer to each other, some levels of some parts each. */
const references = fc
  .record({
    levels: fc.integer({ min: 1, max: 7 }),
    width: fc.integer({ min: 1, max: 30 }),
    by: fc.constantFrom(
      ["use", "href", "g"],
      ["rect", "fill", "pattern"],
      ["path", "stroke", "pattern"],
      ["rect", "mask", "mask"],
      ["g", "clip-path", "clipPath"],
      ["path", "marker-mid", "marker"],
      ["g", "marker-end", "marker"],
    ),
  })
  .map(({ levels, width, by: [tag, attribute, holder] }) => {
    const to = (level: number) =>
      svg(tag, [
        [attribute, attribute === "href" ? `#l${level}` : `url(#l${level})`],
        ["d", "M0 0L1 1L2 2"],
      ]);
    const all = Array.from({ length: levels }, (_, level) =>
      svg(
        holder,
        [["id", `l${level}`]],
        level === 0 ? [svg("path", [["d", "M0 0L1 1"]])] : Array.from({ length: width }, () => to(level - 1)),
      ),
    );
    return { kind: "element", node: svg("svg", [], [...all, to(levels - 1)]) };
  });
/** Sizes of every order: most are small, so that 500 of them are soon done. */
const count = fc.integer({ min: 0, max: 14 }).map((power) => 2 ** power);
const length = fc.integer({ min: 0, max: 21 }).map((power) => 2 ** power);
const outputs: fc.Arbitrary<unknown[]> = fc.oneof(
  references.map((one) => [one]),
  count.map((n) => [
    {
      kind: "control",
      view: 0,
      control: { kind: "checkbox", label: "", options: Array.from({ length: n }, () => "x"), value: [] },
    },
  ]),
  fc.tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 0, max: 25 })).map(([tables, columns]) =>
    Array.from({ length: tables }, () => ({
      kind: "table",
      total: 1,
      columns: Array.from({ length: columns }, () => ({ name: "c", numeric: true })),
      rows: Array.from({ length: 100 }, () => Array.from({ length: columns }, () => "1")),
    })),
  ),
  length.map((n) => [{ kind: "text", text: "x".repeat(n) }]),
  length.map((n) => [{ kind: "error", message: "x".repeat(n) }]),
  count.map((n) => [
    {
      kind: "element",
      node: {
        tag: "div",
        svg: false,
        attributes: [],
        children: Array.from({ length: n }, () => ({ tag: "b", svg: false, attributes: [], children: [] })),
      },
    },
    { kind: "text", text: "x" },
  ]),
  count.map((n) => Array.from({ length: n }, () => ({ kind: "text", text: "x" }))),
  fc.integer({ min: 1, max: 5 }).map((depth) => {
    let value: unknown = { type: "number", text: "1" };
    for (let i = 0; i < depth; i++)
      value = { type: "list", name: "", items: Array.from({ length: 4 }, () => value), more: 0 };
    return [{ kind: "value", value }];
  }),
);

describe("outputs of any kind and size", () => {
  // What is built stays within what a page has room for: elements, characters, and what references expand to.
  it("come to what a page can take, 500 of them", () => {
    for (const raw of fc.sample(outputs, { numRuns: 500, seed: 1 })) {
      const report = createReportReader(() => true).read(
        JSON.stringify({ is: "displayed", id: "a", from: 0, outputs: raw }),
      );
      if (!report || !("outputs" in report)) continue; // too long to be read at all
      let elements = 0;
      let characters = 0;
      const add = (node: ElementNode): void => {
        elements++;
        for (const child of node.children)
          if (typeof child === "string") characters += child.length;
          else add(child);
      };
      for (const tree of report.outputs) {
        const built = markup(tree, "p");
        add(built);
        if (tree.kind === "element") expect(expandedSize(built, mostElements)).toBeLessThanOrEqual(mostElements + 1);
      }
      expect(elements).toBeLessThan(4 * mostElements);
      expect(characters).toBeLessThan(2 * mostCharacters);
    }
  }, 60_000);
});
