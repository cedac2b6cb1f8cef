import { parseHTML } from "linkedom";
import { describe, expect, it } from "vitest";
import { nameFormulas, tagFormulas } from "../../src/documents/pdf-formulas.ts";

const element = (type: string, alt: string): string =>
  `25 0 obj\n<</Type /StructElem\n/S /${type}\n/Alt ${alt}\n/P 23 0 R>>\nendobj\n`;

describe("nameFormulas(main)", () => {
  it("makes images of formulas that are said in words, and of no others", () => {
    const { document } = parseHTML(`<main><math aria-label="r sub i"></math><math></math></main>`);
    const main = document.querySelector("main")!;
    nameFormulas(main);
    const said = [...main.children].map((math) => [math.getAttribute("role"), math.getAttribute("aria-label")]);
    expect(said).toEqual([
      ["img", "Formula: r sub i"],
      [null, null],
    ]);
  });
});

describe("tagFormulas(bytes)", () => {
  it("tags formulas, takes the mark off their words, and leaves figures and the length as they are", () => {
    const figure = element("Figure", "(Loss over steps)");
    const written = figure + element("Figure", "(Formula: r sub i)");
    const file = tagFormulas(Buffer.from(written)).toString();
    expect(file).toContain(figure);
    expect(file).toMatch(/\/S\/Formula\n +\/Alt \(r sub i\)\n/);
    expect(file.length).toBe(written.length);
  });
  it("finds them in UTF-16, too", () => {
    // "Formula: ψ", and ψ is U+03C8.
    const hex = "0046006F0072006D0075006C0061003A0020";
    const written = element("Figure", `<FEFF${hex}03C8>`);
    const file = tagFormulas(Buffer.from(written)).toString();
    expect(file).toMatch(/\/S\/Formula\n +\/Alt <FEFF03C8>\n/);
    expect(file.length).toBe(written.length);
  });
});
