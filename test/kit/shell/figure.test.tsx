/** The figure at rest, as the build renders it. */
import { hastOf, textOf } from "../html.ts";
import { describe, expect, it } from "vitest";
import { listingText } from "../../../src/kit/shell/listing.ts";
import { heightMessage } from "../../../src/kit/shell/state-texts.ts";
import { renderFigure } from "../../../src/kit/shell/static.tsx";
import { faceOf, initialValues } from "../../../src/kit/declare/widget.ts";
import { sample } from "../sample.tsx";

const site = { name: "A site", version: "1.0.0", released: "2026-01-02", authors: "Its authors", address: "https://site.example/", license: "CC BY 4.0" };
const listing = { imports: 'import { a } from "package";', compute: "const compute = () => a < 1;", importsHtml: 'import { a } from "package";', computeHtml: "const compute = () =&gt; a &lt; 1;", call: "console.log(compute(parameters));", callHtml: "console.log(compute(parameters));" };
const { html } = await renderFigure({ widget: sample, face: faceOf(sample), site, listing, number: "2.1", pageAddress: "https://site.example/page/", embedAddress: "https://site.example/embed/sample/", cellLink: (code) => `https://site.example/scratch/#${code.length}` });
const page = hastOf(html);

describe("renderFigure(props)", () => {
  it("has a control for each parameter, with its value", () => {
    const controls = page.filter(({ properties }) => properties.dataControl !== undefined);
    expect(controls.map(({ properties }) => properties.dataControl)).toEqual(["step", "ranks", "tokens", "affinity", "balanced", "bias", "seed"]);
    const inputs = page.filter(({ properties }) => properties.dataParam === "ranks");
    expect(inputs.map(({ properties }) => [properties.type, properties.value])).toEqual([["text", "16"], ["range", "16"]]);
  });
  it("has the picture before what sets it, and the result after the picture", () => {
    const places = ["figure-title", "figure-view", "figure-timeline", "figure-result", "figure-presets", "figure-side"].map((name) => page.findIndex(({ properties }) => String(properties.className) === name));
    expect(Math.min(...places)).toBeGreaterThanOrEqual(0);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });
  it("shows the code that a reader copies, to the character", () => {
    const code = page.find(({ tagName, properties }) => tagName === "pre" && String(properties.className).includes("code"))!;
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
