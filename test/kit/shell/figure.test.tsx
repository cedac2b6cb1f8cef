/** The figure at rest, as the build renders it. */
import { hastOf, textOf } from "../html.ts";
import { describe, expect, it } from "vitest";
import { listingText } from "../../../src/kit/shell/listing.ts";
import { heightMessage } from "../../../src/kit/shell/height-message.ts";
import { renderFigure } from "../../../src/kit/shell/static.tsx";
import { faceOf, initialValues } from "../../../src/kit/declare/widget.ts";
import { choice, defineWidget, integer, number, numbers, seed, toggle } from "../../../src/kit/index.ts";
import { sample } from "../sample.tsx";

const site = {
  name: "A site",
  version: "1.0.0",
  released: "2026-01-02",
  authors: "Its authors",
  address: "https://site.example/",
  license: "CC BY 4.0",
};
const listing = {
  imports: 'import { a } from "package";',
  compute: "const compute = () => a < 1;",
  call: "console.log(compute(parameters));",
};
const { html } = await renderFigure({
  widget: sample,
  face: faceOf(sample),
  site,
  listing,
  number: "2.1",
  pageAddress: "https://site.example/page/",
  embedAddress: "https://site.example/embed/sample/",
  cellLink: (code) => `https://site.example/scratch/#${code.length}`,
});
const page = hastOf(html);

describe("renderFigure(props)", () => {
  it("has a control for each parameter, with its value", () => {
    const controls = page.filter(({ properties }) => properties.dataControl !== undefined);
    expect(controls.map(({ properties }) => properties.dataControl)).toEqual([
      "step",
      "ranks",
      "tokens",
      "affinity",
      "balanced",
      "bias",
      "seed",
    ]);
    const inputs = page.filter(({ properties }) => properties.dataParam === "ranks");
    expect(inputs[0].properties.dataType).toBe("text"); // which it becomes once scripts are there
    expect(inputs.map(({ properties }) => [properties.type, properties.value])).toEqual([
      ["button", "16"],
      ["range", "16"],
    ]);
  });
  it("has the picture before what sets it, and the result after the picture", () => {
    const places = [
      "figure-title",
      "figure-view",
      "figure-timeline",
      "figure-result",
      "figure-presets",
      "figure-side",
    ].map((name) => page.findIndex(({ properties }) => String(properties.className) === name));
    expect(Math.min(...places)).toBeGreaterThanOrEqual(0);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });
  it("shows the code that a reader copies, to the character", () => {
    const code = page.find(
      ({ tagName, properties }) => tagName === "pre" && String(properties.className).includes("code"),
    )!;
    expect(textOf(code)).toBe(listingText(listing, faceOf(sample), initialValues(sample)));
  });
  it("says how to cite, link and embed the state at rest", () => {
    const said = (name: string): string => textOf(page.find(({ properties }) => properties.dataText === name)!);
    expect(said("bibtex")).toContain("url          = {https://site.example/page/#sample}");
    expect(said("citation")).toContain("A sample (preset “As published”)");
    expect(said("embed")).toContain('src="https://site.example/embed/sample/"');
    expect(said("resize")).toContain(heightMessage);
  });
});

describe("where the report's value lies", () => {
  const reported = defineWidget({
    id: "reported",
    title: "Reported",
    source: "§0",
    caption: "For tests.",
    params: {
      slid: number({ label: "Slid", range: [0, 10], initial: 2, report: 5 }),
      typed: integer({ label: "Typed", range: [0, 10], initial: 2, report: 4, fieldOnly: true }),
      seed: seed({ report: 7 }),
      segments: choice({ label: "Segments", options: ["a", "b"], initial: "a", report: "b" }),
      list: choice({ label: "List", options: ["a", ["b", "as $c_t$"], "c", "d", "e"], initial: "a", report: "b" }),
      toggle: toggle({ label: "Toggle", initial: true, report: false }),
      bias: numbers({ label: "Bias", initial: [], report: [1, 2], maxLength: 8 }),
    },
    presets: { "As published": {} },
    compute: () => 1,
    view: () => <p />,
    summary: () => "about $h_t$",
    table: () => ({ columns: [], rows: [] }),
  });
  it("is said at every kind of control, the tick of a slider included", async () => {
    const { html } = await renderFigure({
      widget: reported,
      face: faceOf(reported),
      site,
      listing,
      pageAddress: "",
      embedAddress: "",
    });
    const controls = new Map(
      hastOf(html)
        .filter(({ properties }) => properties.dataControl !== undefined)
        .map((control) => [control.properties.dataControl, control]),
    );
    const said = (name: string): string => textOf(controls.get(name)!);
    expect(said("slid")).toContain("In the report: 5");
    expect(said("typed")).toContain("report: 4");
    expect(said("seed")).toContain("report: 7");
    expect(said("list")).toContain("report: as cₜ");
    expect(said("toggle")).toContain("report: off");
    expect(said("bias")).toContain("report: 1 2");
    const marked = hastOf(html).filter(({ properties }) => String(properties.className) === "is-report");
    expect(marked.map((label) => [textOf(label), label.properties.title])).toEqual([["b", "In the report"]]);
  });
  it("stands in sentences and lists in characters, symbols too", async () => {
    const { html } = await renderFigure({
      widget: reported,
      face: faceOf(reported),
      site,
      listing,
      pageAddress: "",
      embedAddress: "",
    });
    expect(html).toContain("about hₜ");
    expect(html).toMatch(/<option[^>]*>as cₜ<\/option>/);
  });
});
