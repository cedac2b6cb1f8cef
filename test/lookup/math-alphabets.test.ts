import type { Element, Root } from "hast";
import { describe, expect, it } from "vitest";
import { mathAlphabets } from "../../src/lookup/math-alphabets.ts";

function rendered(mathvariant: string, value: string): Element {
  const letter: Element = {
    type: "element",
    tagName: "mi",
    properties: { mathvariant },
    children: [{ type: "text", value }],
  };
  const tree: Root = { type: "root", children: [letter] };
  mathAlphabets()(tree);
  return letter;
}

describe("mathAlphabets()", () => {
  // Code points by the Unicode chart "Mathematical Alphanumeric Symbols" (U+1D400) and "Letterlike Symbols" (U+2100).
  it.each([
    ["bold", "uA1", "𝐮𝐀𝟏"],
    ["script", "LA", "ℒ𝒜"],
    ["double-struck", "RN1", "ℝℕ𝟙"],
    ["bold-italic", "x", "𝒙"],
  ])("sets %s %s as %s", (variant, text, expected) => {
    const { children, properties } = rendered(variant, text);
    expect(children).toEqual([{ type: "text", value: expected }]);
    expect(properties).toEqual({});
  });
  it("leaves upright letters to the browser, which knows those", () => {
    expect(rendered("normal", "x").properties).toEqual({ mathvariant: "normal" });
  });
});
