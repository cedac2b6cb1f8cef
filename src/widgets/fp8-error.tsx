/** @file What a number format does to numbers: error by magnitude, the number line with its gaps, metrics beside BF16. */
import * as Plot from "@observablehq/plot";
import {
  errorMetrics,
  numberLine,
  quantizationExperiment,
  type Experiment,
  type NumberFormat,
} from "../compute/index.ts";
import {
  Chart,
  choice,
  color,
  defineWidget,
  formatExact,
  formatNumber,
  formatPercent,
  HeatMap,
  integer,
  Legend,
  number,
  numbers,
  Readout,
  seed,
  toggle,
  wideWidth,
  type Color,
} from "../kit/index.ts";

export default defineWidget({
  id: "fp8-error",
  title: "What a format does to numbers",
  source: "§3.3.2",
  caption:
    "Formats, tiles of 1 × 128, blocks of 128 × 128 and scales from the largest value are the report’s; the matrices of 128 tokens × 512 channels are ours, seeded, since it prints no tensors: one channel of 512 or one token of 64 is an outlier. E5M6 has infinities here, which the report leaves open. BF16 is compared without scales. Data lists the first values and what becomes of each.",
  params: {
    values: choice({
      label: "Values",
      initial: "channels",
      options: [
        ["normal", "Normal"],
        ["channels", "Outlier channels"],
        ["tokens", "Outlier tokens"],
        ["heavy", "Heavy tails"],
        ["given", "Your own"],
      ],
    }),
    given: numbers({
      label: "Your numbers",
      initial: [0.1, -0.25, 3.14159, 448, 480, 0.001, -0.0009765625, 17],
      maxLength: 256,
      help: "Paste up to 256 numbers.",
      when: { values: "given" },
    }),
    format: choice({
      label: "Format",
      initial: "e4m3",
      report: true,
      options: [
        ["e4m3", "E4M3"],
        ["e5m2", "E5M2"],
        ["e5m6", "E5M6"],
        ["bf16", "BF16"],
        ["fp16", "FP16"],
        ["e2m1", "E2M1"],
      ],
    }),
    granularity: choice({
      label: "One scale for",
      initial: "tile",
      report: true,
      options: [
        ["none", "Nothing"],
        ["tensor", "Tensor"],
        ["tile", "1 × N tile"],
        ["block", "N × N block"],
      ],
    }),
    groupSize: integer({
      label: "N",
      range: [1, 512],
      scale: "log",
      initial: 128,
      report: true,
      help: "Elements that share a scale, along a row.",
      when: { granularity: ["tile", "block"] },
    }),
    look: choice({
      label: "Error by",
      initial: "magnitude",
      options: [
        ["magnitude", "Magnitude"],
        ["place", "Place"],
        ["format", "Format"],
      ],
    }),
    spread: number({
      label: "Spread",
      range: [1e-9, 1e6],
      scale: "log",
      initial: 1,
      help: "Standard deviation of the bulk.",
      when: { values: { not: "given" } },
    }),
    outlierFactor: number({
      label: "Outliers larger by",
      unit: "×",
      range: [1, 1e6],
      scale: "log",
      initial: 100,
      secondary: true,
      when: { values: ["channels", "tokens"] },
    }),
    powerOfTwoScales: toggle({ label: "Round scales up to powers of two", initial: false, secondary: true }),
    window: number({
      label: "Number line up to",
      range: [0.01, 1024],
      scale: "log",
      initial: 448,
      secondary: true,
      viewOnly: true,
    }),
    seed: seed({ when: { values: { not: "given" } } }),
  },
  presets: {
    "As published": {},
    "One scale for all": { granularity: "tensor", outlierFactor: 10_000, window: 0.05 },
    "Outlier tokens, in blocks": { values: "tokens", granularity: "block", outlierFactor: 10_000, window: 0.05 },
    "No scale, small values": { values: "normal", granularity: "none", spread: 0.001, window: 0.01 },
    "E5M2, as others use": { format: "e5m2" },
    "Where outliers spoil": {
      values: "tokens",
      granularity: "block",
      outlierFactor: 10_000,
      look: "place",
      window: 0.05,
    },
    "Three formats": { granularity: "tensor", outlierFactor: 10_000, look: "format", window: 0.05 },
    "Ties and overflow": {
      values: "given",
      granularity: "none",
      window: 1024,
      given: [448, 464, 480, 1000, 1.0625, 1.1875, 0.0009765625, 0.00146484375, -0],
    },
  },
  compute: ({ look, ...values }) => {
    const experiment = quantizationExperiment(values);
    const formats = look === "format" ? compared.map((format) => quantizationExperiment({ ...values, format })) : [];
    return {
      ...experiment,
      places: look === "place" ? errorOfPlaces(experiment) : [],
      formats: formats.map(({ format, metrics }) => ({
        name: format.name,
        mean: metrics.meanRelative,
        lost: metrics.underflowedShare,
      })),
    };
  },
  view: (experiment, { values }) => {
    const { metrics, reference, byMagnitude, referenceByMagnitude, format, scales, count, places, formats } =
      experiment;
    const followed = firstValues(experiment).filter(({ scaled }) => Math.abs(scaled) <= values.window);
    return (
      <>
        <Readout
          items={[
            {
              label: "Mean relative error",
              value: metrics.meanRelative,
              as: "percent",
              note: `BF16: ${formatPercent(reference.meanRelative)}`,
            },
            {
              label: "RMS error",
              value: metrics.rmsRelative,
              as: "percent",
              note: `BF16: ${formatPercent(reference.rmsRelative)}`,
            },
            { label: "Signal to noise", ...decibels(metrics.sqnrDb), note: `BF16: ${decibels(reference.sqnrDb).text}` },
            {
              label: "Largest error",
              value: metrics.maxRelative,
              as: "percent",
              note: `BF16: ${formatPercent(reference.maxRelative)}`,
            },
            {
              label: "Lost to zero",
              value: metrics.underflowedShare,
              as: "percent",
              note: `of ${formatExact(count)} values`,
            },
            {
              label: "Cut off at the top",
              value: metrics.saturatedShare,
              as: "percent",
              note: `past ${formatNumber(format.largest, 5)} after scaling`,
            },
            {
              label: "Scales",
              value: scales.count,
              as: "exact",
              note:
                scales.count === 1
                  ? formatNumber(scales.smallest)
                  : `${formatNumber(scales.smallest)} to ${formatNumber(scales.largest)}`,
            },
          ]}
        />
        {values.look === "magnitude" && (
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
                    r: (bin) => Math.sqrt(bin.count),
                    fill: color("loss-5"),
                    fillOpacity: 0.55,
                  },
                ),
              ],
              r: { range: [0.5, 8] },
            })}
            tips={({ exponent, meanRelative, count }: Bin) =>
              `From 2${superscript(exponent)}: off by ${formatPercent(meanRelative)} on average\n${formatExact(count)} values`
            }
          />
        )}
        {values.look === "place" && <Places places={places} />}
        {values.look === "format" && (
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
                  fill: (bar: Bar) => (bar.name === format.name ? color("loss-5") : color("neutral")),
                }),
                Plot.ruleY([0]),
              ],
            })}
          />
        )}
        {values.look === "magnitude" && (
          <Legend
            items={[
              [`${format.name}; a dot’s area is the number of values`, "loss-5"],
              ["BF16", "neutral"],
            ]}
          >
            A triangle at the foot: less than {formatPercent(errorFloor)}, or exact.
          </Legend>
        )}
        {values.look === "place" && <Legend items={levels.map(({ name, hue }) => [name, hue] as const)} />}
        <Chart
          label={`Values of ${format.name} from 0 to ${values.window}, and where the first scaled values round to`}
          options={() => ({
            height: 162,
            marginLeft: 52,
            marginRight: 16,
            marginTop: 18,
            x: {
              label: `After scaling, as ${format.name} sees it`,
              domain: [0, values.window],
              clamp: false,
              tickFormat: (value: number) => formatNumber(value),
            },
            y: { axis: null, domain: [0, 1] },
            marks: [
              Plot.line(strokes(valuesUpTo(format, values.window).map((value) => [value, 0, value, 0.42])), {
                x: "x",
                y: "y",
                stroke: "var(--ink-soft)",
                strokeWidth: 1,
              }),
              Plot.line(
                strokes(
                  followed.map(({ scaled, restored, scale }) => [
                    Math.abs(scaled),
                    0.86,
                    Math.abs(restored / scale),
                    0.44,
                  ]),
                ),
                { x: "x", y: "y", stroke: color("loss-5"), strokeOpacity: 0.7, strokeWidth: 1 },
              ),
              Plot.dot(followed, { x: ({ scaled }) => Math.abs(scaled), y: 0.88, r: 3, fill: color("loss-5") }),
              Plot.text(
                [
                  format.bits > mostBits
                    ? `${format.name} has too many values to draw`
                    : "each tick is a value that the format has",
                ],
                { frameAnchor: "top-left", dy: -14, fill: "var(--ink-soft)" },
              ),
            ],
          })}
          tips={(mark: Followed) =>
            "restored" in mark
              ? `${formatNumber(mark.value, 6)} → ${formatNumber(mark.restored, 6)}, off by ${formatPercent(mark.relativeError)}`
              : null
          }
        />
      </>
    );
  },
  summary: ({ format, metrics, reference }) =>
    `${format.name} is off by ${formatPercent(metrics.meanRelative)} on average, against ${formatPercent(reference.meanRelative)} in BF16 (RMS ${formatPercent(metrics.rmsRelative)} against ${formatPercent(reference.rmsRelative)}); ${formatPercent(metrics.underflowedShare)} of the values are lost to zero.`,
  remark: ({ metrics, format }) =>
    metrics.saturatedShare > 0.01 &&
    `${formatPercent(metrics.saturatedShare)} of the values lie past the largest ${format.name}: without a scale that fits, the format is no choice for them.`,
  table: (experiment) => ({
    columns: [
      { key: "value", label: "Value" },
      { key: "scale", label: "Scale" },
      { key: "scaled", label: "After scaling" },
      { key: "code", label: "Code", format: (code: number) => `0x${code.toString(16).padStart(2, "0")}` },
      { key: "restored", label: "Restored" },
      { key: "relativeError", label: "Relative error", format: (share: number) => formatPercent(share) },
    ],
    rows: firstValues(experiment),
  }),
});

