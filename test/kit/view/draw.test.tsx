/** Charts are drawn in a small document of our own; linkedom's, with all of the DOM, is the reference. */
import * as Plot from "@observablehq/plot";
import { describe, expect, it } from "vitest";
import type { ChartRequest } from "../../../src/kit/view/chart.tsx";
import { drawer } from "../../../src/kit/view/draw.ts";
import { SvgDocument } from "../../../src/kit/view/svg-document.ts";

const one = (options: ChartRequest["options"], more: Partial<ChartRequest> = {}): string =>
  drawer("sample", "wide").chart({ label: "One", options, ...more }, {});

describe("drawer(idPrefix, widths)", () => {
  it("refuses two charts with one label", () => {
    const draw = drawer("sample", "wide");
    const request: ChartRequest = { label: "One", options: () => ({ marks: [] }) };
    draw.chart(request, {});
    expect(() => draw.chart(request, {})).toThrow('charts of a figure must differ in their labels (got "One" twice)');
  });
  it("gives ids that depend on the place alone", () => {
    const clipped: ChartRequest = {
      label: "Clipped",
      options: () => ({ clip: true, marks: [Plot.dot([[1, 2]]), Plot.frame()] }),
    };
    const html = (width: "wide" | "narrow"): string => drawer("sample", width).chart(clipped, {});
    expect(html("wide")).toBe(html("wide"));
    expect(html("wide")).toContain('id="sample-1w-0"');
    expect(html("narrow")).toContain('clip-path="url(#sample-1n-0)"');
  });
  it("keeps the label of y off its uppermost tick, which may stand at the very top", () => {
    const html = one(() => ({ y: { label: "GPUs", domain: [0, 4] }, marks: [Plot.dot([[1, 4]])] }));
    const top = (text: RegExp): number =>
      Number(new RegExp(`translate\\([-\\d.]+,([-\\d.]+)\\)"[^>]*>${text.source}<`).exec(html)![1]);
    // The middle of the tick's text, and the top of the label's, of 12 pixels each.
    expect(top(/4\.0/) - 6 - (top(/↑ GPUs/) + 12)).toBeGreaterThan(3);
  });
  it("tells labels of names with hyphens from those of numbers", () => {
    const html = one(() => ({ marks: [Plot.dot([{ row: "MMLU-Pro", x: -3 }], { x: "x", y: "row" })] }));
    expect(html).toContain('data-part="y-axis tick label of names"');
    expect(html).toContain('data-part="x-axis tick label"');
  });
  it("gives each named tick of a logarithm its label", () => {
    const ticks = [5, 10, 20, 50, 100, 200, 500];
    const html = one(() => ({
      x: { type: "log", domain: [3, 1000], ticks, tickFormat: (value: number) => `${value} t/s` },
      marks: [Plot.dot([10], { x: (value: number) => value })],
    }));
    expect([...html.matchAll(/<text[^>]*>([^<]+) t\/s</g)].map(([, text]) => Number(text))).toEqual(ticks);
  });
  it("rounds coordinates, and no text", () => {
    const html = one(() => ({
      x: { domain: [0, 0.005], ticks: 5 },
      marks: [
        Plot.dot([1 / 3], { x: (value: number) => value / 100 }),
        Plot.text(["0.123456"], { frameAnchor: "middle" }),
      ],
    }));
    expect([...html.matchAll(/<text[^>]*>([^<]*)</g)].map(([, text]) => text)).toEqual([
      "0.000",
      "0.001",
      "0.002",
      "0.003",
      "0.004",
      "0.005",
      "0.123456",
    ]);
    expect(html).not.toMatch(/(?:cx|transform|\bd)="[^"]*\.\d{3,}/);
  });
  it.each([
    ["Plot's legend (color.legend): put a <Legend> below it", () => ({ color: { legend: true }, marks: [] })],
    [
      "Plot's option tip: every chart answers to a hover already; <Chart tips={(row) => …}> says it in other words",
      () => ({ marks: [Plot.dot([[1, 2]], { tip: true })] }),
    ],
    [
      "Plot's tip: every chart answers to a hover already; <Chart tips={(row) => …}> says it in other words",
      () => ({ marks: [Plot.tip([[1, 2]])] }),
    ],
    [
      "Plot's raster: draw cells with Plot.rect or Plot.cell, or use <HeatMap>",
      () => ({ marks: [Plot.raster([1, 2, 3, 4], { width: 2, height: 2 })] }),
    ],
    [
      "Plot's title: the figure has title and caption; other texts are elements of the view",
      () => ({ title: "Title", marks: [] }),
    ],
  ] as [string, ChartRequest["options"]][])("says what a chart cannot have: %s", (message, options) => {
    expect(() => one(options)).toThrow(`chart "One" cannot have ${message}`);
  });
  it("says of what else a chart cannot have that it needs a page, and in which chart", () => {
    expect(() =>
      one(() => ({
        marks: [
          Plot.crosshair(
            [
              [1, 2],
              [2, 3],
            ],
            { x: "0", y: "1" },
          ),
        ],
      })),
    ).toThrow(
      'chart "One": Plot\'s pointer and crosshair need a page, which is not where charts are drawn; every chart answers to a hover already',
    );
    expect(() =>
      one(() => ({
        marks: [Plot.image([[1, 2]], { src: () => null }), Plot.raster([1, 2, 3, 4], { width: 2, height: 2 })],
      })),
    ).toThrow('chart "One"');
  });
  it("puts a line at the parameter that is scrubbed", () => {
    const html = drawer("sample", "wide").chart(
      {
        label: "One",
        scrub: "step",
        options: () => ({ marginLeft: 40, marginRight: 40, x: { domain: [0, 40] }, marks: [Plot.lineY([1, 2])] }),
      },
      { step: 10 },
    );
    // A quarter of 680 − 2 × 40 pixels.
    expect(html).toContain("--at:0.2500;--start:40px;--span:600px");
    expect(() => one(() => ({ x: { domain: ["a", "b"] }, marks: [Plot.dotX(["a"])] }), { scrub: "step" })).toThrow(
      'chart "One": scrub needs numbers on the x axis',
    );
  });
});

describe("SvgDocument", () => {
  it("moves what already has a place, and puts it before what it is told", () => {
    const document = new SvgDocument();
    const element = (name: string) => document.createElementNS("http://www.w3.org/2000/svg", name);
    const [from, to, child, other] = ["g", "svg", "path", "rect"].map(element);
    from.appendChild(child);
    to.appendChild(other);
    to.insertBefore(child, other);
    expect([from.outerHTML, to.outerHTML]).toEqual(["<g/>", "<svg><path/><rect/></svg>"]);
    expect(child.parentNode).toBe(to);
    to.append("text", child);
    expect(to.outerHTML).toBe("<svg><rect/>text<path/></svg>");
    to.removeChild(other);
    expect([to.outerHTML, other.parentNode]).toEqual(["<svg>text<path/></svg>", null]);
    expect(() => to.insertBefore(other, from)).toThrow(new RangeError("next must be a child of <svg>"));
  });
  it("escapes what it writes", () => {
    const element = new SvgDocument().createElementNS("http://www.w3.org/2000/svg", "text");
    element.setAttribute("title", '<"&');
    element.textContent = "a < b & c";
    expect(element.outerHTML).toBe('<text title="<&quot;&amp;">a &lt; b &amp; c</text>');
  });
});
