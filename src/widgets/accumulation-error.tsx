/** @file The report's experiment on sums: error against their length, the adder's bits and the promotion interval. */
import {
  accumulationErrors,
  distributions,
  fp32Adder,
  hopperAdder,
  type AccumulationError,
  type Distribution,
} from "../compute/index.ts";
import {
  choice,
  defineWidget,
  formatExact,
  formatNumber,
  formatPercent,
  integer,
  Readout,
  seed,
  Table,
} from "../kit/index.ts";
import { markedAt, measures, SumErrors, SumErrorsLegend, sweeps, type Sweep } from "./drawings/sum-errors.tsx";

/** What entries are drawn from, in words. */
const entries = [
  ["positive", "Uniform, 0 to 1"],
  ["shifted", "Normal, mean 1"],
  ["uniform", "Uniform, −1 to 1"],
  ["normal", "Normal, mean 0"],
] as const satisfies (readonly [Distribution, string])[];

export default defineWidget({
  id: "accumulation-error",
  title: "How far sums are off",
  source: "§3.3.2",
  caption:
    "Two random matrices in E4M3, one scale each; only the sums are compared, with exact sums of the same codes. The report gives nearly 2% as the largest relative error at K = 4,096, and neither the distribution of the entries nor what the error is relative to: the open circle is that number, whatever is chosen here. The adder is a model (arXiv:2511.10909) that gives every sum we recorded on an H100; the errors here are computed with it. Largest errors are those of a small product and grow with the number of sums. Past K = 16,384 the product has 4 × 4 sums, whatever is chosen, so that its largest error is of fewer.",
  params: {
    sweep: choice({
      label: "Error against",
      initial: "inner",
      options: [
        ["inner", "Length K"],
        ["bits", "Bits of the adder"],
        ["interval", "Promotion interval"],
      ],
    }),
    distribution: choice({ label: "Entries", initial: "positive", options: entries }),
    metric: choice({
      label: "Measure",
      initial: "maxRelative",
      viewOnly: true,
      options: [
        ["maxRelative", "Largest relative"],
        ["maxOfLargest", "Largest, of the largest sum"],
        ["rmsRelative", "RMS"],
      ],
    }),
    inner: choice({
      label: "Length K",
      options: [512, 1024, 2048, 4096, 8192, 16384],
      initial: 4096,
      report: true,
      when: { sweep: ["bits", "interval"] },
    }),
    bits: integer({
      label: "Bits of the adder",
      range: [10, 34],
      initial: hopperAdder.bits,
      report: true,
      when: { sweep: ["inner", "interval"] },
    }),
    interval: choice({
      label: "Elements before promotion",
      options: [32, 64, 128, 256, 512],
      initial: 128,
      report: true,
      when: { sweep: ["inner", "bits"] },
    }),
    size: choice({ label: "Rows and columns of the product", options: [4, 8, 16], initial: 8, secondary: true }),
    seed: seed(),
  },
  presets: {
    "As published": {},
    "Both signs, RMS": { distribution: "normal", metric: "rmsRelative" },
    "Both signs, largest": { distribution: "normal" },
    "Against bits": { sweep: "bits" },
    "Against the interval": { sweep: "interval" },
  },
  *compute({ sweep, distribution, inner, bits, interval, size, seed }) {
    const points: Point[] = [];
    const besides: Beside[] = [];
    const narrow = { ...hopperAdder, bits, registerBits: bits };
    const at = sweep === "inner" ? 4096 : inner;
    for (const each of distributions) {
      const [error] = accumulationErrors([narrow], { distribution: each, inner: at, size, seed });
      besides.push({ distribution: each, inner: at, ...error });
      yield { points, besides };
    }
    const xs =
      sweep === "inner"
        ? [128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768, 65536]
        : sweep === "bits"
          ? [10, 12, 13, 14, 15, 16, 18, 20, 22, 24, 26, 30, 34]
          : [32, 64, 128, 256, 512, 1024, 2048, 4096];
    for (const x of xs) {
      const adder = sweep === "bits" ? { ...hopperAdder, bits: x, registerBits: x } : narrow;
      const promoted = { ...adder, promotionInterval: sweep === "interval" ? x : interval };
      const errors = accumulationErrors([adder, promoted, fp32Adder], {
        distribution,
        inner: sweep === "inner" ? x : inner,
        size: sweep === "inner" && x > 16384 ? 4 : size,
        seed,
      });
      errors.forEach((error, i) => points.push({ x, line: lines[i], ...error }));
      yield { points, besides };
    }
  },
  view: ({ points, besides }, { values: { sweep, metric, distribution, interval, inner } }) => {
    const [without, withIt] = lines.map((line) =>
      points.find((point) => point.line === line && point.x === markedAt(sweep)),
    );
    return (
      <>
        <Readout
          items={[
            { label: "Without promotion", ...shareOf(without?.[metric]), note: whereOf(sweep, inner) },
            {
              label: sweep === "interval" ? "Promoted every 128" : `Promoted every ${interval}`,
              ...shareOf(withIt?.[metric]),
            },
            { label: "Mean, with its sign", ...shareOf(without?.meanSigned), note: "without promotion" },
          ]}
        />
        <SumErrors points={points} lines={lines} sweep={sweep} metric={metric} />
        <SumErrorsLegend lines={lines} sweep={sweep} />
        <p class="columns-label">
          Without promotion at K = {formatNumber(besides[0]?.inner ?? 4096, 6)}, by entries and by measure
        </p>
        <Table
          label="The same adder without promotion, by entries and by measure"
          rows={distributions.map((each, i) => ({
            ...(besides[i] ?? { distribution: each, maxRelative: null, maxOfLargest: null, rmsRelative: null }),
            entries: new Map<string, string>(entries).get(each) + (each === distribution ? " (drawn)" : ""),
          }))}
          columns={[
            { key: "entries", label: "Entries" },
            { key: "maxRelative", label: "Largest relative", as: "percent" },
            { key: "maxOfLargest", label: "Largest, of the largest sum", as: "percent" },
            { key: "rmsRelative", label: "RMS", as: "percent" },
          ]}
        />
      </>
    );
  },
  summary: ({ points }, { sweep, metric, inner }) => {
    const error = points.find(({ line, x }) => line === lines[0] && x === markedAt(sweep))?.[metric];
    const promoted = points.find(({ line, x }) => line === lines[1] && x === markedAt(sweep))?.[metric];
    return error === undefined || promoted === undefined
      ? "The sums are being added."
      : `${measures[metric]} ${whereOf(sweep, inner)}: ${formatPercent(error)} without promotion, ${formatPercent(promoted)} with it; the report’s nearly 2% names neither the entries nor the measure.`;
  },
  remark: (_, { distribution, metric }) =>
    (distribution === "normal" || distribution === "uniform") &&
    metric === "maxRelative" &&
    "Sums of both signs may cancel to nearly nothing: the largest relative error can then be as large as chance makes it.",
  table: ({ points }, { sweep }) => ({
    columns: [
      { key: "line", label: "Adder" },
      { key: "x", label: sweeps[sweep] },
      { key: "maxRelative", label: "Largest relative" },
      { key: "maxOfLargest", label: "Largest, of the largest sum" },
      { key: "rmsRelative", label: "RMS" },
      { key: "meanSigned", label: "Mean, signed" },
    ],
    rows: points,
  }),
});

type Point = { x: number; line: string } & AccumulationError;
type Beside = { distribution: Distribution; inner: number } & AccumulationError;

const lines = ["Without promotion", "Promoted to FP32", "FP32 all the way"];

function whereOf(sweep: Sweep, inner: number): string {
  return `at K = ${formatExact(sweep === "inner" ? 4096 : inner)}${sweep === "bits" ? `, ${hopperAdder.bits} bits` : ""}`;
}

function shareOf(share: number | undefined): { value: number; as: "percent" } | { text: string } {
  return share === undefined ? { text: "…" } : { value: share, as: "percent" };
}
