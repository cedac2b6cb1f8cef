import { describe, expect, it } from "vitest";
import { firstFigure, placeOf, previewSize, withPreview } from "../../src/documents/previews.ts";

describe("withPreview(html, image)", () => {
  const html =
    '<meta property="og:image" content="https://a.example/preview.png"><meta property="og:image:width" content="1200"><meta property="og:image:height" content="900"><p>og:image</p>';
  it("names picture and size, a second time too", () => {
    const once = withPreview(html, "https://a.example/previews/x.png");
    expect(once).toBe(
      '<meta property="og:image" content="https://a.example/previews/x.png"><meta property="og:image:width" content="1200"><meta property="og:image:height" content="630"><p>og:image</p>',
    );
    expect(withPreview(once, "https://a.example/previews/x.png")).toBe(once);
  });
});

describe("placeOf(height)", () => {
  it.each([100, 400, 2000])("keeps a figure of %i pixels inside, and in the middle", (height) => {
    const { left, scale } = placeOf(height);
    expect(left).toBeGreaterThanOrEqual(24 - 1e-9);
    expect(height * scale).toBeLessThanOrEqual(previewSize.height - 48 + 1e-9);
    expect(2 * left + 984 * scale).toBeCloseTo(previewSize.width, 9); // sums of two roundings
  });
});

describe("firstFigure(html)", () => {
  it("is the widget of the first figure, whatever the figure is called", () => {
    expect(firstFigure('{"face":{"id":"other","widget":"gpu-hours"}} {"widget":"kv-cache"}')).toBe("gpu-hours");
    expect(firstFigure("<p>none</p>")).toBeNull();
  });
});
