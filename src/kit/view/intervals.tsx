/**
 * @file What happens when in which lane: a Gantt chart of as many intervals as there are. One path for each kind; what
 * stands where is asked of the worker (`draw-context.ts`). The page zooms and moves by a transform until the worker has drawn
 * the window anew (`page/windows.ts`).
 */
import { formatNumber } from "../declare/format.ts";
import { XAxis } from "./axes.tsx";
import type { Color } from "./colors.ts";
import { short } from "./columns.ts";
import { useDraw, type Probe } from "./draw-context.ts";
import { EachWidth } from "./each-width.tsx";
import { firstAfter, indexIntervals, type IntervalData, type IntervalIndex } from "./interval-index.ts";
import { intervalPaths, seenOf, type LaneBox } from "./interval-paths.ts";
import { linear, type Scale } from "./scales.ts";
import { Scrub } from "./scrub.tsx";
import type { ChartSize } from "./widths.ts";

type Props = {
  /** What the picture is. Unique in its view. */
  label: string;
  /** How many, or their names from the top. */
  lanes: number | readonly string[];
  /** Typed arrays of one length. Hand over the same object while the intervals are the same: its order is kept. */
  data: IntervalData;
  /** Name and color of each kind, by its index. */
  kinds: readonly (readonly [name: string, color: Color])[];
  /** What the axis counts: "ms". */
  unit: string;
  /** All of time; from the first start to the last end where it is left out. Two that are to be aligned take one range and one `window`. */
  range?: readonly [from: number, to: number];
  /** Parameter of kind `windowOf`: the part of time that is seen. With it the picture can be zoomed and moved. */
  window?: string;
  /** Parameter that a press sets to the index of an interval. */
  pick?: string;
  /** Parameter that is a point of time: a press or a drag on the axis sets it, and a line follows. */
  scrub?: string;
  /** What a hover says of an interval; kind, lane and times where it is left out. */
  tips?(interval: number): string;
  /** What is written into an interval that is wide enough: the number of its micro-batch. */
  inside?(interval: number): string;
  format?(time: number): string;
  /** Height of a lane in pixels. */
  laneHeight?: number;
  /** Pixels that all lanes together take at least: what stands below stays where it is when their number changes a little. */
  room?: number;
};

const gap = 2;
const axisHeight = 36;
/** Texts inside of intervals, at most: more would be read by nobody. */
const mostTexts = 600;
/** Of texts inside: their size (`parts.css` has the same), the narrowest interval that has one, and pixels that a digit needs and from one digit to the next. */
const insideWide = { size: 10, least: 8.5, room: 6.5, digit: 6.2 };
const insideNarrow = { size: 12, least: 9, room: 9, digit: 7.4 };

export function Intervals(props: Props) {
  const { label, lanes, data, range, window } = props;
  const draw = useDraw();
  const names = typeof lanes === "number" ? Array.from({ length: lanes }, (_, lane) => String(lane)) : lanes;
  const index = indexIntervals(data, names.length);
  const whole = range ?? [index.from, index.to];
  const seen = (window === undefined ? undefined : (draw.values[window] as readonly number[] | undefined)) ?? whole;
  const laneHeight = props.laneHeight ?? Math.max(8, Math.min(22, Math.round(260 / names.length)));
  const height = Math.max(names.length * laneHeight, props.room ?? 0) + axisHeight;
  return (
    <div class="intervals-box">
      {window !== undefined && <ZoomButtons label={label} />}
      <EachWidth>
        {(size) => {
          const left = Math.min(size.width / 3, Math.max(...names.map((name) => name.length)) * 6.6 + 10);
          const x = linear([seen[0], seen[1]], [left, size.width - 2]);
          const boxOf = (lane: number): LaneBox => ({ top: lane * laneHeight, height: laneHeight - gap });
          draw.addProbe(label, probeOf(props, names, index, x, laneHeight));
          return (
            <svg
              class="plot drawing intervals"
              viewBox={`0 0 ${size.width} ${height}`}
              width={size.width}
              height={height}
              role="img"
              aria-label={label}
              tabIndex={0}
              data-probe={label}
              data-window={
                window &&
                JSON.stringify({ param: window, from: seen[0], to: seen[1], whole, start: left, end: size.width - 2 })
              }
            >
              <Picture
                {...props}
                names={names}
                index={index}
                x={x}
                boxOf={boxOf}
                size={size}
                idPrefix={`${draw.idPrefix}-${label.toLowerCase().replace(/[^a-z0-9]+/g, "-")}${size.narrow ? "-n" : ""}`}
              />
            </svg>
          );
        }}
      </EachWidth>
    </div>
  );
}

