/** @file Draws charts with Observable Plot where there is no page: at build time, and in the worker of a figure. */
import * as Plot from "@observablehq/plot";
import type { ChartOptions, Draw } from "./chart.tsx";
import { SvgDocument, SvgElement } from "./svg-document.ts";
import { narrowWidth, wideWidth, type ChartSize } from "./widths.ts";

/** How wide a chart is to be; `both`: CSS shows the one that fits. */
export type Widths = "wide" | "narrow" | "both";

const sizes = { wide: { width: wideWidth, narrow: false }, narrow: { width: narrowWidth, narrow: true } } satisfies Record<string, ChartSize>;

/**
 * What draws the charts of one view.
 *
 * @param idPrefix  what ids inside the drawings begin with: unique on the page
 */
export function drawer(idPrefix: string, widths: Widths): Draw {
  const drawn = new Set<string>();
  return (label, options) => {
    if (drawn.has(label)) throw new Error(`charts of a figure must differ in their labels (got "${label}" twice)`);
    drawn.add(label);
    const each = widths === "both" ? (["wide", "narrow"] as const) : [widths];
    return each.map((width) => {
      const svg = plot(options, sizes[width], label, `${idPrefix}-${drawn.size}${width[0]}`);
      if (widths === "both") svg.setAttribute("class", `${svg.getAttribute("class")} only-${width}`);
      // A hundredth of a pixel is enough, and a third of the bytes.
      return svg.outerHTML.replace(/\d+\.\d{3,}/g, (digits) => String(Number(Number(digits).toFixed(2))));
    }).join("");
  };
}

function plot(options: ChartOptions, size: ChartSize, label: string, idPrefix: string): SvgElement {
  const drawing = Plot.plot({
    marginBottom: 42, // room for the label under the ticks
    ...options(size),
    width: size.width,
    className: "plot",
    document: new SvgDocument() as unknown as Document,
  }) as unknown as SvgElement;
  const parts = [...drawing.descendants()];
  for (const part of parts) {
    // Plot's own style sheet is in figure.css: the page's policy allows no inline one.
    if (part.tagName === "style") part.remove();
    // Plot names its parts by aria-label, which ARIA forbids on a bare group.
    const name = part.getAttribute("aria-label");
    if (part.tagName === "g" && name !== null) {
      part.setAttribute("data-part", name);
      part.removeAttribute("aria-label");
    }
  }
  const svg = parts.find(({ tagName }) => tagName === "svg")!;
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", label);
  uniqueIds(parts, idPrefix);
  return drawing;
}

/** Plot counts ids per process; here they depend on the place in the page alone, so that builds are equal. */
function uniqueIds(parts: readonly SvgElement[], prefix: string): void {
  const renamed = new Map<string, string>();
  for (const part of parts) {
    const id = part.getAttribute("id");
    if (id === null) continue;
    const name = `${prefix}-${renamed.size}`;
    renamed.set(id, name);
    part.setAttribute("id", name);
  }
  if (renamed.size === 0) return;
  for (const part of parts) {
    for (const attribute of ["clip-path", "fill", "stroke", "href", "mask"]) {
      const value = part.getAttribute(attribute);
      const target = value && /^(?:url\(#([^)]+)\)|#(.+))$/.exec(value);
      const name = target && renamed.get(target[1] ?? target[2]);
      if (name) part.setAttribute(attribute, target[1] ? `url(#${name})` : `#${name}`);
    }
  }
}
