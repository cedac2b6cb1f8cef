/**
 * @file Where the marks of a chart of Observable Plot are, and what they stand for: so that a hover says the values. Plot's
 * own tips need a page; these are noted while Plot draws, wherever that is.
 */
import * as Plot from "@observablehq/plot";
import { formatNumber } from "../declare/format.ts";
import type { ChartRequest } from "./chart.tsx";
import type { Hit, Probe } from "./draw-context.ts";

type Channel = { value: ArrayLike<unknown>; label?: string; scale?: string | null; hint?: { length?: boolean } };
type Values = Record<string, ArrayLike<number>> & { channels: Record<string, Channel> };
type Scales = Record<string, (((value: unknown) => number) & { bandwidth?(): number; label?: string }) | undefined>;
type Dimensions = {
  width: number;
  height: number;
  marginTop: number;
  marginRight: number;
  marginBottom: number;
  marginLeft: number;
};
type Context = { getMarkState(mark: Plot.Mark): { data: ArrayLike<unknown> | null } };
type Index = ArrayLike<number> & { fx?: unknown; fy?: unknown };
type Render = (
  this: Plot.Mark,
  index: Index | null,
  scales: Scales,
  values: Values,
  dimensions: Dimensions,
  context: Context,
) => unknown;

/** One mark: its box, and how to say it. */
type Spot = {
  left: number;
  right: number;
  top: number;
  bottom: number;
  reach: number;
  text(): string | null;
  row: unknown;
};

/** Marks that carry no data of their own. */
const isDecoration = /axis|grid|frame|text|tip|crosshair/;
/** Marks that run from datum to datum: the nearest in x is meant, however far up or down. */
const isCurve = /^(?:line|area|difference|link|linear regression)/;
/** Pixels around other marks that still are theirs. */
const reach = 24;

/**
 * Marks that draw as those of `options` do, and note where.
 *
 * @returns the options to draw with, and what asks for the probe after that
 */
export function watchMarks(
  options: Plot.PlotOptions,
  { tips, picks }: Pick<ChartRequest, "tips" | "picks">,
): { options: Plot.PlotOptions; probe(): Probe } {
  const spots: Spot[] = [];
  if (tips === false && !picks) return { options, probe: () => probeOf([], undefined) };
  const marks = ([options.marks ?? []] as unknown[])
    .flat(9)
    .map((mark) => (mark instanceof Plot.Mark ? watched(mark) : mark));

  function watched(mark: Plot.Mark): Plot.Mark {
    const name = (mark as { ariaLabel?: string }).ariaLabel ?? "";
    if (isDecoration.test(name)) return mark;
    const own = (mark as unknown as { render: Render }).render;
    const render: Render = function (index, scales, values, dimensions, context) {
      if (index) note(name, index, scales, values, dimensions, context.getMarkState(this).data);
      return own.call(this, index, scales, values, dimensions, context);
    };
    return Object.create(mark, { render: { value: render } }) as Plot.Mark;
  }

  function note(
    name: string,
    index: Index,
    scales: Scales,
    values: Values,
    dimensions: Dimensions,
    data: ArrayLike<unknown> | null,
  ): void {
    // A rule at zero or at a limit is no datum.
    if (/^(?:rule|tick)$/.test(name) && data && typeof data[index[0]] !== "object") return;
    const dx = scales.fx && index.fx !== undefined ? scales.fx(index.fx) - dimensions.marginLeft : 0;
    const dy = scales.fy && index.fy !== undefined ? scales.fy(index.fy) - dimensions.marginTop : 0;
    const across = spanOf(values, "x", scales, [dimensions.marginLeft, dimensions.width - dimensions.marginRight]);
    const down = spanOf(values, "y", scales, [dimensions.marginTop, dimensions.height - dimensions.marginBottom]);
    for (let k = 0; k < index.length; k++) {
      const i = index[k];
      const [left, right] = across(i);
      // The end of an area or a line is where its value is.
      const [top, bottom] = isCurve.test(name) && values.y2 ? [values.y2[i], values.y2[i]] : down(i);
      const row = data?.[i];
      spots.push({
        left: left + dx,
        right: right + dx,
        top: top + dy,
        bottom: bottom + dy,
        reach: isCurve.test(name) ? Infinity : reach,
        row,
        text: () => (typeof tips === "function" ? tips(row as never) : saidOf(i, index, values, scales, options)),
      });
    }
  }

  return {
    options: { ...options, marks: marks as Plot.Markish[] },
    probe: () => probeOf(tips === false ? spots : spots.filter((spot) => spot.text !== null), picks),
  };
}