function ZoomButtons({ label }: { label: string }) {
  return (
    <p class="zoom-buttons" role="group" aria-label={`Zoom: ${label}`}>
      <button type="button" data-zoom="in" aria-label="Zoom in">
        +
      </button>
      <button type="button" data-zoom="out" aria-label="Zoom out">
        −
      </button>
      <button type="button" data-zoom="left" aria-label="Earlier">
        ‹
      </button>
      <button type="button" data-zoom="right" aria-label="Later">
        ›
      </button>
      <button type="button" data-zoom="whole">
        Whole
      </button>
    </p>
  );
}

type PictureProps = Props & {
  names: readonly string[];
  index: IntervalIndex;
  x: Scale;
  boxOf(lane: number): LaneBox;
  size: ChartSize;
  idPrefix: string;
};

function Picture({
  names,
  data,
  kinds,
  index,
  x,
  boxOf,
  size,
  unit,
  inside,
  pick,
  scrub,
  window,
  format = formatNumber,
  idPrefix,
}: PictureProps) {
  const { values } = useDraw();
  const { boxes, strokes } = intervalPaths(data, index, kinds.length, x, boxOf);
  const thick = short(boxOf(0).height);
  const bottom = boxOf(names.length).top;
  const [left, right] = x.range;
  const picked = pick === undefined ? undefined : (values[pick] as number | undefined);
  const clip = `${idPrefix}-clip`;
  const every = Math.ceil(12 / (boxOf(1).top || 12));
  return (
    <>
      <clipPath id={clip}>
        <rect x={left} y={-1} width={short(right - left)} height={bottom + 2} />
      </clipPath>
      {names.map(
        (name, lane) =>
          lane % every === 0 && (
            <text
              key={name}
              class="lane"
              x={short(left - 6)}
              y={short(boxOf(lane).top + boxOf(lane).height / 2)}
              dy="0.32em"
              text-anchor="end"
            >
              {name}
            </text>
          ),
      )}
      <g clip-path={`url(#${clip})`}>
        <g class="intervals-moved" style={`transform-origin:${short(left)}px 0`}>
          {kinds.map(
            ([name, color], kind) =>
              boxes[kind] !== "" && <path key={name} data-key={color} d={boxes[kind]} fill={`var(--${color})`} />,
          )}
          {kinds.map(
            ([name, color], kind) =>
              strokes[kind] !== "" && (
                <path
                  key={name}
                  data-key={color}
                  d={strokes[kind]}
                  fill="none"
                  stroke={`var(--${color})`}
                  stroke-width={thick}
                />
              ),
          )}
          {inside && <Texts data={data} index={index} x={x} boxOf={boxOf} size={size} inside={inside} />}
          {picked !== undefined && picked >= 0 && picked < data.lane.length && (
            <Outline data={data} interval={picked} x={x} boxOf={boxOf} />
          )}
        </g>
        {scrub !== undefined && (
          <Scrub
            at={scrub}
            scale={x}
            top={0}
            bottom={bottom}
            zone={window === undefined ? undefined : [bottom, bottom + axisHeight]}
          />
        )}
      </g>
      <g class="intervals-axis">
        <XAxis scale={x} y={bottom} label={unit} ticks={size.narrow ? 4 : 8} format={format} />
      </g>
    </>
  );
}

