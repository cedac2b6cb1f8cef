import { renderToString } from "preact-render-to-string";
import { describe, expect, it } from "vitest";
import { tspans } from "../../../src/kit/view/label-text.tsx";

const written = (line: string): string => renderToString(<>{tspans(line)}</>);

describe("tspans(line)", () => {
  it("leaves words as they are", () => {
    expect(written("128 × 192")).toBe("128 × 192");
  });
  it("puts one script above the other: back by the width of the first, about", () => {
    // A small t is 0.32 of 9.5 pixels wide: 3.04.
    expect(written("latent $c_t^{KV}$")).toBe(
      'latent <tspan class="slanted">c</tspan><tspan class="slanted" dy="3.5" font-size="9.5">t</tspan><tspan class="slanted" dx="-3" dy="-8.5" font-size="9.5">KV</tspan>',
    );
  });
  it("comes back to the line after scripts, and past the longer of them", () => {
    expect(written("$W^O$ x")).toMatch(/dy="-5"[^>]*>O<\/tspan><tspan dy="5"> x<\/tspan>$/);
    // t and i 0.32, a comma 0.32: 9.1 pixels; C 0.68: 6.5.
    expect(written("$k_{t,i}^C$")).toContain('dx="2.6"');
  });
  it("sets words upright, bold ones bold, signs with space", () => {
    expect(written("$\\mathbf{h} = \\text{head}$")).toBe(
      '<tspan class="bold">h</tspan><tspan class="upright"> = head</tspan>'.replaceAll(" = ", "\u2009=\u2009"),
    );
  });
});
