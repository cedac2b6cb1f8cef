/** @file Observable Plot as cells know it: it draws into a given document, in the site's style, for two widths. */
import type * as PlotModule from "@observablehq/plot";
import type { NarrowDrawing } from "./display/describe.ts";

/** The widths of `kit/view/chart.tsx`. */
const wideWidth = 680;
const narrowWidth = 360;

type Options = PlotModule.PlotOptions;

/**
 * Plot with `document` and class name set; figures without a width of their own get one for a wide column, and
 * `narrowDrawing` draws them again for a narrow one.
 *
 * `mark.plot()` follows suit, so this changes the prototype of marks: one such Plot to a process.
 */
export function plotFor(
  Plot: typeof PlotModule,
  document: Document,
): { Plot: typeof PlotModule; narrowDrawing: NarrowDrawing } {
  const narrow = new WeakMap<Element, () => Element>();
  const draw = (options: Options, width: number): Element => {
    const figure = Plot.plot({ marginBottom: 42, width, ...options, document, className: "plot" });
    const svg = figure.localName === "svg" ? figure : figure.querySelector("svg:last-of-type")!;
    svg.setAttribute("role", "img");
    svg.setAttribute(
      "aria-label",
      options.ariaLabel ?? (typeof options.title === "string" ? options.title : "Figure made by this cell"),
    );
    return cleaned(figure);
  };
  const plot = (options: Options = {}): Element => {
    const figure = draw(options, wideWidth);
    if (options.width === undefined) narrow.set(figure, () => draw(options, narrowWidth));
    return figure;
  };
  const legend = (options: PlotModule.LegendOptions): Element => {
    const element = Plot.legend({ ...options, document, className: "plot" } as PlotModule.LegendOptions) as Element;
    return cleaned(element);
  };
  (Plot.Mark.prototype as { plot: unknown }).plot = function (
    this: PlotModule.Markish,
    { marks = [], ...options }: Options = {},
  ) {
    return plot({ ...options, marks: [...marks, this] });
  };
  return {
    Plot: Object.freeze({ ...Plot, plot, legend }) as unknown as typeof PlotModule,
    narrowDrawing: (element) => narrow.get(element)?.() ?? null,
  };
}

/** As `kit/view/draw.ts` does it. */
function cleaned(figure: Element): Element {
  // The site has Plot's style sheet; the page's policy allows no other.
  for (const style of [...figure.querySelectorAll("style")]) style.remove();
  // Plot names its parts by aria-label, which ARIA forbids on a bare group.
  for (const part of [...figure.querySelectorAll("g[aria-label]")]) {
    part.setAttribute("data-part", part.getAttribute("aria-label")!);
    part.removeAttribute("aria-label");
  }
  return figure;
}