/** Formats that V3 has or could have had, side by side. */
const compared = ["e4m3", "e5m2", "e5m6"];
const measures = ["Mean relative error", "Lost to zero"];
type Bar = { name: string; measure: string; share: number };

function barsOf(formats: readonly { name: string; mean: number; lost: number }[]): Bar[] {
  return formats.flatMap(({ name, mean, lost }) => [
    { name, measure: measures[0], share: mean },
    { name, measure: measures[1], share: lost },
  ]);
}

/** Tokens and groups of channels of a sample; numbers given are one row, each a group. */
const sampleRows = 128;
const neighbors = 32;

/** Mean relative error of each group of neighbors, row by row. */
function errorOfPlaces({ original, quantized }: Experiment): number[] {
  const width = original.length % (sampleRows * neighbors) === 0 ? neighbors : 1;
  return Array.from(
    { length: original.length / width },
    (_, place) =>
      errorMetrics({
        original: original.subarray(place * width, (place + 1) * width),
        restored: quantized.values.subarray(place * width, (place + 1) * width),
      }).meanRelative,
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

/** A map of the matrix: tokens down, channels across. */
function Places({ places }: { places: readonly number[] }) {
  const rows = places.length >= sampleRows ? sampleRows : 1;
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

/** Values that are listed, and drawn on their way to the format's. */
const mostFollowed = 24;
/** More ticks than this are a gray bar; formats of more bits have no others. */
const mostTicks = 400;
const mostBits = 12;

type Followed = { value: number; scale: number; scaled: number; code: number; restored: number; relativeError: number };

/** The first values, each with all that happens to it. */
function firstValues({ original, quantized }: Experiment): Followed[] {
  return Array.from(original.subarray(0, mostFollowed), (value, i) => {
    const scale = quantized.scales[quantized.scaleOfValue[i]];
    const restored = quantized.values[i];
    const relativeError = value === 0 ? 0 : Math.abs((restored - value) / value);
    return { value, scale, scaled: Math.fround(value / scale), code: quantized.codes[i], restored, relativeError };
  });
}

/** Values of a format from 0 on, as many as can be drawn apart. */
function valuesUpTo(format: NumberFormat, most: number): number[] {
  if (format.bits > mostBits) return [];
  return Array.from(numberLine(format))
    .filter((value) => value >= 0 && value <= most)
    .slice(0, mostTicks);
}

/** Separate strokes as one broken line: hundreds of ticks are one element. */
function strokes(
  ends: readonly (readonly [x1: number, y1: number, x2: number, y2: number])[],
): { x: number; y: number }[] {
  return ends.flatMap(([x1, y1, x2, y2]) => [
    { x: x1, y: y1 },
    { x: x2, y: y2 },
    { x: NaN, y: NaN },
  ]);
}

function decibels(value: number): { text: string; exact?: number; unit: string } {
  return Number.isFinite(value)
    ? { text: `${formatNumber(value)} dB`, exact: value, unit: "dB" }
    : { text: "no error", unit: "dB" };
}

/** Smaller errors are marked at the foot of the chart. */
const errorFloor = 1e-4;

type Bin = { exponent: number; meanRelative: number; count: number };

function superscript(n: number): string {
  return [...String(n)].map((character) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(character)] ?? "⁻").join("");
}
