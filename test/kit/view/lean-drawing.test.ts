import * as Plot from "@observablehq/plot";
import { describe, expect, it } from "vitest";
import { makeLean } from "../../../src/kit/view/lean-drawing.ts";
import { SvgDocument, type SvgElement } from "../../../src/kit/view/svg-document.ts";

const document = new SvgDocument();

function element(tag: string, attributes: Record<string, string>, ...children: SvgElement[]): SvgElement {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

function lean(group: Record<string, string>, ...marks: SvgElement[]): string {
  // A second mark, or the group would give its attributes to one that is left.
  const svg = element("svg", {}, element("g", group, ...marks, element("text", {})), element("text", {}));
  svg.children[0].children.at(-1)!.textContent = "text";
  makeLean(svg);
  return svg.children[0].children
    .slice(0, -1)
    .map((mark) => mark.outerHTML)
    .join("");
}

describe("makeLean(svg)", () => {
  it("draws the ticks of an axis as one path, each where its translation puts it", () => {
    const ticks = [10, 20].map((x) => element("path", { transform: `translate(${x},5)`, d: "M0,0L0,6" }));
    expect(lean({ fill: "none", stroke: "currentColor", "data-part": "x-axis tick" }, ...ticks)).toBe(
      '<path d="M10,5l0,6M20,5l0,6"/>',
    );
  });
  it("draws faint lines of a grid as one path, since they do not touch", () => {
    const lines = [10, 20].map((y) => element("line", { x1: "0", x2: "9", y1: String(y), y2: String(y) }));
    expect(lean({ stroke: "currentColor", "stroke-opacity": "0.1", "data-part": "y-grid" }, ...lines)).toBe(
      '<path fill="none" d="M0,10L9,10M0,20L9,20"/>',
    );
  });
  it("draws neighbors of one color as one path, and leaves their order", () => {
    const bars = ["red", "red", "blue", "red"].map((fill, i) =>
      element("rect", { x: String(i), y: "0", width: "1", height: "2", fill }),
    );
    expect(lean({}, ...bars)).toBe(
      '<path fill="red" d="M0,0h1v2h-1zM1,0h1v2h-1z"/><rect x="2" y="0" width="1" height="2" fill="blue"/><rect x="3" y="0" width="1" height="2" fill="red"/>',
    );
  });
  it("draws dots as circles of two arcs", () => {
    const dots = [5, 9].map((cx) => element("circle", { cx: String(cx), cy: "4", r: "1" }));
    expect(lean({ fill: "red" }, ...dots)).toBe(
      '<path d="M4,4a1,1 0 1 0 2,0a1,1 0 1 0 -2,0zM8,4a1,1 0 1 0 2,0a1,1 0 1 0 -2,0z"/>',
    );
  });
  it.each([
    ["see-through marks, which are darker where they overlap", { "fill-opacity": "0.5" }, "rect"],
    ["marks with an outline, which covers the mark below", { fill: "red", stroke: "white" }, "rect"],
    ["filled curves, which may turn different ways", { fill: "red" }, "path"],
  ])("leaves %s", (_, group, tag) => {
    const marks = [1, 2].map((at) =>
      element(tag, tag === "path" ? { d: `M0,0L${at},1L0,1z` } : { x: String(at), y: "0", width: "2", height: "2" }),
    );
    expect(lean(group as unknown as Record<string, string>, ...marks)).toBe(
      marks.map((mark) => mark.outerHTML).join(""),
    );
  });
  it("gives what a group of one says to that one, and moves it as far", () => {
    const svg = element(
      "svg",
      {},
      element(
        "g",
        { "clip-path": "url(#a)" },
        element(
          "g",
          { stroke: "red", transform: "translate(1,2)" },
          element("path", { d: "M0,0L1,1", transform: "translate(3.5,4)" }),
        ),
      ),
      element("g", {}),
    );
    makeLean(svg);
    expect(svg.outerHTML).toBe(
      '<svg><g clip-path="url(#a)"><path d="M0,0L1,1" transform="translate(4.5,6)" stroke="red"/></g></svg>',
    );
  });
  it("drops what Plot writes for ticks without a label", () => {
    const svg = Plot.plot({
      x: { type: "log", domain: [1, 1e6] },
      marks: [Plot.axisX()],
      document: document as unknown as Document,
    }) as unknown as SvgElement;
    makeLean(svg);
    const all = [...svg.descendants()];
    expect(all.filter(({ tagName }) => tagName === "text").map(({ textContent }) => textContent)).toEqual([
      "1",
      "10",
      "100",
      "1k",
      "10k",
      "100k",
      "1M",
    ]);
    expect(all.filter(({ tagName }) => tagName === "path").length).toBe(1);
  });
});
