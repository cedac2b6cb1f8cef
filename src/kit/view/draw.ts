/** @file Draws charts with Observable Plot where there is no page: at build time, and in the worker of a figure. */
import * as Plot from "@observablehq/plot";
import type { Params, Values } from "../declare/params.ts";
import type { ChartRequest } from "./chart.tsx";
import { watchMarks } from "./chart-probe.ts";
import type { Draw, Probe } from "./draw-context.ts";
import { makeLean } from "./lean-drawing.ts";
import { refuseUnsupported } from "./plot-features.ts";
import { scrubAttributes } from "./scrub.tsx";
import { SvgDocument, SvgElement } from "./svg-document.ts";
import { narrowWidth, wideWidth, type ChartSize } from "./widths.ts";

const sizes = {
  wide: { width: wideWidth, narrow: false },
  narrow: { width: narrowWidth, narrow: true },
} satisfies Record<string, ChartSize>;

/**
 * What draws one view. Take another one for each rendering: it has the probes of that one alone.
 *
 * @param idPrefix  what ids inside the drawings begin with: unique on the page
 * @param isLive  whether a page is there that moves lines to their parameters by itself
 */
export function drawer(idPrefix: string, width: keyof typeof sizes, isLive = false): Draw {
  const drawn = new Set<string>();
  const probes = new Map<string, Probe>();
  const size: ChartSize = sizes[width];

  function chart(request: ChartRequest, values: Values<Params>): string {
    const standing = isLive ? {} : values;
    const { label } = request;
    if (drawn.has(label)) throw new Error(`charts of a figure must differ in their labels (got "${label}" twice)`);
    drawn.add(label);
    const { svg, probe } = named(label, () =>
      plot(request, size, `${idPrefix}-${drawn.size}${size.narrow ? "n" : "w"}`, standing),
    );
    probes.set(label, probe);
    return svg.outerHTML;
  }

  return {
    size,
    idPrefix,
    isLive,
    values: {},
    chart,
    probes,
    addProbe: (label, probe) => void probes.set(label, probe),
  };
}

/** What goes wrong inside of Plot does not say in which chart. */
function named<T>(label: string, draw: () => T): T {
  try {
    return draw();
  } catch (error) {
    const { message } = error as Error;
    if (message.startsWith("chart ")) throw error;
    throw new Error(`chart "${label}": ${message}`, { cause: error });
  }
}

type DrawnChart = SvgElement & Pick<Plot.Plot, "scale">;

function plot(
  request: ChartRequest,
  size: ChartSize,
  idPrefix: string,
  values: Values<Params>,
): { svg: SvgElement; probe: Probe } {
  const { label, scrub } = request;
  const given = request.options(size);
  refuseUnsupported(label, given);
  const { options, probe } = watchMarks(given, request);
  const svg = Plot.plot({
    ...roomOf(options),
    ...options,
    marks: [...namedTicks(options), ...(options.marks ?? [])],
    width: size.width,
    className: "plot",
    document: new SvgDocument() as unknown as Document,
  }) as unknown as DrawnChart;
  const parts = [...svg.descendants()];
  for (const part of parts) {
    // Plot's own style sheet is in figure.css: the page's policy allows no inline one.
    if (part.tagName === "style") part.remove();
    // Plot names its parts by aria-label, which ARIA forbids on a bare group.
    const name = part.getAttribute("aria-label");
    if (part.tagName === "g" && name !== null) {
      // Digits of one width make hyphens as wide: not in names (`base.css`).
      const isNames = name.endsWith("tick label") && /[a-z]-|-[a-z]/i.test(part.textContent ?? "");
      part.setAttribute("data-part", isNames ? `${name} of names` : name);
      part.removeAttribute("aria-label");
    }
  }
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", label);
  if (request.tips !== false || request.picks) {
    svg.setAttribute("tabindex", "0");
    svg.setAttribute("data-probe", label);
  }
  uniqueIds(parts, idPrefix);
  for (const part of parts) roundCoordinates(part);
  makeLean(svg);
  if (scrub !== undefined) svg.append(scrubOf(label, scrub, svg, values));
  return { svg, probe: probe() };
}

/** Room for the label under the ticks of x, and for that of y above its uppermost tick. */
export function roomOf({ y, fx }: Plot.PlotOptions): Plot.PlotOptions {
  const isAboveTicks = typeof y?.label === "string" && y.axis !== null && fx === undefined;
  return { marginBottom: 42, ...(isAboveTicks && { marginTop: 26 }) };
}

/**
 * Axes of which each tick that is named has its label: along a logarithm, Plot leaves out those of 3, 5 and 8 where there are
 * many, and their ticks stay.
 */
function namedTicks({ x, y }: Plot.PlotOptions): Plot.Markish[] {
  const [ofX, ofY] = [x, y].map((scale) => {
    const { type, base = 10, ticks, tickFormat } = scale ?? {};
    if (type !== "log" || !Array.isArray(ticks) || typeof tickFormat !== "function") return null;
    const powers = ticks.map((tick: number) => Math.log(tick) / Math.log(base));
    if (powers.every((power) => Math.abs(power - Math.round(power)) < 1e-9)) return null;
    return { ticks: ticks as number[], text: tickFormat };
  });
  return [ofX && Plot.axisX(ofX.ticks, { text: ofX.text }), ofY && Plot.axisY(ofY.ticks, { text: ofY.text })];
}

/** A hundredth of a pixel is enough, and a third of the bytes. Texts keep their digits. */
function roundCoordinates(part: SvgElement): void {
  for (const [name, value] of part.attributes) {
    if (!isCoordinate.test(name)) continue;
    part.setAttribute(
      name,
      value.replace(/\d+\.\d{3,}(?:e[-+]?\d+)?/g, (digits) => String(Number(Number(digits).toFixed(2)))),
    );
  }
}

const isCoordinate = /^(?:d|points|transform|[xyr]|[xy][12]|[cdrf][xy]|width|height|viewBox)$/;

/** The line that follows a parameter along x. */
function scrubOf(label: string, param: string, svg: DrawnChart, values: Values<Params>): SvgElement {
  const x = svg.scale("x");
  const y = svg.scale("y");
  const [from, to] = (x?.domain ?? []) as unknown[];
  if (typeof from !== "number" || typeof to !== "number" || !x?.range)
    throw new Error(`chart "${label}": scrub needs numbers on the x axis`);
  const [start, end] = x.range as number[];
  const heights = (y?.range ?? [0, 0]) as number[];
  const line = svg.ownerDocument.createElementNS(svg.namespaceURI, "line");
  const attributes = scrubAttributes({
    param,
    value: values[param],
    from,
    to,
    log: x.type === "log",
    start,
    end,
    top: Math.min(...heights),
    bottom: Math.max(...heights),
  });
  for (const [name, value] of Object.entries(attributes)) line.setAttribute(name, value);
  return line;
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
