import { describe, expect, it } from "vitest";
import { allowedElement } from "../../../src/notebook/display/allow.ts";
import { expandedSize } from "../../../src/notebook/display/expanded-size.ts";
import { processorTime } from "../../processor-time.ts";
import type { ElementNode } from "../../../src/notebook/display/tree.ts";

const svg = (tag: string, attributes: Record<string, string> = {}, ...children: ElementNode[]): ElementNode => ({
  tag,
  svg: true,
  attributes: Object.entries(attributes),
  children,
});
const times = (count: number, make: (i: number) => ElementNode): ElementNode[] =>
  Array.from({ length: count }, (_, i) => make(i));

/** Five levels of ten elements, each of which refers to the level below: 10⁵ of the lowest. */
const levels: [
  string,
  (level: number, i: number) => ElementNode,
  (level: number, ...inside: ElementNode[]) => ElementNode,
][] = [
  [
    "use",
    (level) => svg("use", { href: `#l${level - 1}` }),
    (level, ...inside) => svg("g", { id: `l${level}` }, ...inside),
  ],
  [
    "pattern",
    (level) => svg("rect", { fill: `url(#l${level - 1})`, width: "9", height: "9" }),
    (level, ...inside) => svg("pattern", { id: `l${level}`, width: "1", height: "1" }, ...inside),
  ],
  [
    "stroke",
    (level) => svg("path", { stroke: `url(#l${level - 1})`, d: "M0 0L9 9" }),
    (level, ...inside) => svg("pattern", { id: `l${level}`, width: "1", height: "1" }, ...inside),
  ],
  [
    "mask",
    (level) => svg("rect", { mask: `url(#l${level - 1})`, width: "9", height: "9" }),
    (level, ...inside) => svg("mask", { id: `l${level}` }, ...inside),
  ],
  [
    "clip-path",
    (level) => svg("rect", { "clip-path": `url(#l${level - 1})`, width: "9", height: "9" }),
    (level, ...inside) => svg("clipPath", { id: `l${level}` }, ...inside),
  ],
  [
    "marker-end",
    (level) => svg("path", { "marker-end": `url(#l${level - 1})`, d: "M0 0L9 9" }),
    (level, ...inside) => svg("marker", { id: `l${level}` }, ...inside),
  ],
];
const bomb = ([, refer, hold]: (typeof levels)[number]): ElementNode =>
  svg(
    "svg",
    {},
    hold(0, svg("circle", { r: "1" })),
    ...times(5, (level) => hold(level + 1, ...times(10, (i) => refer(level + 1, i)))),
    refer(6, 0),
  );

describe("expandedSize(root, enough)", () => {
  it("is the number of elements, where nothing refers to anything", () => {
    expect(expandedSize(svg("svg", {}, svg("g", {}, svg("circle"), svg("circle"))), 100)).toBe(4);
  });
  it("counts what is used once for each use", () => {
    // svg, g and its circle, and for each of three uses: use, g, circle
    expect(
      expandedSize(
        svg("svg", {}, svg("g", { id: "a" }, svg("circle")), ...times(3, () => svg("use", { href: "#a" }))),
        100,
      ),
    ).toBe(3 + 3 * 3);
  });
  it("counts a marker once for each corner", () => {
    const line = svg("polyline", { "marker-mid": "url(#m)", points: "0,0 1,1 2,2" }); // 6 numbers, at most 6 corners
    expect(expandedSize(svg("svg", {}, svg("marker", { id: "m" }, svg("circle")), line), 100)).toBe(4 + 6 * 2);
  });
  it("counts what is handed down to each shape", () => {
    const pattern = svg("pattern", { id: "p" }, svg("rect"));
    // the pattern's rect is drawn for three circles; svg, pattern, rect, g, circles
    expect(
      expandedSize(svg("svg", {}, pattern, svg("g", { fill: "url(#p)" }, ...times(3, () => svg("circle")))), 100),
    ).toBe(4 + 3 + 3 * 2);
  });
  it("counts what a pattern takes from the elements around it", () => {
    const inner = svg("pattern", { id: "q" }, svg("rect", { fill: "none" }));
    const outer = svg("g", { fill: "url(#q)" }, svg("pattern", { id: "p" }, svg("rect")));
    const drawn = expandedSize(svg("svg", {}, inner, outer, svg("circle", { fill: "url(#p)" })), 100);
    // svg, q and its rect, g, p and its rect that draws q (2), circle that draws p (2) whose rect draws q (2)
    expect(drawn).toBe(6 + 2 + 1 + 2 + 2);
  });
  it("ends in a circle of references, and where it has counted enough", () => {
    expect(expandedSize(svg("svg", {}, svg("g", { id: "a" }, svg("use", { href: "#a" }))), 100)).toBe(4);
    for (const one of levels) {
      expect(expandedSize(bomb(one), 10_000)).toBeGreaterThan(10_000);
      expect(expandedSize(bomb(one), 10_000)).toBeLessThan(11_000); // what was open when it ended
    }
  });
});

describe("allowedElement(root, place)", () => {
  it.each(levels)("refuses sixty elements that ask for 100,000 by %s", (...one) => {
    // Not the 10⁵ that are asked for: milliseconds.
    expect(processorTime(() => expect(allowedElement(bomb(one), "p")).toBeNull())).toBeLessThan(1_000);
  });
  it("keeps one level of each", () => {
    for (const [, refer, hold] of levels)
      expect(allowedElement(svg("svg", {}, hold(0, svg("circle", { r: "1" })), refer(1, 0)), "p")).not.toBeNull();
  });
});
