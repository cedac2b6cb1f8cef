import { renderToString } from "preact-render-to-string";
import { describe, expect, it } from "vitest";
import { XAxis, YAxis } from "../../../src/kit/view/axes.tsx";
import { linear } from "../../../src/kit/view/scales.ts";

// Two ticks, at pixels 40 and 240, or upside down at 130 and 30. Places by hand from the docstrings.
describe("XAxis", () => {
  const scale = linear([0, 10], [40, 240]);
  it("has ticks of five pixels below y, numbers under them, and the label at the right end of the third line", () => {
    expect(renderToString(<XAxis scale={scale} y={100} label="Steps" ticks={[0, 10]} />)).toBe(
      '<g class="axis" aria-hidden="true"><path class="tick" d="M40 100V105M240 100V105"></path>' +
        '<text x="40" y="116" text-anchor="middle">0</text><text x="240" y="116" text-anchor="middle">10</text>' +
        '<text class="axis-label" x="240" y="131" text-anchor="end">Steps</text></g>',
    );
  });
  it("draws lines across from each tick, and asks the scale for about so many", () => {
    const html = renderToString(<XAxis scale={scale} y={100} ticks={2} gridTo={20} format={(value) => `${value} s`} />);
    expect(html).toContain('<path class="grid" d="M40 100V20M140 100V20M240 100V20"></path>');
    expect([...html.matchAll(/>([^<>]* s)</g)].map(([, text]) => text)).toEqual(["0 s", "5 s", "10 s"]);
  });
});

describe("YAxis", () => {
  const scale = linear([0, 10], [130, 30]);
  it("has ticks left of x, numbers beside them, and the label above the upper end", () => {
    expect(renderToString(<YAxis scale={scale} x={50} label="Load" ticks={[0, 10]} gridTo={300} />)).toBe(
      '<g class="axis" aria-hidden="true"><path class="grid" d="M50 130H300M50 30H300"></path>' +
        '<path class="tick" d="M50 130H45M50 30H45"></path>' +
        '<text x="42" y="130" dy="0.32em" text-anchor="end">0</text><text x="42" y="30" dy="0.32em" text-anchor="end">10</text>' +
        '<text class="axis-label" x="3" y="21" text-anchor="start">Load</text></g>',
    );
  });
});
