/** Charts are drawn in a small document of our own; linkedom's, with all of the DOM, is the reference. */
import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";
import { renderToString } from "preact-render-to-string";
import { describe, expect, it } from "vitest";
import { widgets } from "../../../src/components/figures/registry.ts";
import { Drawing, type ChartOptions } from "../../../src/kit/view/chart.tsx";
import { drawer } from "../../../src/kit/view/draw.ts";
import { SvgDocument } from "../../../src/kit/view/svg-document.ts";
import { presetValues } from "../../../src/kit/declare/widget.ts";

const { document } = parseHTML("<!doctype html><html><body></body></html>");

describe.each(widgets.map((widget) => [widget.id, widget] as const))("drawer(idPrefix, widths): %s", (id, widget) => {
  it.each(Object.keys(widget.presets))("draws %s as Plot does in linkedom", (preset) => {
    const values = presetValues(widget, preset);
    const charts: [string, ChartOptions][] = [];
    renderToString(<Drawing.Provider value={(label, options) => (charts.push([label, options]), "")}>{widget.view(widget.compute(values, () => {}), { values, id })}</Drawing.Provider>);
    expect(charts.length).toBeGreaterThan(0);
    for (const width of ["wide", "narrow"] as const) {
      const draw = drawer(id, width);
      for (const [label, options] of charts) {
        const size = width === "wide" ? { width: 680, narrow: false } : { width: 360, narrow: true };
        const reference = Plot.plot({ marginBottom: 42, ...options(size), width: size.width, className: "plot", document: document as unknown as Document });
        const host = document.createElement("div");
        host.innerHTML = draw(label, options);
        expect(shape(host.firstElementChild!)).toEqual(shape(reference));
      }
    }
  });
});

/** An element without the names that the kit gives, coordinates to two decimals. */
function shape(element: Element): unknown {
  const given = ["id", "role", "aria-label", "data-part", "clip-path", "xmlns", "xmlns:xlink"];
  const attributes = [...element.attributes].filter(({ name }) => !given.includes(name)).map(({ name, value }) => `${name}=${rounded(value)}`).sort();
  const children = [...element.childNodes].filter((child) => (child as Element).tagName?.toLowerCase() !== "style");
  return [element.tagName.toLowerCase(), attributes, children.map((child) => (child.nodeType === 3 ? rounded(child.textContent!) : shape(child as Element)))];
}

function rounded(text: string): string {
  return text.replace(/\d+\.\d{3,}/g, (digits) => String(Number(Number(digits).toFixed(2))));
}

describe("drawer(idPrefix, widths)", () => {
  it("refuses two charts with one label", () => {
    const draw = drawer("sample", "wide");
    draw("One", () => ({ marks: [] }));
    expect(() => draw("One", () => ({ marks: [] }))).toThrow('charts of a figure must differ in their labels (got "One" twice)');
  });
  it("gives ids that depend on the place alone", () => {
    const clipped: ChartOptions = () => ({ clip: true, marks: [Plot.dot([[1, 2]]), Plot.frame()] });
    const html = (): string => drawer("sample", "both")("Clipped", clipped);
    expect(html()).toBe(html());
    expect(html()).toContain('id="sample-1w-0"');
    expect(html()).toContain('clip-path="url(#sample-1n-0)"');
  });
});

describe("SvgDocument", () => {
  it("escapes what it writes", () => {
    const element = new SvgDocument().createElementNS("http://www.w3.org/2000/svg", "text");
    element.setAttribute("title", '<"&');
    element.textContent = "a < b & c";
    expect(element.outerHTML).toBe('<text title="<&quot;&amp;">a &lt; b &amp; c</text>');
  });
});
