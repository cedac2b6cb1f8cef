/**
 * @file A chart of Observable Plot inside a view.
 *
 * At build time it is drawn twice, for a wide and for a narrow column, and CSS shows the one that fits; in the page
 * it is drawn once, at the same logical width, so that nothing moves when a figure comes alive.
 */
import * as Plot from "@observablehq/plot";
import { createContext } from "preact";
import { useContext, useId, useLayoutEffect, useRef } from "preact/hooks";

export type ChartSize = { width: number; narrow: boolean };
type Options = Plot.PlotOptions | ((size: ChartSize) => Plot.PlotOptions);

/** Logical widths in CSS pixels. Text in a chart keeps its size within a few percent at each. */
export const wideWidth = 680;
export const narrowWidth = 360;
/** Containers below this many pixels get the narrow drawing. `figure.css` has the same number. */
const narrowBelow = 520;

/** The document that draws where there is no page: set by the static renderer, absent in a browser. */
export const StaticDocument = createContext<Document | null>(null);

/** Id of the figure that a view is part of: ids inside a view begin with it. */
export const FigureId = createContext("figure");

type Props = {
  /** Options of `Plot.plot`, or a function of the size, where narrow columns need other margins or ticks. */
  options: Options;
  /** What the picture is, for who cannot see it; the numbers are in the summary and in the table. */
  label: string;
};

/** Draws with Plot, at build time and in the page alike. */
export function Chart({ options, label }: Props) {
  const host = useRef<HTMLDivElement>(null);
  const document = useContext(StaticDocument);
  const idPrefix = `${useContext(FigureId)}-${useId()}`;
  const drawn = useRef(false);

  useLayoutEffect(() => {
    const element = host.current!;
    // The drawing from build time stays until something changes.
    if (!drawn.current && element.childElementCount > 0) {
      drawn.current = true;
      return;
    }
    drawn.current = true;
    const isFirst = element.childElementCount === 0;
    const draw = (): void => {
      const size = sizeOf(element.clientWidth);
      element.dataset.narrow = String(size.narrow);
      element.replaceChildren(plot(options, size, label, idPrefix));
    };
    if (isFirst) draw();
    else drawSoon(element, draw);
    const observer = new ResizeObserver(() => {
      if (String(sizeOf(element.clientWidth).narrow) !== element.dataset.narrow) draw();
    });
    observer.observe(element);
    return () => {
      waiting.delete(element);
      observer.disconnect();
    };
  });

  const html = document === null ? "" : staticDrawings(options, label, idPrefix, document);
  return <div class="chart" ref={host} dangerouslySetInnerHTML={{ __html: html }} />;
}

/**
 * Charts that wait for their turn: one is drawn in each frame, so that no frame is long, and after each the page rests
 * three times as long as it took, so that a slow machine keeps answering keys while a fast one draws every frame.
 */
const waiting = new Map<Element, () => void>();
let restUntil = 0;

function drawSoon(element: Element, draw: () => void): void {
  if (waiting.size === 0) scheduleNext();
  waiting.set(element, draw);
}

function scheduleNext(): void {
  setTimeout(() => requestAnimationFrame(drawNext), Math.max(0, restUntil - performance.now()));
}

function drawNext(): void {
  const next = waiting.entries().next().value;
  if (!next) return;
  const [element, draw] = next;
  waiting.delete(element);
  const begin = performance.now();
  draw();
  const end = performance.now();
  restUntil = end + 3 * (end - begin);
  if (waiting.size > 0) scheduleNext();
}

function sizeOf(pixels: number): ChartSize {
  const narrow = pixels > 0 && pixels < narrowBelow;
  return { width: narrow ? narrowWidth : wideWidth, narrow };
}

function staticDrawings(options: Options, label: string, idPrefix: string, document: Document): string {
  const wide = plot(options, { width: wideWidth, narrow: false }, label, `${idPrefix}w`, document);
  const narrow = plot(options, { width: narrowWidth, narrow: true }, label, `${idPrefix}n`, document);
  wide.classList.add("only-wide");
  narrow.classList.add("only-narrow");
  // A hundredth of a pixel is enough, and a third of the bytes.
  return (wide.outerHTML + narrow.outerHTML).replace(/\d+\.\d{3,}/g, (digits) => String(Number(Number(digits).toFixed(2))));
}

function plot(options: Options, size: ChartSize, label: string, idPrefix: string, document?: Document): Element {
  const given = typeof options === "function" ? options(size) : options;
  const figure = Plot.plot({
    marginBottom: 42, // room for the label under the ticks
    ...given,
    width: size.width,
    className: "plot",
    ...(document && { document }),
  });
  // Plot's own style sheet is in figure.css: the page's policy allows no inline one.
  for (const style of figure.querySelectorAll("style")) style.remove();
  const svg = figure.tagName.toLowerCase() === "svg" ? figure : figure.querySelector("svg")!;
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", label);
  // Plot names its parts by aria-label, which ARIA forbids on a bare group.
  for (const part of figure.querySelectorAll("g[aria-label]")) {
    part.setAttribute("data-part", part.getAttribute("aria-label")!);
    part.removeAttribute("aria-label");
  }
  uniqueIds(figure, idPrefix);
  return figure;
}

/** Plot counts ids per process; here they depend on the place in the page alone, so that builds are equal. */
function uniqueIds(figure: Element, prefix: string): void {
  const renamed = new Map<string, string>();
  for (const element of figure.querySelectorAll("[id]")) {
    const name = `${prefix}-${renamed.size}`;
    renamed.set(element.id, name);
    element.id = name;
  }
  if (renamed.size === 0) return;
  for (const element of figure.querySelectorAll("*")) {
    for (const attribute of ["clip-path", "fill", "stroke", "href", "mask"]) {
      const value = element.getAttribute(attribute);
      const target = value && /^(?:url\(#([^)]+)\)|#(.+))$/.exec(value);
      const name = target && renamed.get(target[1] ?? target[2]);
      if (name) element.setAttribute(attribute, target[1] ? `url(#${name})` : `#${name}`);
    }
  }
}
