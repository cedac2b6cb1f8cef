import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { highlight } from "../../../src/kit/shell/highlight.ts";

describe("highlight(code)", () => {
  it("puts elements around tokens with a color, and around no others", () => {
    expect(highlight("const sum = a.first + 2;")).toBe(
      '<span class="tok-keyword">const</span> sum = a.first + <span class="tok-number">2</span>;',
    );
  });
  it("colors what the style sheet has a color for", () => {
    const css = readFileSync(new URL("../../../src/styles/base.css", import.meta.url), "utf8");
    const styled = new Set([...css.matchAll(/\.(tok-\w+)/g)].map(([, name]) => name));
    const code = "class A<T> { b: string = `x`; /* c */ } // d\nnew A({ e: true, f: null, g: 1 })";
    const used = new Set([...highlight(code).matchAll(/class="([^"]+)"/g)].map(([, name]) => name));
    expect([...used].filter((name) => !styled.has(name))).toEqual([]);
    expect(used.size).toBeGreaterThan(4);
  });
  it("escapes what is markup", () => {
    expect(highlight("a < b && c")).toBe("a &lt; b &amp;&amp; c");
  });
});
