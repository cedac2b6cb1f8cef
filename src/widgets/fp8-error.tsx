/** @file What a number format does to numbers: error by magnitude, the number line with its gaps, metrics beside BF16. */
import { errorByPlace, quantizationExperiment } from "../compute/index.ts";
import {
  choice,
  defineWidget,
  formatExact,
  formatNumber,
  formatPercent,
  integer,
  number,
  numbers,
  Readout,
  type ReadoutItem,
  seed,
  toggle,
} from "../kit/index.ts";
import {
  ErrorByMagnitude,
  ErrorByPlace,
  FormatsBeside,
  MagnitudeLegend,
  PlaceLegend,
} from "./drawings/format-errors.tsx";
import { firstValues, NumberLine } from "./drawings/number-line.tsx";

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
    const { original, quantized } = experiment;
    const formats = look === "format" ? compared.map((format) => quantizationExperiment({ ...values, format })) : [];
    return {
      ...experiment,
      places:
        look === "place"
          ? errorByPlace({ original, restored: quantized.values }, values.values === "given" ? 1 : neighbors)
          : [],
      formats: formats.map(({ format, metrics }) => ({
        name: format.name,
        mean: metrics.meanRelative,
        lost: metrics.underflowedShare,
      })),
    };
  },
  view: (experiment, { values }) => {
    const { metrics, reference, format, scales, count, places, formats } = experiment;
    return (
      <>
        <Readout
          items={[
            besideBf16("Mean relative error", metrics.meanRelative, reference.meanRelative),
            besideBf16("RMS error", metrics.rmsRelative, reference.rmsRelative),
            { label: "Signal to noise", ...decibels(metrics.sqnrDb), note: `BF16: ${decibels(reference.sqnrDb).text}` },
            besideBf16("Largest error", metrics.maxRelative, reference.maxRelative),
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
        {values.look === "magnitude" && <ErrorByMagnitude {...experiment} />}
        {values.look === "place" && (
          <ErrorByPlace places={places} rows={values.values === "given" ? 1 : sampleRows} neighbors={neighbors} />
        )}
        {values.look === "format" && <FormatsBeside formats={formats} shown={format.name} />}
        {values.look === "magnitude" && <MagnitudeLegend format={format} />}
        {values.look === "place" && <PlaceLegend />}
        <NumberLine format={format} upTo={values.window} values={firstValues(experiment)} />
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

/** Tokens of a sample, and channels of a group; numbers given are one row, each a group. */
const sampleRows = 128;
const neighbors = 32;

/** A share of this format, and that of BF16. */
function besideBf16(label: string, share: number, ofBf16: number): ReadoutItem {
  return { label, value: share, as: "percent", note: `BF16: ${formatPercent(ofBf16)}` };
}

function decibels(value: number): { text: string; exact?: number; unit: string } {
  return Number.isFinite(value)
    ? { text: `${formatNumber(value)} dB`, exact: value, unit: "dB" }
    : { text: "no error", unit: "dB" };
}