function probeOf(spots: readonly Spot[], picks: ChartRequest["picks"]): Probe {
  return {
    count: spots.length,
    nearest(x, y) {
      let [best, least, area] = [-1, Infinity, Infinity];
      for (const [i, { left, right, top, bottom, reach }] of spots.entries()) {
        const dx = Math.max(0, left - x, x - right);
        const dy = Math.max(0, top - y, y - bottom);
        const distance = Number.isFinite(reach) ? Math.hypot(dx, dy) : Math.hypot(dx, dy / 4);
        const size = (right - left) * (bottom - top);
        if (distance > reach || distance > least || (distance === least && size > area)) continue;
        [best, least, area] = [i, distance, size];
      }
      return best;
    },
    hit(mark): Hit {
      const { left, right, top, bottom, row, text } = spots[mark];
      return {
        x: (left + right) / 2,
        y: Math.min(top, bottom),
        text: text() ?? "",
        sets: picks?.(row as never) ?? undefined,
      };
    },
  };
}

/** From where to where a mark goes in one direction. */
function spanOf(
  values: Values,
  axis: "x" | "y",
  scales: Scales,
  whole: readonly [number, number],
): (i: number) => [number, number] {
  const [from, to, at] = [values[`${axis}1`], values[`${axis}2`], values[axis]];
  if (from && to) return (i) => [Math.min(from[i], to[i]), Math.max(from[i], to[i])];
  const one = at ?? from ?? to;
  if (!one) return () => [...whole];
  const band = scales[axis]?.bandwidth?.() ?? 0;
  return (i) => [one[i], one[i] + band];
}

/** Channels in words, one a line: which thing it is, then its values. */
function saidOf(i: number, index: Index, values: Values, scales: Scales, options: Plot.PlotOptions): string | null {
  const { channels } = values;
  if (channels.title) return String(channels.title.value[i]);
  const lines: string[] = [];
  const say = (axis: string, value: unknown, label: string | undefined): void => {
    const text = textOf(value, axis, options);
    if (text !== null && !lines.some((line) => line === text || line.endsWith(`: ${text}`)))
      lines.push(label ? `${label}: ${text}` : text);
  };
  for (const axis of ["fx", "fy"] as const) if (index[axis] !== undefined) say(axis, index[axis], undefined);
  for (const name of ["z", "fill", "stroke", "symbol"]) {
    const channel = channels[name];
    if (
      channel &&
      (name === "z" || channel.scale === "color" || channel.scale === "symbol") &&
      typeof channel.value[i] === "string"
    )
      say(name, channel.value[i], undefined);
  }
  for (const axis of ["y", "x"] as const) {
    const [from, to, at] = [channels[`${axis}1`], channels[`${axis}2`], channels[axis]];
    const label = labelOf(axis, to ?? at ?? from, scales, options);
    if (to?.hint?.length && from) say(axis, (to.value[i] as number) - (from.value[i] as number), label);
    else if (from && to)
      lines.push(
        `${label ? `${label}: ` : ""}${textOf(from.value[i], axis, options)} to ${textOf(to.value[i], axis, options)}`,
      );
    else if (at ?? from ?? to) say(axis, (at ?? from ?? to).value[i], label);
  }
  // What a thing is called comes before its numbers.
  const named = lines.filter((line) => !line.includes(": "));
  return [...named, ...lines.filter((line) => line.includes(": "))].join("\n") || null;
}

function labelOf(
  axis: "x" | "y",
  channel: Channel | undefined,
  scales: Scales,
  options: Plot.PlotOptions,
): string | undefined {
  const given = options[axis]?.label;
  if (given === null) return undefined;
  const label = given ?? scales[axis]?.label ?? channel?.label;
  return label === undefined
    ? undefined
    : String(label)
        .replace(/[↑→←↓]/g, "")
        .trim() || undefined;
}

function textOf(value: unknown, axis: string, options: Plot.PlotOptions): string | null {
  if (value === null || value === undefined || (typeof value === "number" && Number.isNaN(value))) return null;
  const format = (options[axis as "x"] as { tickFormat?: unknown } | undefined)?.tickFormat;
  if (typeof format === "function" && typeof value !== "number")
    return String((format as (value: unknown) => string)(value));
  if (typeof value === "number")
    return typeof format === "function" && Number.isInteger(value)
      ? String((format as (value: unknown) => string)(value))
      : formatNumber(value, 4);
  return value instanceof Date ? value.toISOString().slice(0, 10) : String(value);
}