function Outline({
  data,
  interval,
  x,
  boxOf,
}: {
  data: IntervalData;
  interval: number;
  x: Scale;
  boxOf(lane: number): LaneBox;
}) {
  const { top, height } = boxOf(data.lane[interval]);
  const begin = x(data.start[interval]);
  return (
    <rect
      class="intervals-picked"
      x={short(begin - 1)}
      y={short(top - 0.5)}
      width={short(Math.max(2, x(data.end[interval]) - begin + 1))}
      height={short(height + 1)}
    />
  );
}

function Texts({
  data,
  index,
  x,
  boxOf,
  size,
  inside,
}: {
  data: IntervalData;
  index: IntervalIndex;
  x: Scale;
  boxOf(lane: number): LaneBox;
  size: ChartSize;
  inside(interval: number): string;
}) {
  const type = size.narrow ? insideNarrow : insideWide;
  const texts = [];
  let count = 0;
  for (let lane = 0; lane < index.offsets.length - 1; lane++) {
    const { top, height } = boxOf(lane);
    if (height < type.size - 1) continue;
    const y = short(top + height / 2);
    const [digits, places] = [[] as string[], [] as string[]];
    const [first, last] = seenOf(data, index, lane, x);
    for (let at = first; at < last; at++) {
      const i = index.order[at];
      // Of one that the window cuts, the part that is seen.
      const begin = Math.max(x(data.start[i]), x.range[0]);
      const width = Math.min(x(data.end[i]), x.range[1]) - begin;
      if (width < type.least) continue;
      const text = inside(i);
      const isNumber = /^\d+$/.test(text);
      if (text === "" || (isNumber ? text.length * type.room : widthOf(text) * type.size + 2) > width) continue;
      if (++count > mostTexts) return null;
      const middle = begin + width / 2;
      if (isNumber) {
        digits.push(text);
        for (let k = 0; k < text.length; k++) places.push(short(middle + (k - (text.length - 1) / 2) * type.digit));
      } else
        texts.push(
          <text key={i} x={short(middle)} y={y} dy="0.34em">
            {text}
          </text>,
        );
    }
    // Numbers of a lane are one element, in which each digit has its place: a schedule has hundreds of them.
    if (digits.length > 0)
      texts.push(
        <text key={`lane ${lane}`} x={places.join(" ")} y={y} dy="0.34em">
          {digits.join("")}
        </text>,
      );
  }
  return (
    <g class="intervals-texts" text-anchor="middle" data-at-rest="">
      {texts}
    </g>
  );
}

/** How wide letters are in the face of labels, in their size; there is no page to measure in. */
function widthOf(text: string): number {
  return [...text].reduce((sum, letter) => sum + (/[MW]/.test(letter) ? 0.95 : /[A-Z]/.test(letter) ? 0.7 : 0.62), 0);
}

/** What is at a point: the interval there, or the nearest one of its lane within a few pixels. */
function probeOf(
  { data, kinds, unit, tips, pick, format = formatNumber }: Props,
  names: readonly string[],
  index: IntervalIndex,
  x: Scale,
  laneHeight: number,
): Probe {
  const near = 6;
  return {
    count: data.lane.length,
    nearest(px, py) {
      const lane = Math.floor(py / laneHeight);
      if (lane < 0 || lane >= names.length || px < x.range[0] - near) return -1;
      const after = firstAfter(index, data.start, lane, x.invert(px));
      let [best, least] = [-1, near];
      for (const at of [after - 1, after]) {
        if (at < index.offsets[lane] || at >= index.offsets[lane + 1]) continue;
        const i = index.order[at];
        const distance = Math.max(0, x(data.start[i]) - px, px - x(data.end[i]));
        if (distance < least) [best, least] = [at, distance];
      }
      return best;
    },
    hit(mark) {
      const i = index.order[mark];
      const [begin, end] = [data.start[i], data.end[i]];
      const middle = (Math.max(begin, x.domain[0]) + Math.min(end, x.domain[1])) / 2;
      const text =
        tips?.(i) ?? `${kinds[data.kind[i]][0]}, ${names[data.lane[i]]}\n${format(begin)} to ${format(end)} ${unit}`;
      return { x: x(middle), y: data.lane[i] * laneHeight, text, sets: pick === undefined ? undefined : { [pick]: i } };
    },
  };
}
