/** @file Figure 4 as a bench: SMs shared between computation and communication of a pair of chunks, beside the real one. */
import * as Plot from "@observablehq/plot";
import {
  deepseekV3,
  layerAsChunks,
  overlapBySms,
  overlapChunks,
  publishedTrace,
  traceAsChunks,
  traceIntervals,
  v3Channels,
  v3Layout,
} from "../compute/index.ts";
import {
  Chart,
  choice,
  color,
  defineWidget,
  integer,
  Legend,
  number,
  Readout,
  toggle,
  windowOf,
  withPlural,
} from "../kit/index.ts";
import { ChunkPair, milliseconds, partLegend, partLetters } from "./drawings/chunk-pair.tsx";

export default defineWidget({
  id: "chunk-overlap",
  title: "SMs for computation, SMs for communication",
  source: "§3.2.1, Figure 4; §3.2.2",
  caption:
    "A forward and a backward chunk of one micro-batch each, in the order of Figure 4. Times are the means of the published trace, or estimates from assumed rates that know nothing of it. Computation slows with the SMs that it lacks; communication has its full rate from a number of SMs on. Both are straight lines, where real kernels have steps; 20 SMs to fill the links are the report’s. In the trace, communication includes waiting for other GPUs, which no SM shortens; and it begins half a layer earlier than the figure does.",
  params: {
    times: choice({
      label: "Times",
      initial: "trace",
      options: [
        ["trace", "The trace’s"],
        ["rates", "Assumed rates"],
      ],
    }),
    communicationSms: integer({
      label: "SMs that communicate",
      range: [1, 131],
      initial: v3Channels.communicationSms,
      report: true,
    }),
    link: number({
      label: "Speed of the links",
      range: [0.1, 10],
      scale: "log",
      initial: 1,
      shown: "ratio",
      help: "Against what they were: below one, communication takes longer.",
    }),
    smsToFillLink: integer({
      label: "SMs that fill the links",
      range: [1, 64],
      initial: v3Channels.communicationSms,
      report: true,
      secondary: true,
    }),
    layers: integer({ label: "Layers of a chunk", range: [1, 8], initial: publishedTrace.layers, secondary: true }),
    barriers: toggle({
      label: "Streams meet between MLP and attention",
      initial: true,
      secondary: true,
      help: "As Figure 4 draws it.",
    }),
    view: windowOf({ label: "Part of the time", unit: "s", inView: true }),
  },
  presets: {
    "As published": {},
    "Assumed rates": { times: "rates" },
    "Links at half speed": { link: 0.5 },
    "Half of the SMs": { communicationSms: 66 },
    "Eight SMs suffice": { communicationSms: 8, smsToFillLink: 8 },
  },
  compute: ({ times, communicationSms, link, smsToFillLink, layers, barriers }) => {
    const given = times === "trace" ? traceAsChunks() : layerAsChunks(deepseekV3, v3Layout);
    const options = {
      ...given,
      communicationSms,
      smsToFillLink,
      layers,
      barriers,
      bytesPerSecond: link * given.bytesPerSecond,
    };
    const run = overlapChunks(options);
    return {
      run,
      splits: overlapBySms(options),
      real: traceIntervals(),
    };
  },
  ends: ({ run }) => ({ view: Math.max(run.span, publishedTrace.span) }),
  view: ({ run, splits, real }, { values }) => {
    const range = [0, Math.max(run.span, publishedTrace.span)] as const;
    const best = splits.reduce((least, split) => (split.span < least.span ? split : least));
    const highest = 2.2 * best.span;
    return (
      <>
        <Readout
          items={[
            {
              label: "The pair takes",
              value: run.span,
              as: "seconds",
              note: `one after the other ${milliseconds(run.serial)}`,
            },
            {
              label: "Exposed communication",
              value: run.exposed / run.span,
              as: "percent",
              note: milliseconds(run.exposed),
            },
            {
              label: "Communication : computation",
              value: run.communicationBusy / run.computeBusy,
              as: ["number", 3],
              note: "§3.2.1: about 1 : 1",
            },
            {
              label: "Least time at",
              value: best.communicationSms,
              as: ["number", 3],
              unit: best.communicationSms === 1 ? "SM" : "SMs",
              note: milliseconds(best.span),
            },
          ]}
        />
        <ChunkPair label="The pair in the model" of="model" parts={run} unit="Model (ms)" range={range} />
        <ChunkPair label="The pair in the trace" of="trace" parts={real} unit="Trace (ms)" range={range} />
        <Legend items={partLegend}>{partLetters}</Legend>
        <Chart
          label="Time of the pair against the SMs that communicate; drag to move SMs"
          scrub="communicationSms"
          options={() => ({
            height: 140,
            marginLeft: 48,
            x: { label: "SMs that communicate", domain: [1, 131] },
            y: { label: "ms", grid: true, domain: [0, 1000 * highest], clamp: true },
            marks: [
              Plot.ruleY([0]),
              ...lines.map(([key, , name, strokeWidth]) =>
                Plot.lineY(splits, {
                  x: "communicationSms",
                  y: (split: (typeof splits)[number]) => (split[key] > highest ? NaN : 1000 * split[key]),
                  stroke: color(name),
                  strokeWidth,
                  clip: true,
                }),
              ),
            ],
          })}
          tips={(split: (typeof splits)[number]) =>
            `${split.communicationSms} SMs: ${milliseconds(split.span)}, of which ${milliseconds(split.exposed)} exposed`
          }
        />
        <Legend
          items={lines.map(([, text, name]) => [text, name] as const)}
        >{`${withPlural(String(132 - values.communicationSms), "SM")} for computation, ${values.communicationSms} for communication.`}</Legend>
      </>
    );
  },
  summary: ({ run }, { communicationSms }) =>
    `With ${withPlural(String(communicationSms), "SM")} for communication the pair takes ${milliseconds(run.span)}, of which ${milliseconds(run.exposed)} are communication that nothing hides; one after the other, with all SMs, it would take ${milliseconds(run.serial)}.`,
  table: ({ splits }) => ({
    columns: [
      { key: "communicationSms", label: "SMs that communicate" },
      { key: "span", label: "Time of the pair", unit: "s" },
      { key: "exposed", label: "Exposed communication", unit: "s" },
      { key: "computeBusy", label: "Computing", unit: "s" },
      { key: "communicationBusy", label: "Communicating", unit: "s" },
    ],
    rows: splits.map((split) => ({ ...split })),
  }),
});

const lines = [
  ["span", "The pair", "accent-soft", 5],
  ["computeBusy", "Computing", "forward", 2],
  ["communicationBusy", "Communicating", "communication", 2],
] as const;
