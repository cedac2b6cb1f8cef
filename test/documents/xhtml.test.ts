import { parseHTML } from "linkedom";
import { describe, expect, it } from "vitest";
import { lightColors, validId, withoutActs, xhtml, type Book } from "../../src/documents/xhtml.ts";

const book: Book = { colors: new Map([["--ink", "#1d1c1a"]]), link: (address) => `book:${address}` };

function made(html: string): string {
  const { document } = parseHTML(`<!doctype html><html><body><main>${html}</main></body></html>`);
  const main = document.querySelector("main")!;
  withoutActs(main);
  return [...main.childNodes].map((node) => xhtml(node, book)).join("");
}

describe("xhtml(node, book)", () => {
  it("closes what HTML leaves open, and escapes", () => {
    expect(made('<p data-x="1" tabindex="0">a &amp; b<br>&lt; c</p>')).toBe("<p>a &amp; b<br/>&lt; c</p>");
  });
  it("keeps pictures with their light colors, and formulas, in their namespaces", () => {
    expect(
      made(
        '<svg viewBox="0 0 1 1" role="group"><clipPath id="1x"><path d="M0 0" fill="var(--ink)" aria-pressed="true" tabindex="0"></path></clipPath></svg>',
      ),
    ).toBe(
      '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1" role="img"><clipPath id="n-1x"><path d="M0 0" fill="#1d1c1a"/></clipPath></svg>',
    );
    expect(made('<math aria-label="d_c"><msub><mi>d</mi><mi>c</mi></msub></math>')).toBe(
      '<math xmlns="http://www.w3.org/1998/Math/MathML" alttext="d_c"><msub><mi>d</mi><mi>c</mi></msub></math>',
    );
  });
  it("says as a style in which order a text is painted: books know no attribute for it", () => {
    expect(made('<svg><text stroke="white" paint-order="stroke">1</text></svg>')).toBe(
      '<svg xmlns="http://www.w3.org/2000/svg"><text stroke="white" style="paint-order: stroke">1</text></svg>',
    );
  });
  it("leaves out what acts and what a hover shows", () => {
    expect(
      made(
        '<p>A <span class="peek"><data value="1">1</data><span class="peek-more">exact</span></span> <a href="#x">x</a></p><button>Go</button>',
      ),
    ).toBe('<p>A <span class="peek">1</span> <a href="book:#x">x</a></p>');
  });
});

describe("validId(id)", () => {
  it("begins with a letter and has no signs", () => {
    expect([validId("gpu-hours"), validId("1-what"), validId("a b")]).toEqual(["gpu-hours", "n-1-what", "a-b"]);
  });
});

describe("lightColors(tokens)", () => {
  it("takes the first of two", () => {
    expect(lightColors(":root { --ink: light-dark(#1d1c1a, #e9e6df); --serif: x; }")).toEqual(
      new Map([["--ink", "#1d1c1a"]]),
    );
  });
});
