/** @file The published trace: 44 segments of one H800, by stream and phase, aligned with the simulated pair of chunks. */
import {
  deepseekV3,
  layerAsChunks,
  overlapChunks,
  publishedTrace,
  traceAsChunks,
  traceIntervals,
  traceSegments,
  traceTimeByKind,
  v3Layout,
} from "../compute/index.ts";
import {
  Bars,
  choice,
  color,
  defineWidget,
  formatNumber,
  formatPercent,
  integer,
  Legend,
  Readout,
  windowOf,
} from "../kit/index.ts";
import { ChunkPair, milliseconds, partLegend, partLetters, partText } from "./drawings/chunk-pair.tsx";

export default defineWidget({
  id: "real-trace",
  title: "A real pair of chunks, and a simulated one",
  source: "Figure 4; deepseek-ai/profile-data, train.json",
  caption:
    "Above, what DeepSeek’s profiler recorded on one H800 of 64: a forward and a backward chunk of four layers with experts, 4,096 tokens each, perfectly balanced routing, no pipeline communication. A segment is all kernels that were launched under one annotation; times are ours, taken from the file. Below, the same pair as two simulated streams. Kernels are grouped by their names; “notify” also waits for other GPUs.",
  params: {
    simulated: choice({
      label: "Simulated with",
      initial: "trace",
      options: [
        ["trace", "The trace’s means"],
        ["rates", "Assumed rates"],
      ],
    }),
    kinds: choice({
      label: "Kernels of",
      initial: "all",
      options: [
        ["all", "All streams"],
        ["compute", "Computation"],
        ["communication", "Communication"],
        ["segment", "Picked segment"],
      ],
      viewOnly: true,
    }),
    view: windowOf({ label: "Part of the time", unit: "s", inView: true }),
    segment: integer({ label: "Segment", range: [0, 43], initial: 4, inView: true, viewOnly: true }),
  },
  presets: {
    "As published": {},
    "One layer": { view: [0.0299, 0.0636] },
    "What communication does": { kinds: "communication" },
    "One segment": { kinds: "segment", segment: 38 },
    "Assumed rates": { simulated: "rates" },
  },
  compute: ({ simulated }) => {
    const run = overlapChunks(simulated === "trace" ? traceAsChunks() : layerAsChunks(deepseekV3, v3Layout));
    return { run, real: traceIntervals(), segments: traceSegments() };
  },
  ends: () => ({ view: publishedTrace.span }),
  view: ({ run, real, segments }, { values }) => {
    const { span, computeBusy, communicationBusy, bothBusy } = publishedTrace;
    const picked = segments[values.segment];
    const kernels = longest(
      traceTimeByKind((segment) => {
        if (values.kinds === "segment") return segment.start === picked.start && segment.stream === picked.stream;
        return values.kinds === "all" || (segment.stream === "communication") === (values.kinds === "communication");
      }),
    );
    return (
      <>
        <Readout
          items={[
            {
              label: "The trace takes",
              value: span,
              as: "seconds",
              note: `simulated ${milliseconds(run.span)}, ${formatPercent(run.span / span)}`,
            },
            { label: "Computing", value: computeBusy / span, as: "percent", note: milliseconds(computeBusy) },
            {
              label: "Communicating",
              value: communicationBusy / span,
              as: "percent",
              note: milliseconds(communicationBusy),
            },
            {
              label: "Of it under computation",
              value: bothBusy / communicationBusy,
              as: "percent",
              note: milliseconds(bothBusy),
            },
          ]}
        />
        <ChunkPair
          label="Segments of the trace by stream"
          of="trace"
          parts={real}
          unit="Trace (ms)"
          range={[0, span]}
          pick="segment"
        />
        <ChunkPair label="The same pair, simulated" of="model" parts={run} unit="Simulated (ms)" range={[0, span]} />
        <Legend
          items={partLegend}
        >{`Picked: ${partText(real, values.segment).replace("\n", ", ")} in ${picked.kernels} kernels. ${partLetters}`}</Legend>
        <Bars
          label={`Time by kind of kernel: ${of[values.kinds]}`}
          rows={kernels}
          name={({ kind }) => kind}
          value={({ seconds }) => 1000 * seconds}
          fill={({ kind }) => color(kind.startsWith("a2a") ? "communication" : "accent")}
          tips={({ kind, seconds }) => `${kind}: ${milliseconds(seconds)}`}
          axis={() => ({ label: "ms" })}
          height={220}
          left={[120, 120]}
          right={50}
          gap={1}
        />
      </>
    );
  },
  summary: ({ run }) => {
    const { span, communicationBusy, bothBusy } = publishedTrace;
    return `The pair takes ${milliseconds(span)}; ${formatPercent(bothBusy / communicationBusy)} of its communication runs while something is computed. Two simulated streams take ${milliseconds(run.span)}.`;
  },
  table: ({ segments }) => ({
    columns: [
      { key: "part", label: "Part" },
      { key: "layer", label: "Layer" },
      { key: "stream", label: "Stream" },
      { key: "start", label: "Start", unit: "s" },
      { key: "end", label: "End", unit: "s" },
      { key: "busy", label: "Kernels’ time", unit: "s" },
      { key: "kernels", label: "Kernels" },
      { key: "longest", label: "Kinds" },
    ],
    rows: segments.map(({ part, layer, stream, start, end, busy, kernels, busyByKind }) => ({
      part,
      layer: layer + 1,
      stream,
      start,
      end,
      busy,
      kernels,
      longest: Object.entries(busyByKind)
        .map(([kind, seconds]) => `${kind} ${formatNumber(1000 * seconds)} ms`)
        .join(", "),
    })),
  }),
});

type Kernel = { kind: string; seconds: number };
const of = {
  all: "all streams",
  compute: "computation",
  communication: "communication",
  segment: "the picked segment",
};

/** The nine longest kinds, and the others together: rows that are always as many. */
function longest(kinds: readonly Kernel[]): Kernel[] {
  const rest = kinds.slice(9).reduce((sum, { seconds }) => sum + seconds, 0);
  return [...kinds.slice(0, 9), ...(rest > 0 ? [{ kind: "others", seconds: rest }] : [])];
}
