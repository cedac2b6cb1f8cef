/** @file What casting to FP8 moves through memory, trip by trip, today and as §3.5.2 wishes. */
import * as Plot from "@observablehq/plot";
import { castTrips, deepseekV3, publishedTrace, stepAssumptions, tracedComputeUs } from "../compute/index.ts";
import {
  Chart,
  color,
  defineWidget,
  formatAs,
  formatBytes,
  formatNumber,
  formatPercent,
  integer,
  Legend,
  number,
  Readout,
  toggle,
  type Color,
  twoLines,
} from "../kit/index.ts";

const memory = stepAssumptions.find(({ key }) => key === "memoryBytesPerSecond")!;

export default defineWidget({
  id: "cast-traffic",
  title: "What a cast moves through memory",
  source: "§3.5.2",
  caption:
    "Bytes for each value of an activation, from the end of the kernel that makes it to the product that uses it. The first three ways are alternatives; so are the last two, which come on top where weights’ gradients are computed. Scales are FP32, one for 128 values, as in the released code; the report leaves them out, and so does the picture at rest.",
  params: {
    withWrite: toggle({ label: "Count the write in BF16 before", initial: false }),
    withScales: toggle({ label: "Count scales", initial: false }),
    tokens: integer({
      label: "Tokens",
      range: [1, 65_536],
      scale: "log",
      initial: publishedTrace.tokens,
      shown: ["number", 5],
    }),
    width: integer({
      label: "Values of a token",
      range: [128, 65_536],
      scale: "log",
      initial: deepseekV3.hiddenDim,
      report: true,
      shown: ["number", 5],
    }),
    bytesPerSecond: number({
      label: "Memory bandwidth",
      range: [1e11, 5e13],
      scale: "log",
      shown: ["si", 3, "B/s"],
      initial: memory.value,
      help: `Source: ${memory.source}.`,
    }),
  },
  presets: {
    "As published": {},
    "All traffic": { withWrite: true, withScales: true },
    "Inputs of eight experts": { tokens: 8 * publishedTrace.tokens },
  },
  compute: ({ withWrite, withScales, tokens, width, bytesPerSecond }) => {
    const perScale = withScales ? 4 / 128 : 0;
    const ways = castTrips.map(({ id, what, trips }) => {
      const steps = [
        ...(withWrite && !id.startsWith("transposed") ? [{ what: "write BF16", bytes: 2 }] : []),
        ...trips.map((trip) => ({ what: trip.what, bytes: trip.bytes === 1 ? 1 + perScale : trip.bytes })),
      ];
      const bytesPerValue = steps.reduce((sum, { bytes }) => sum + bytes, 0);
      return {
        id,
        what,
        steps,
        bytesPerValue,
        bytes: bytesPerValue * tokens * width,
        seconds: (bytesPerValue * tokens * width) / bytesPerSecond,
      };
    });
    return {
      ways,
      castShare: tracedComputeUs.cast / tracedComputeUs.all,
      transposeShare: tracedComputeUs.transpose / tracedComputeUs.all,
    };
  },
  view: ({ ways, castShare, transposeShare }) => {
    const [today, fused, near] = ways;
    const bars = ways.flatMap(({ what, steps }) => steps.map((step, at): Bar => ({ way: what, ...step, order: at })));
    return (
      <>
        <Readout
          items={[
            {
              label: "Today",
              value: today.bytes,
              as: "bytes",
              note: `${formatAs(today.seconds, "seconds")} at this bandwidth`,
            },
            {
              label: "Cast while fetched",
              value: 1 - fused.bytes / today.bytes,
              as: "percent",
              note: `less: ${formatBytes(fused.bytes)}`,
            },
            {
              label: "Cast beside the memory",
              value: 1 - near.bytes / today.bytes,
              as: "percent",
              note: `less: ${formatBytes(near.bytes)}`,
            },
            {
              label: "Casts in the trace",
              value: castShare,
              as: "percent",
              note: `of computing; transposing ${formatPercent(transposeShare)}`,
            },
          ]}
        />
        <Chart
          label="Bytes for each value, trip by trip"
          tips={({ way, what, bytes }: Bar) => `${way}: ${what}, ${formatNumber(bytes)} bytes a value`}
          options={({ narrow }) => ({
            height: 210,
            marginLeft: narrow ? 170 : 300,
            x: { label: "Bytes for each value", grid: true },
            y: {
              label: null,
              domain: ways.map(({ what }) => what),
              tickFormat: (what: string) => (narrow ? twoLines(what, 20) : what),
            },
            marks: [
              Plot.barX(bars, {
                x: "bytes",
                y: "way",
                fill: (bar: Bar) => color(colorOf(bar.what)),
                order: "order",
                insetTop: 4,
                insetBottom: 4,
                insetRight: 1,
              }),
              Plot.ruleX([0]),
            ],
          })}
        />
        <Legend
          items={[
            ["BF16, written or read", "neutral"],
            ["FP8, written", "series-2"],
            ["FP8, read", "series-1"],
          ]}
        />
      </>
    );
  },
  summary: ({ ways: [today, fused, near] }) =>
    `Today each value moves ${formatNumber(today.bytesPerValue)} bytes, with a cast while it is fetched ${formatNumber(fused.bytesPerValue)}, with one beside the memory ${formatNumber(near.bytesPerValue)}.`,
  table: ({ ways }) => ({
    columns: [
      { key: "way", label: "Way" },
      { key: "trip", label: "Trip" },
      { key: "bytes", label: "Bytes a value" },
      { key: "matrix", label: "This matrix, all trips", unit: "bytes" },
      { key: "seconds", label: "Time at this bandwidth", unit: "s" },
    ],
    rows: ways.flatMap(({ what: way, steps, bytes: matrix, seconds }) =>
      steps.map(({ what, bytes }) => ({ way, trip: what, bytes, matrix, seconds })),
    ),
  }),
});

type Bar = { way: string; what: string; bytes: number; order: number };

function colorOf(trip: string): Color {
  return trip.includes("BF16") ? "neutral" : trip.startsWith("write") ? "series-2" : "series-1";
}
