import type { Root } from "hast";
import { fromHtml } from "hast-util-from-html";
import { toHtml } from "hast-util-to-html";
import { describe, expect, it } from "vitest";
import { formulaPunctuation } from "../../src/lookup/formula-punctuation.ts";

function joined(html: string): string {
  const tree = fromHtml(html, { fragment: true }) as Root;
  formulaPunctuation()(tree);
  return toHtml(tree);
}

describe("formulaPunctuation()", () => {
  it("keeps what closes with the formula before it", () => {
    expect(joined("<p>up to <math>t</math>, then</p>")).toBe(
      '<p>up to <span class="unbroken"><math>t</math>,</span> then</p>',
    );
    expect(joined("<p>up to <math>t</math>.</p>")).toBe('<p>up to <span class="unbroken"><math>t</math>.</span></p>');
  });
  it("keeps what opens with the formula after it", () => {
    expect(joined("<p>all (<math>t</math>) of</p>")).toBe(
      '<p>all <span class="unbroken">(<math>t</math>)</span> of</p>',
    );
  });
  it("leaves a formula between spaces, before a word or a dash, and on a line of its own", () => {
    for (const html of [
      "<p>a <math>t</math> b</p>",
      "<p><math>t</math>—as</p>",
      "<p><math>t</math>-parameters</p>",
      '<p>(<math display="block">t</math>,</p>',
    ])
      expect(joined(html)).toBe(html);
  });
});
