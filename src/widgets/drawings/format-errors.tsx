/** @file Three looks at what a format does to a matrix: by magnitude of the values, by their place, and beside other formats. */
import * as Plot from "@observablehq/plot";
import type { Experiment } from "../../compute/index.ts";
import {
  Chart,
  color,
  formatExact,
  formatPercent,
  HeatMap,
  Legend,
  superscript,
  wideWidth,
  type Color,
} from "../../kit/index.ts";

/** Smaller errors are marked at the foot of the chart. */
const errorFloor = 1e-4;

type Bin = { exponent: number; meanRelative: number; count: number };

/** Mean relative error of the values of each magnitude, beside that of BF16. */
export function ErrorByMagnitude({ format, byMagnitude, referenceByMagnitude }: Experiment) {
  return (
    <Chart
      label={`Mean relative error of ${format.name} by magnitude of the value, beside BF16`}
      options={({ narrow }) => ({
        height: 242,
        marginLeft: 52,
        marginRight: 16,
        x: {
          label: "Magnitude of the value, from 2ⁿ",
          tickFormat: (n: number) => `2${superscript(n)}`,
          ticks: narrow ? 4 : 8,
          interval: 1,
        },
        y: {
          label: "Mean relative error",
          type: "log",
          domain: [errorFloor, 1.5],
          clamp: true,
          grid: true,
          tickFormat: (share: number) => formatPercent(share),
          ticks: [1e-4, 1e-3, 1e-2, 1e-1, 1],
        },
        marks: [
          Plot.line(
            referenceByMagnitude.filter(({ meanRelative }) => meanRelative >= errorFloor),
            { x: "exponent", y: "meanRelative", stroke: color("neutral"), strokeWidth: 2 },
          ),
          ...[
            { bins: referenceByMagnitude, fill: "neutral" as const },
            { bins: byMagnitude, fill: "loss-5" as const },
          ].map(({ bins, fill }) =>
            Plot.dot(
              bins.filter(({ meanRelative, count }) => count > 0 && meanRelative < errorFloor),
              { x: "exponent", y: () => errorFloor, symbol: "triangle", rotate: 180, r: 4, fill: color(fill) },
            ),
          ),
          Plot.line(
            byMagnitude.filter(({ meanRelative }) => meanRelative >= errorFloor),
            { x: "exponent", y: "meanRelative", stroke: color("loss-5"), strokeWidth: 2 },
          ),
          Plot.dot(
            byMagnitude.filter(({ meanRelative }) => meanRelative >= errorFloor),
            {
              x: "exponent",
              y: "meanRelative",
              r: "count",
              fill: color("loss-5"),
              fillOpacity: 0.55,
            },
          ),
        ],
        // A root of the count: its area is the count.
        r: { range: [0, 8] },
      })}
      tips={({ exponent, meanRelative, count }: Bin) =>
        `From 2${superscript(exponent)}: off by ${formatPercent(meanRelative)} on average\n${formatExact(count)} values`
      }
    />
  );
}

/** What the marks of `ErrorByMagnitude` mean. */
export function MagnitudeLegend({ format }: Pick<Experiment, "format">) {
  return (
    <Legend
      items={[
        [`${format.name}; a dot’s area is the number of values`, "loss-5"],
        ["BF16", "neutral"],
      ]}
    >
      A triangle at the foot: less than {formatPercent(errorFloor)}, or exact.
    </Legend>
  );
}

/** Each up to a bound, the last without one. */
const levels: readonly { name: string; most: number; hue: Color }[] = [
  { name: "below 1%", most: 0.01, hue: "loss-1" },
  { name: "below 3%", most: 0.03, hue: "loss-2" },
  { name: "below 10%", most: 0.1, hue: "loss-3" },
  { name: "below 50%", most: 0.5, hue: "loss-4" },
  { name: "more", most: Infinity, hue: "loss-5" },
];

/**
 * A map of the matrix: tokens down, channels across.
 *
 * @param places  mean relative errors of groups of neighbors, row by row
 * @param neighbors  channels of a group
 */
export function ErrorByPlace({
  places,
  rows,
  neighbors,
}: {
  places: readonly number[];
  rows: number;
  neighbors: number;
}) {
  const columns = places.length / rows;
  const placeName = (row: number, column: number): string =>
    rows === 1
      ? `Number ${column + 1}`
      : `Token ${row + 1}, channels ${neighbors * column + 1} to ${neighbors * (column + 1)}`;
  return (
    <div>
      <p class="columns-label">
        {rows === 1 ? "your numbers, one by one" : `tokens ↓ channels →, ${neighbors} to a cell`}
      </p>
      <HeatMap
        label="Mean relative error by place: tokens down, channels across"
        rows={rows}
        columns={columns}
        shades={levels.length}
        colors={levels.map(({ hue }) => hue)}
        shadeOf={(row, column) => 1 + levels.findIndex(({ most }) => places[row * columns + column] < most)}
        tips={(row, column) => `${placeName(row, column)}: off by ${formatPercent(places[row * columns + column])}`}
        width={wideWidth}
        height={218}
      />
    </div>
  );
}

/** What the shades of `ErrorByPlace` mean. */
export function PlaceLegend() {
  return <Legend items={levels.map(({ name, hue }) => [name, hue] as const)} />;
}

const measures = ["Mean relative error", "Lost to zero"];
type Bar = { name: string; measure: string; share: number };

function barsOf(formats: readonly { name: string; mean: number; lost: number }[]): Bar[] {
  return formats.flatMap(({ name, mean, lost }) => [
    { name, measure: measures[0], share: mean },
    { name, measure: measures[1], share: lost },
  ]);
}

/** Two measures of several formats on the same values. */
export function FormatsBeside({
  formats,
  shown,
}: {
  formats: readonly { name: string; mean: number; lost: number }[];
  /** Name of the one in color. */
  shown: string;
}) {
  return (
    <Chart
      label="Three formats on the same values"
      tips={({ name, measure, share }: Bar) => `${name}, ${measure}: ${formatPercent(share)}`}
      options={() => ({
        // As high as the curves with their legend.
        height: 274,
        marginLeft: 52,
        marginRight: 16,
        fx: { label: null, domain: measures },
        x: { label: null, domain: formats.map(({ name }) => name) },
        y: { label: "Share", grid: true, tickFormat: (share: number) => formatPercent(share) },
        marks: [
          Plot.barY(barsOf(formats), {
            fx: "measure",
            x: "name",
            y: "share",
            fill: (bar: Bar) => (bar.name === shown ? color("loss-5") : color("neutral")),
          }),
          Plot.ruleY([0]),
        ],
      })}
    />
  );
}
